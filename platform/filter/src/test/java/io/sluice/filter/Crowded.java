package io.sluice.filter;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Filters that crowd on few fields and few constants, and records in which those are written in every way there is, so that
 * most records match some filters, nearly match others and break for others.
 */
final class Crowded {
    private static final List<String> FIELDS = List.of("a", "b", "o.c", "o.\"d e\"", "l[1]", "$key.id");
    private static final List<String> OTHERS =
            List.of("$key", "$headers.h", "$topic", "$text", "lower(a)", "upper(b)", "length(a)", "cast(b as string)");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "1.5",
            "2",
            "3",
            "10",
            "1000",
            "0.1",
            "9007199254740993",
            "9007199254740992",
            "9223372036854775807",
            "9223372036854775808",
            "1e20",
            "1e-20",
            "1e999999999",
            "2 * 1.5",
            "1769860800000");
    private static final List<String> TEXTS = List.of(
            "''",
            "'a'",
            "'ab'",
            "'abc'",
            "'b'",
            "'A'",
            "'é'",
            "'1'",
            "'x%'",
            "'rides'",
            "'😀'",
            "'2026-01-31'",
            "'" + "long ".repeat(8) + "x'",
            "'" + "long ".repeat(8) + "y'",
            "lower('AB')");
    private static final List<String> PATTERNS = List.of(
            "'%'",
            "'a%'",
            "'ab%'",
            "'a'",
            "'_b%'",
            "'a_'",
            "'%b'",
            "'é%'",
            "'x!%' escape '!'",
            "'x!%%' escape '!'",
            "'" + "long ".repeat(8) + "%'",
            "'" + "long ".repeat(8) + "x%'",
            "'a%b%c'");
    private static final List<String> TIMES = List.of(
            "time('2026-01-31T12:00:00Z')",
            "time('2026-01-31')",
            "time(1769860800000)",
            "time('2026-01-31') + duration('1h')",
            "now()");
    private static final List<String> SPELT = List.of(
            "0",
            "-0",
            "0.0",
            "1",
            "1.0",
            "1.00",
            "10e-1",
            "0.1e1",
            "-1",
            "1.5",
            "15e-1",
            "2",
            "2.0",
            "3",
            "10",
            "1e1",
            "1000",
            "1e3",
            "1.000E+3",
            "0.1",
            "9007199254740993",
            "9007199254740993.0",
            "9007199254740992",
            "9223372036854775807",
            "9223372036854775808",
            "9223372036854775808.00",
            "100000000000000000000",
            "1e20",
            "1e-20",
            "0.00000000000000000001",
            "1e999999999",
            "10e999999998",
            "-1e999999999",
            "1769860800000",
            "1769860800000.0",
            "true",
            "false",
            "null",
            "\"\"",
            "\"a\"",
            "\"\\u0061\"",
            "\"ab\"",
            "\"\\u0061b\"",
            "\"abc\"",
            "\"b\"",
            "\"A\"",
            "\"é\"",
            "\"\\u00e9\"",
            "\"1\"",
            "\"x%\"",
            "\"x\\u0025\"",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"2026-01-31\"",
            "\"2026-01-31T12:00:00.000Z\"",
            "[2026,1,31,12]",
            "[1,2]",
            "{}",
            "\"" + "long ".repeat(8) + "x\"",
            "\"" + "long ".repeat(8) + "y\"",
            "1" + "0".repeat(1_000),
            "\"a");

    private Crowded() {}

    private static Arbitrary<String> operand() {
        return Arbitraries.frequencyOf(Tuple.of(6, Arbitraries.of(FIELDS)), Tuple.of(1, Arbitraries.of(OTHERS)));
    }

    private static Arbitrary<String> constant() {
        return Arbitraries.oneOf(Arbitraries.of(NUMBERS), Arbitraries.of(TEXTS));
    }

    private static Arbitrary<String> relation() {
        return Arbitraries.of("=", "=", "=", "!=", "<", "<=", ">", ">=");
    }

    private static Arbitrary<String> compared() {
        return Arbitraries.oneOf(
                Combinators.combine(operand(), relation(), constant()).as((x, r, y) -> x + " " + r + " " + y),
                Combinators.combine(constant(), relation(), operand()).as((x, r, y) -> x + " " + r + " " + y),
                Combinators.combine(operand(), relation(), operand()).as((x, r, y) -> x + " " + r + " " + y),
                Combinators.combine(Arbitraries.of(FIELDS), relation(), Arbitraries.of(TIMES))
                        .as((x, r, y) -> x + " " + r + " " + y),
                Combinators.combine(
                                relation(),
                                Arbitraries.of(
                                        "'2026-01-31'", "1769860800000", "time('2026-01-31T11:59:00Z')", "now()"))
                        .as((r, y) -> "$timestamp " + r + " " + y),
                Combinators.combine(
                                Arbitraries.of("$partition", "$offset", "a % 2", "abs(b)"),
                                relation(),
                                Arbitraries.of(NUMBERS))
                        .as((x, r, y) -> x + " " + r + " " + y),
                Combinators.combine(
                                Arbitraries.of(FIELDS),
                                Arbitraries.of("=", "!="),
                                Arbitraries.of("true", "false", "null"))
                        .as((x, r, y) -> x + " " + r + " " + y));
    }

    private static Arbitrary<String> predicate() {
        Arbitrary<String> not = Arbitraries.of("", "", "not ");
        return Arbitraries.frequencyOf(
                Tuple.of(5, compared()),
                Tuple.of(
                        2,
                        Combinators.combine(
                                        operand(),
                                        not,
                                        constant().list().ofMinSize(1).ofMaxSize(10))
                                .as((x, n, list) -> x + " " + n + "in (" + String.join(", ", list) + ")")),
                Tuple.of(
                        2,
                        Combinators.combine(operand(), not, Arbitraries.of(NUMBERS), Arbitraries.of(NUMBERS))
                                .as((x, n, low, high) -> x + " " + n + "between " + low + " and " + high)),
                Tuple.of(
                        1,
                        Combinators.combine(operand(), not, Arbitraries.of(TEXTS), Arbitraries.of(TEXTS))
                                .as((x, n, low, high) -> x + " " + n + "between " + low + " and " + high)),
                Tuple.of(
                        2,
                        Combinators.combine(operand(), not, Arbitraries.of(PATTERNS))
                                .as((x, n, pattern) -> x + " " + n + "like " + pattern)),
                Tuple.of(
                        1,
                        Combinators.combine(
                                        Arbitraries.of("starts_with", "contains", "ends_with"),
                                        operand(),
                                        Arbitraries.of(TEXTS))
                                .as((f, x, text) -> f + "(" + x + ", " + text + ")")),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                "a",
                                "not b",
                                "true",
                                "false",
                                "a is null",
                                "b is not null",
                                "exists(o.c)",
                                "matches(a, '^a')",
                                "$timestamp between '2026-01-31' and now()",
                                "$timestamp in ('2026-01-31T11:59:00Z', 5)",
                                "a in (time('2026-01-31'), 1, null)",
                                "a between null and 3")));
    }

    private static Arbitrary<String> condition(int depth) {
        if (depth == 0) {
            return predicate();
        }
        Arbitrary<String> inner = condition(depth - 1);
        return Arbitraries.frequencyOf(
                Tuple.of(3, predicate()),
                Tuple.of(1, inner.map(x -> "not (" + x + ")")),
                Tuple.of(2, inner.list().ofMinSize(2).ofMaxSize(4).map(all -> "(" + String.join(") and (", all) + ")")),
                Tuple.of(2, inner.list().ofMinSize(2).ofMaxSize(3).map(all -> "(" + String.join(") or (", all) + ")")));
    }

    /** Those that the checker refuses are everything. */
    static Arbitrary<Filter> filters() {
        return condition(3).map(text -> Filter.parse(text) instanceof Parsed.Ok<Filter> ok ? ok.value() : Filter.ALL);
    }

    static Arbitrary<Projection> projections() {
        return Arbitraries.of("", "", "", "a", "b, o.c", "z.y", "a * 2 as twice", "$key.id", "$key")
                .map(Records::projection);
    }

    private static Arbitrary<String> json() {
        Arbitrary<String> value = Arbitraries.of(SPELT);
        Arbitrary<String> member = Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of("\"a\"", "\"b\"", "\"\\u0061\"", "\"z\""), value)
                        .as((n, v) -> n + ":" + v),
                Combinators.combine(Arbitraries.of("\"c\"", "\"d e\""), value)
                        .as((n, v) -> "\"o\" : {" + n + ":" + v + "}"),
                Combinators.combine(value, value).as((x, y) -> "\"l\":[" + x + ", " + y + "]"));
        Arbitrary<String> end = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just("}")), Tuple.of(1, Arbitraries.of("", ", oops", ",\"a\":", "]")));
        return Combinators.combine(member.list().ofMaxSize(6), end).as((all, e) -> "{" + String.join(",", all) + e);
    }

    static Arbitrary<RecordView> records() {
        Arbitrary<byte[]> value = Arbitraries.frequencyOf(
                Tuple.of(12, json().map(Records::utf8)),
                Tuple.of(
                        1, Arbitraries.of("", "not json", "5", "[1,2]", "\"a\"").map(Records::utf8)),
                Tuple.of(1, Arbitraries.just((byte[]) null)));
        Arbitrary<byte[]> key = Arbitraries.oneOf(
                Arbitraries.of("a", "ab", "{\"id\":1}", "{\"id\":\"a\"}", "{\"id\":1.0}", "1")
                        .map(Records::utf8),
                Arbitraries.of(null, new byte[] {(byte) 0xFF}));
        Arbitrary<List<Records.Header>> headers = Arbitraries.of("a", "ab", "b")
                .map(text -> new Records.Header("h", Records.utf8(text)))
                .list()
                .ofMaxSize(2);
        return Combinators.combine(
                        Arbitraries.of("rides", "a"),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(0L, 60_000L, 12 * 3_600_000L),
                        key,
                        value,
                        headers)
                .as((topic, partition, age, k, v, h) ->
                        new Records.Sample(topic, partition, partition, Records.NOW.toEpochMilli() - age, k, v, h));
    }
}
