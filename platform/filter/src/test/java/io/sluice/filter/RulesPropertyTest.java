package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RulesPropertyTest {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final List<String> WORDS = List.of(
            "x",
            "y",
            "IF",
            "THEN",
            "ELSE",
            "AND",
            "OR",
            "NOT",
            "IN",
            "window_filter",
            "(",
            ")",
            "[",
            "]",
            ",",
            "=",
            "!=",
            ">",
            "<=",
            "+",
            "-",
            "*",
            "/",
            "'a'",
            "\"b\"",
            "`c d`",
            "5",
            "1.5e3",
            "true",
            "null",
            "mean",
            "meta.v",
            "l[0]",
            "2026-01-31",
            "{",
            "}",
            "'",
            "high-risk",
            "é",
            "window_filter(2, mean, v > 1)",
            "{\"type\":\"group\"}",
            "\\",
            " ");

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.oneOf(
                Arbitraries.of(WORDS).list().ofMaxSize(14).map(words -> String.join(" ", words)),
                Arbitraries.of(WORDS).list().ofMaxSize(14).map(words -> String.join("", words)),
                Arbitraries.strings().ofMaxLength(30));
    }

    @Provide
    Arbitrary<String> rules() {
        Arbitrary<String> column = Arbitraries.of("a", "b", "c.d", "e f", "items[0]", "t", "zz");
        Arbitrary<String> value = Arbitraries.oneOf(
                column.map(name -> "`" + name + "`"),
                Arbitraries.of("1", "-2.5", "'a'", "high-risk", "true", "a*b", "`t` - a", "(a + 1) / b"));
        Arbitrary<String> condition = Combinators.combine(column, Arbitraries.of("=", "!=", "<", ">=", "=="), value)
                .as((left, sign, right) -> left + " " + sign + " " + right);
        Arbitrary<String> logic = Combinators.combine(
                        condition, Arbitraries.of(" AND ", " OR ", " and not "), condition)
                .as((left, word, right) -> left + word + right);
        Arbitrary<String> assignment = Combinators.combine(column, value).as((target, right) -> target + " = " + right);
        return Arbitraries.oneOf(
                        logic,
                        Combinators.combine(logic, assignment).as((when, then) -> "IF " + when + " THEN " + then),
                        Combinators.combine(condition, assignment, assignment)
                                .as((when, then, other) -> "IF " + when + " THEN " + then + " ELSE " + other),
                        Combinators.combine(Arbitraries.integers().between(1, 4), Arbitraries.of(Stat.class), column)
                                .as((rows, stat, of) ->
                                        "window_filter(" + rows + ", " + stat.word() + ", " + of + " > 1)"))
                .filter(rule -> Rules.compile(List.of(rule)) instanceof Rules.Compiled);
    }

    @Provide
    Arbitrary<Generators.Written> documents() {
        return Generators.documents();
    }

    @Property(tries = 3_000)
    void whatever_is_written_is_compiled_or_refused_inside_of_it(@ForAll("noise") String text) {
        Rules rules = Rules.compile(List.of(text));

        for (Rules.Fault fault : rules.faults()) {
            assertThat(fault.message()).isNotBlank();
            int position = fault.position() == null ? 0 : fault.position();
            assertThat(position).isBetween(0, text.length());
            assertThat(position + fault.length()).isBetween(0, text.length());
        }
    }

    @Property(tries = 2_000)
    void rules_one_by_one_say_what_they_say_together(
            @ForAll @net.jqwik.api.constraints.Size(max = 5) List<@net.jqwik.api.From("rules") String> rules,
            @ForAll @net.jqwik.api.constraints.Size(max = 6) List<Generators.@net.jqwik.api.From("documents") Written> documents)
            throws Exception {
        List<String> rows = documents.stream()
                .map(document -> document.first().replace('\n', ' '))
                .toList();
        List<String> alone = rows;
        for (String rule : rules) {
            alone = Ruled.rows(List.of(rule), alone);
        }

        assertThat(meanings(Ruled.rows(rules, rows)))
                .as("%s of %s", rules, rows)
                .isEqualTo(meanings(alone));
    }

    /** Without the order of members: a column stands where the first rule that may assign it says. */
    private static List<JsonNode> meanings(List<String> rows) throws Exception {
        List<JsonNode> meanings = new ArrayList<>();
        for (String row : rows) {
            meanings.add(EvaluatorOracleTest.normal(MAPPER.readTree(row)));
        }
        return meanings;
    }
}
