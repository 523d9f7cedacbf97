package io.sluice.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Matcher;
import io.sluice.filter.Projection;
import io.sluice.filter.Value;
import io.sluice.filter.Values;
import io.sluice.filter.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Runs a query without joins over a few rows, as plainly as can be: what is told after each row, with keys of groups as text. */
final class Run {
    private final Query query;
    private final Matcher plain;
    private final Map<String, Accumulator> groups = new LinkedHashMap<>();

    private Run(Query query) {
        this.query = query;
        this.plain = Matcher.of(query.where(), query.select(), Clock.systemUTC());
    }

    static List<String> of(String sql, Rows... rows) {
        Run run = new Run(Query.parse(sql).orElseThrow());
        List<String> told = new ArrayList<>();
        for (Rows row : rows) {
            told.addAll(run.row(row));
        }
        return told;
    }

    static List<String> of(Query query, Rows... rows) {
        Run run = new Run(query);
        return Arrays.stream(rows).flatMap(row -> run.row(row).stream()).toList();
    }

    private List<String> row(Rows row) {
        if (plain.evaluate(row) != Verdict.MATCH) {
            return List.of();
        }
        Aggregation aggregation = query.aggregation();
        if (aggregation == null) {
            return List.of(query.select().equals(Projection.ALL) ? row.json() : new String(plain.projected(), UTF_8));
        }
        List<Value> keys =
                values(aggregation.keys().stream().map(Aggregation.Key::of).toList(), row);
        long time = new EventTimes(aggregation.time())
                .read(values(List.of(aggregation.time().of()), row).get(0))
                .orElseThrow();
        List<List<Value>> arguments = new ArrayList<>();
        for (Measure measure : aggregation.measures()) {
            boolean counts = Matcher.of(measure.where(), Projection.ALL, Clock.systemUTC())
                            .evaluate(row)
                    == Verdict.MATCH;
            arguments.add(counts ? values(measure.of(), row) : null);
        }
        List<String> told = new ArrayList<>();
        for (Bounds window : aggregation.window().windows(time)) {
            StringJoiner members = new StringJoiner(",");
            if (!window.isEver()) {
                members.add("\"window_start\":\"" + Instant.ofEpochMilli(window.start()) + "\"");
                members.add("\"window_end\":\"" + Instant.ofEpochMilli(window.end()) + "\"");
            }
            for (int i = 0; i < keys.size(); i++) {
                members.add(member(aggregation.keys().get(i).name(), keys.get(i)));
            }
            Accumulator group =
                    groups.computeIfAbsent(members.toString(), key -> Accumulator.Factory.of(aggregation.measures())
                            .empty());
            group.add(arguments, time).ifPresent(reason -> {
                throw new IllegalStateException(reason);
            });
            told.addAll(outcome(aggregation, members, group));
        }
        return told;
    }

    private List<String> outcome(Aggregation aggregation, StringJoiner members, Accumulator group) {
        for (int i = 0; i < aggregation.measures().size(); i++) {
            members.add(
                    member(aggregation.measures().get(i).name(), group.results().get(i)));
        }
        Rows outcome = Rows.of("{" + members + "}");
        boolean had = Matcher.of(aggregation.having(), Projection.ALL, Clock.systemUTC())
                        .evaluate(outcome)
                == Verdict.MATCH;
        Matcher select = Matcher.of(Filter.ALL, query.select(), Clock.systemUTC());
        select.evaluate(outcome);
        return had ? List.of(new String(select.projected(), UTF_8)) : List.of();
    }

    private static String member(String name, Value value) {
        return "\"" + name + "\":" + new String(value.json(), UTF_8);
    }

    private static List<Value> values(List<Expression> expressions, Rows row) {
        Values values = Values.of(expressions, Clock.systemUTC());
        values.read(row);
        List<Value> found = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            found.add(values.get(i));
        }
        return found;
    }
}
