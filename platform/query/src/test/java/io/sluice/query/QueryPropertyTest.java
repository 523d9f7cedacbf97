package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Parsed;
import io.sluice.filter.Violation;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QueryPropertyTest {
    @Provide
    Arbitrary<String> queries() {
        return Queries.all();
    }

    /** Pieces of the language in any order, and noise. */
    @Provide
    Arbitrary<String> garbage() {
        Arbitrary<String> words = Arbitraries.of(
                "select",
                "from",
                "where",
                "group by",
                "window",
                "tumbling",
                "(",
                ")",
                ",",
                "*",
                "count(",
                "sum(a",
                "join",
                "left join",
                "within",
                "20 minutes",
                "on",
                "a = b",
                "having",
                "order by",
                "limit",
                "10",
                "emit final",
                "'x'",
                "\"y",
                "'",
                "--",
                "/*",
                ";",
                "timestamp by",
                "format",
                "right",
                "cross",
                "topk(a, 0)",
                "median(",
                "filter (where",
                "as",
                "union",
                "create stream",
                "case when",
                "in (",
                "\0",
                "1e999999999",
                "😀",
                "$",
                "[",
                "between",
                "distinct");
        Arbitrary<String> mixed = words.list().ofMaxSize(25).map(list -> String.join(" ", list));
        Arbitrary<String> cut = Combinators.combine(
                        Queries.all(), Arbitraries.integers().between(0, 200), words)
                .as((text, at, word) -> text.substring(0, Math.min(at, text.length())) + " " + word + " "
                        + text.substring(Math.min(text.length(), at + 3)));
        return Arbitraries.oneOf(mixed, cut, Arbitraries.strings().ofMaxLength(60));
    }

    @Property(tries = 2000)
    void what_is_printed_parses_to_the_same(@ForAll("queries") String sql) {
        Parsed<Query> parsed = Query.parse(sql);
        assertThat(parsed.violations()).as(sql).isEmpty();
        Query query = parsed.orElseThrow();
        Parsed<Query> again = Query.parse(query.print());
        assertThat(again.violations()).as(query.print()).isEmpty();
        assertThat(again.orElseThrow()).isEqualTo(query);
        assertThat(again.orElseThrow().print()).isEqualTo(query.print());
    }

    @Property(tries = 1000)
    void a_form_says_the_same_as_the_text(@ForAll("queries") String sql) {
        Query query = Query.parse(sql).orElseThrow();
        Form.Reading reading = Form.of(query, List.of()).read();
        assertThat(reading).isInstanceOf(Form.Reading.Right.class);
        assertThat(((Form.Reading.Right) reading).query().print()).isEqualTo(query.print());
    }

    @Property(tries = 3000)
    void any_text_is_read_or_refused_with_places_inside_of_it(@ForAll("garbage") String sql) {
        for (Violation violation : Query.parse(sql).violations()) {
            assertThat(violation.position()).isBetween(0, sql.length());
            assertThat(violation.position() + violation.length())
                    .as(violation.toString())
                    .isBetween(0, sql.length());
            assertThat(violation.message()).isNotBlank();
        }
    }
}
