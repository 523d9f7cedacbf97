package io.sluice.filter;

import static io.sluice.filter.Records.CLOCK;
import static io.sluice.filter.Records.filter;
import static io.sluice.filter.Records.project;
import static io.sluice.filter.Records.projection;
import static io.sluice.filter.Records.value;
import static io.sluice.filter.Records.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever comes in, as a text or as a record, an answer comes out. */
class HostileInputTest {
    private static final List<String> PIECES = List.of(
            "a",
            "b.c",
            "items[0]",
            "\"q\"",
            "$key.x",
            "$headers.h",
            "$timestamp",
            "$nope",
            "'t'",
            "'",
            "\"",
            "1",
            "-",
            "1e5",
            "1e99999999999",
            "0x",
            "(",
            ")",
            "[",
            "]",
            ",",
            ".",
            "and",
            "or",
            "not",
            "in",
            "between",
            "like",
            "escape",
            "is",
            "null",
            "true",
            "=",
            "!=",
            "<",
            "+",
            "*",
            "/",
            "%",
            "&&",
            "||",
            "!",
            "lower(",
            "time(",
            "cast(",
            "as",
            "number",
            "exists(",
            "now()",
            "matches(a, '(')",
            "within(",
            "#",
            ";",
            "\uD83D",
            "\u0000",
            "é",
            " ",
            "\n");

    private static final Matcher EVERYTHING = Matcher.of(
            filter("a > 1 or b.c like '%x_y%' or items[1].x = 'y' or lower(c) = 'z' or length(items) > 2 or $key.id = 1"
                    + " or time(t) < now() or matches(c, 'a+') or $key = 'k' or $text like 'x%' or a + b.c > 3"
                    + " or cast(c as number) > 1 or contains(c, d) or $value is null or $headers.h in ('a', 'b')"),
            projection("a, b.c, items, items[0] as first, $key as k, $text as raw, a * 2 as twice, upper(c) as up"),
            CLOCK);

    @Provide
    Arbitrary<String> soups() {
        return Arbitraries.of(PIECES)
                .list()
                .ofMaxSize(30)
                .map(pieces -> String.join(pieces.size() % 2 == 0 ? " " : "", pieces));
    }

    @Provide
    Arbitrary<Filter> filters() {
        return Generators.filters();
    }

    @Provide
    Arbitrary<Generators.Written> documents() {
        return Generators.documents();
    }

    private static void assertAnswers(String text) {
        Parsed<Filter> where = Filter.parse(text);
        assertInside(text, where.violations());
        if (where instanceof Parsed.Ok<Filter> ok) {
            assertThat(Filter.parse(ok.value().print()).orElseThrow()).isEqualTo(ok.value());
            assertThat(ok.value().treeJson()).isNotEmpty();
        }
        Parsed<Projection> select = Projection.parse(text);
        assertInside(text, select.violations());
        assertInside(text, Patterns.toFilter(text).violations());
    }

    private static void assertInside(String text, List<Violation> violations) {
        for (Violation violation : violations) {
            assertThat(violation.position()).isBetween(0, text.length());
            assertThat(violation.position() + violation.length()).isBetween(0, text.length());
        }
    }

    @Property(tries = 3_000)
    void any_text_is_answered(@ForAll String text) {
        assertAnswers(text);
    }

    @Property(tries = 10_000)
    void any_soup_of_words_is_answered(@ForAll("soups") String text) {
        assertAnswers(text);
    }

