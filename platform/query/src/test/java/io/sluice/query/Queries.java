package io.sluice.query;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts of queries that are right, put together at random from all parts of the language. */
final class Queries {
    private static final List<String> VALUES = List.of(
            "a",
            "b.c",
            "items[0]",
            "\"e f\"",
            "lower(a)",
            "a + b.c * 2",
            "-(-a)",
            "cast(a as number)",
            "coalesce(a, 1)",
            "$key",
            "case when a > 1 then 'x' else b.c end",
            "$timestamp",
            "\"from\"",
            "order",
            "left",
            "window_start");
    private static final List<String> CONDITIONS = List.of(
            "a > 1", "b.c is not null and a in (1, 2)", "not (a = 1 or b.c like 'x%')", "exists(a)", "time(a) > now()");
    private static final List<String> AGGREGATES = List.of(
            "count(*)",
            "count(a)",
            "sum(a)",
            "SUM(a + 1)",
            "min(b.c)",
            "max(a)",
            "avg(a) filter (where b.c = 1)",
            "stddev(a)",
            "approx_count_distinct(lower(a))",
            "approx_percentile(a, 0.95)",
            "median(a)",
            "latest_by_offset(a)",
            "first(b.c)",
            "topk(a, 3)",
            "top_count(a, 10)",
            "count(*) filter (where a > 1)");
    private static final List<String> OVER = List.of(
            "%s",
            "%s / count(*)", "round(%s, 2)", "case when %s > 5 then 'many' end", "%s * 2 + sum(a)", "coalesce(%s, 0)");
    private static final List<String> WINDOWS = List.of(
            "",
            "window tumbling (size 10 seconds)",
            "window tumbling (size 1 day, grace period '90m')",
            "window hopping (size 1 hour, advance by 15 minutes, grace 5 s, idle after 10 seconds)",
            "window session (5 minutes)",
            "window session (gap 250 milliseconds, grace period 1 minute)");
    private static final List<String> TIMES =
            List.of("", "timestamp by a", "timestamp by b.c format 'yyyy-MM-dd HH:mm:ss'", "timestamp by $timestamp");

    private Queries() {}

    private static Arbitrary<String> of(List<String> options) {
        return Arbitraries.of(options);
    }

    private static Arbitrary<String> optional(String word, Arbitrary<String> part) {
        return Arbitraries.oneOf(Arbitraries.just(""), part.map(text -> " " + word + " " + text));
    }

    static Arbitrary<String> plain() {
        Arbitrary<String> select = of(VALUES)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(values -> {
                    StringBuilder items = new StringBuilder();
                    for (String value : values) {
                        items.append(items.isEmpty() ? "" : ", ")
                                .append(value)
                                .append(" as c")
                                .append(values.indexOf(value));
                    }
                    return items.toString();
                });
        Arbitrary<String> from =
                of(List.of("rides", "rides as r", "a union b", "topic('x'), \"y-z\"", "\"from\"", "dataset('d') d"));
        return Combinators.combine(
                        Arbitraries.oneOf(select, of(List.of("*", "* except (a), b.c as a", "a, b.c"))),
                        from,
                        optional("where", of(CONDITIONS)),
                        of(List.of("", " emit changes", ";")))
                .as((items, source, where, end) -> "select " + items + " from " + source + where + end);
    }

    static Arbitrary<String> grouped() {
        Arbitrary<List<String>> keys = of(VALUES).list().uniqueElements().ofMaxSize(3);
        Arbitrary<List<String>> over = Combinators.combine(of(OVER), of(AGGREGATES))
                .as(String::formatted)
                .list()
                .uniqueElements()
                .ofMinSize(1)
                .ofMaxSize(4);
        Arbitrary<String> window = of(WINDOWS);
        Arbitrary<String> end =
                of(List.of("", "emit changes", "order by count(*) desc limit 10", "order by n limit 1000"));
        return Combinators.combine(
                        keys,
                        over,
                        window,
                        of(TIMES),
                        optional("where", of(CONDITIONS)),
                        optional("having", of(List.of("count(*) > 5", "n is not null or sum(a) < 3"))),
                        end)
                .as(Queries::grouped);
    }

    private static String grouped(
            List<String> keys, List<String> over, String window, String time, String where, String having, String end) {
        StringBuilder items = new StringBuilder("count(*) as n");
        keys.forEach(key -> items.append(", ").append(key).append(" as k").append(keys.indexOf(key)));
        for (String item : over) {
            boolean named = over.indexOf(item) % 2 == 0;
            items.append(", ").append(item).append(named ? " as m" + over.indexOf(item) : "");
        }
        String groups = keys.isEmpty() ? "" : " group by " + String.join(", ", keys);
        return "select " + items + " from rides " + window + " " + time + where + groups + having + " " + end;
    }

    static Arbitrary<String> joined() {
        Arbitrary<String> join = of(List.of(
                "join zones as z within 20 minutes on r.a = z.b",
                "full outer join zones z within (1 hour, 2 days) grace period 5 minutes on z.b = lower(r.a)",
                "left join table zones as z on r.a = z.b",
                "join table (zones, \"more zones\") as z on r.a = z.b",
                "join stream stream('x') as z within 1 day on r.a = z.b",
                "left join csv('https://x.org/a.csv') z on $key = z.id refresh every 1 hour",
                "join table postgres('zones') as z on r.\"e f\" + 1 = z.b"));
        Arbitrary<String> more = of(List.of("", " join more within (0 seconds) on z.c = more.c"));
        Arbitrary<String> select = of(List.of("*", "r.a, z.b.c", "r, z as zone", "r.a || 1 as x", "count(*), z.b"))
                .filter(text -> !text.contains("||"));
        return Combinators.combine(
                        select,
                        of(List.of("rides r", "(rides, topic('x')) as r")),
                        join,
                        more,
                        optional("where", of(List.of("r.a > z.b", "z.b is null and $timestamp > now()"))))
                .as((items, from, first, second, where) -> "select " + items + " from " + from + " " + first + second
                        + where + (items.startsWith("count") ? " group by z.b" : ""));
    }

    static Arbitrary<String> all() {
        return Arbitraries.oneOf(plain(), grouped(), joined());
    }
}