    @Property(tries = 3_000)
    void any_changed_filter_is_answered(@ForAll("filters") Filter filter, @ForAll Random random) {
        StringBuilder text = new StringBuilder(filter.print());
        for (int i = 0; i < 3 && text.length() > 1; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.setLength(at);
            }
        }
        assertAnswers(text.toString());
    }

    @Property(tries = 3_000)
    void any_bytes_are_answered(@ForAll byte[] value, @ForAll byte[] key) {
        EVERYTHING.evaluate(
                new Records.Sample("t", 0, 0, Long.MAX_VALUE, key, value, List.of(new Records.Header("h", value))));
    }

    @Property(tries = 10_000)
    void a_value_is_json_when_jackson_says_so(@ForAll("documents") Generators.Written document, @ForAll Random random) {
        byte[] value = Records.utf8(document.json());
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(value.length);
            switch (random.nextInt(3)) {
                case 0 -> value[at] = (byte) random.nextInt();
                case 1 -> value[at] = (byte) "{}[]\",:\\0123456789-+.eEtfnu ".charAt(random.nextInt(27));
                default -> value = Arrays.copyOf(value, Math.max(1, at));
            }
        }
        EVERYTHING.evaluate(value(value));
        value = ("[" + new String(value, StandardCharsets.ISO_8859_1) + "]").getBytes(StandardCharsets.ISO_8859_1);

        Verdict read =
                Matcher.of(filter("exists($value)"), Projection.ALL, CLOCK).evaluate(value(value));

        assertThat(read)
                .as(new String(value, StandardCharsets.ISO_8859_1))
                .isEqualTo(jacksonReads(value) ? Verdict.MATCH : Verdict.ERROR);
    }

    private static boolean jacksonReads(byte[] value) {
        try {
            // What is not UTF-8 becomes a control character, which JSON has no place for.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(java.nio.charset.CodingErrorAction.REPLACE)
                    .replaceWith("\u0001")
                    .decode(java.nio.ByteBuffer.wrap(value))
                    .toString();
            var mapper = JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
            mapper.getFactory()
                    .setStreamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(100_000)
                            .build());
            return !mapper.readTree(text).isMissingNode();
        } catch (java.io.IOException e) {
            return false;
        }
    }

    @Test
    void deep_nesting_is_an_answer_not_an_overflow() {
        String deep = "[".repeat(100_000);
        assertThat(verdict("$value is null", deep)).isEqualTo(Verdict.ERROR);
        assertThat(verdict("a = 1", "{\"b\":" + deep + "]".repeat(100_000) + ",\"a\":1}"))
                .isEqualTo(Verdict.ERROR);
        assertThat(verdict("a = 1", "{\"a\":1,\"b\":" + deep)).isEqualTo(Verdict.MATCH);
        String allowed = "[".repeat(Limits.MAX_VALUE_DEPTH - 1) + "]".repeat(Limits.MAX_VALUE_DEPTH - 1);
        assertThat(verdict("a = 1", "{\"b\":" + allowed + ",\"a\":1}")).isEqualTo(Verdict.MATCH);
        assertThat(verdict("a = 1", "{\"b\":[" + allowed + "],\"a\":1}")).isEqualTo(Verdict.ERROR);
    }

    @Test
    void deep_filters_are_refused() {
        assertThat(Filter.parse("(".repeat(100_000)).violations()).hasSize(1);
        for (String opening : List.of("(", "not ", "-", "lower(", "a + (", "a in (", "!", "cast(", "coalesce(a, ")) {
            String text = opening.repeat(1_000);
            assertThat(Filter.parse(text).violations()).as(opening).isNotEmpty();
            assertThat(Projection.parse(text).violations()).as(opening).isNotEmpty();
        }
        assertThat(Patterns.toFilter("{\"value\":".repeat(1_000)).violations()).isNotEmpty();
        assertThat(Patterns.toFilter("[".repeat(10_000)).violations()).isNotEmpty();
        assertThat(Filter.parse("a" + " + a".repeat(1_000) + " > 1").violations())
                .extracting(Violation::message)
                .containsExactly("nested more than 64 levels deep");
    }

    @Test
    void a_long_chain_is_flat() {
        String chain = "a" + " and a".repeat(1_900);
        Filter filter = filter(chain);
        assertThat(filter.print()).isEqualTo(chain);
        assertThat(verdict(chain, "{\"a\":true}")).isEqualTo(Verdict.MATCH);
        assertThat(Filter.parse("a" + " or a".repeat(2_000)).violations())
                .extracting(Violation::message)
                .containsExactly("too large: more than 2000 parts");
        assertThat(Filter.parse("a in (" + "1,".repeat(1_000) + "1)").violations())
                .extracting(Violation::message)
                .containsExactly("a list has at most 1000 options");
        assertThat(Filter.parse(" ".repeat(17_000) + "a").violations()).hasSize(1);
    }

    @Test
    void numbers_of_any_size_take_no_more_than_their_digits() {
        for (String operator : List.of("+", "-", "*", "/", "%")) {
            String where = "a " + operator + " b is null or a " + operator + " b > 0 or not a " + operator + " b > 0";
            for (String a : List.of("1e999999999", "1e-999999999", "0", "9".repeat(999), "1e99999999999")) {
                for (String b : List.of("1", "1e-999999999", "-7e999999999", "0.3")) {
                    String json = "{\"a\":" + a + ",\"b\":" + b + "}";
                    assertThat(verdict(where, json))
                            .as(operator + json)
                            .isEqualTo(a.equals("1e99999999999") ? Verdict.ERROR : Verdict.MATCH);
                    project("a" + operator + "b as c, round(a) as r, floor(a) as f, cast(a as string) as s", json);
                }
            }
        }
        assertThat(verdict("a > 1e999999998 and a < 2e999999999", "{\"a\":1e999999999}"))
                .isEqualTo(Verdict.MATCH);
        assertThat(verdict("a = 1", "{\"a\":" + "9".repeat(1_001) + "}")).isEqualTo(Verdict.ERROR);
        assertThat(verdict("a = 1", "{\"b\":" + "9".repeat(100_000) + ",\"a\":1}"))
                .isEqualTo(Verdict.MATCH);
        assertThat(project("a", "{\"a\":" + "9".repeat(1_001) + "}")).hasSize(1_007);
        assertThat(verdict("a > time('2026-01-01')", "{\"a\":1e999999999}")).isEqualTo(Verdict.NO_MATCH);
        assertThat(verdict("a > time('2026-01-01')", "{\"a\":" + Long.MAX_VALUE + "}"))
                .isEqualTo(Verdict.NO_MATCH);
        assertThat(verdict("cast(a as number) > 1", "{\"a\":\"" + "9".repeat(1_001) + "\"}"))
                .isEqualTo(Verdict.NO_MATCH);
    }

    @Test
    void text_that_is_not_unicode_is_not_json_and_lone_surrogates_stay_what_they_are() {
        byte[] invalid = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'};
        assertThat(verdict("a = 'x'", value(invalid))).isEqualTo(Verdict.ERROR);
        assertThat(verdict("$text = 'x'", value(invalid))).isEqualTo(Verdict.NO_MATCH);
        String lone = "{\"a\":\"\\ud83d\",\"b\":\"\\udc00x\"}";
        assertThat(verdict("a = '\ud83d' and length(a) = 1 and a > 'z'", lone)).isEqualTo(Verdict.MATCH);
        assertThat(project("a, lower(a) as l", lone)).isEqualTo("{\"a\":\"\\ud83d\",\"l\":\"\\ud83d\"}");
        assertThat(verdict("matches(a, '.') or lower(b) = 'x' or a like '_'", lone))
                .isEqualTo(Verdict.MATCH);
    }

    @Test
    void regular_expressions_cannot_grow_or_backtrack() {
        for (String regex : List.of(
                "((a{100}){100}){100}",
                "(a{1000}){1000}",
                "a{1001}",
                "(",
                "[",
                "a**",
                "\\",
                "(".repeat(500),
                "(?<=a)b",
                "\\Q(\\E{3}(((a{9}){9}){9}){9}",
                "a{2,1}")) {
            assertThat(Filter.parse("matches(a, '" + regex + "')").violations())
                    .as(regex)
                    .hasSize(1);
        }
        String text = "{\"a\":\"" + "a".repeat(20_000) + "!\"}";
        assertThat(verdict("matches(a, '^(a+)+$')", text)).isEqualTo(Verdict.NO_MATCH);
        assertThat(verdict("a like '" + "%a".repeat(400) + "%b'", text)).isEqualTo(Verdict.NO_MATCH);
        assertThat(verdict(
                        "contains(a, b)",
                        "{\"a\":\"" + "a".repeat(200_000) + "\",\"b\":\"" + "a".repeat(100_000) + "b\"}"))
                .isEqualTo(Verdict.NO_MATCH);
    }
}
