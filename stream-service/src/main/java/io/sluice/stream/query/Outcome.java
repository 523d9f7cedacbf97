package io.sluice.stream.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Filter;
import io.sluice.filter.Matcher;
import io.sluice.filter.Projection;
import io.sluice.filter.Value;
import io.sluice.filter.Verdict;
import io.sluice.query.Aggregation;
import io.sluice.query.Query;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keys and values of what an aggregation writes. A row begins with {@code window_start}, {@code window_end} and {@code rank}, where there
 * are any, whatever is selected. Owned by one thread.
 */
final class Outcome {
    private static final String START = Query.WINDOW_START;
    private static final String END = Query.WINDOW_END;
    private static final String RANK = Query.RANK;

    private final Aggregation aggregation;
    private final Matcher having;
    private final Matcher select;
    private final Set<String> selected;
    private final boolean whole;
    private final RowView view = new RowView();

    Outcome(Query query, Aggregation aggregation, Clock clock) {
        this.aggregation = aggregation;
        this.having = Matcher.of(aggregation.having(), Projection.ALL, clock);
        this.select = Matcher.of(Filter.ALL, query.select(), clock);
        this.whole = query.select().equals(Projection.ALL);
        this.selected = query.select().isWhole()
                ? Set.of(START, END, RANK)
                : query.select().columns().stream().map(Projection.Column::name).collect(Collectors.toSet());
    }

    /** The members of a row of one group: keys, then measures. */
    String members(List<Value> keys, List<Value> results) {
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            member(json, aggregation.keys().get(i).name(), keys.get(i));
        }
        for (int i = 0; i < results.size(); i++) {
            member(json, aggregation.measures().get(i).name(), results.get(i));
        }
        return json.toString();
    }

    boolean isHad(Frame window, String members, long at) {
        return having.evaluate(view.show(row(window, 0, members), at)) == Verdict.MATCH;
    }

    /** What decides the place of a group among those of its window. */
    List<Value> order(List<Value> keys, List<Value> results) {
        List<Value> values = new ArrayList<>();
        for (Aggregation.Order by : aggregation.order()) {
            values.add(column(by.column(), keys, results));
        }
        return values;
    }

    private Value column(String name, List<Value> keys, List<Value> results) {
        for (int i = 0; i < keys.size(); i++) {
            if (aggregation.keys().get(i).name().equals(name)) {
                return keys.get(i);
            }
        }
        for (int i = 0; i < results.size(); i++) {
            if (aggregation.measures().get(i).name().equals(name)) {
                return results.get(i);
            }
        }
        return Value.NOTHING;
    }

    /**
     * @param rank 0: none
     * @return null: what is selected cannot be calculated
     */
    byte @Nullable [] value(Frame window, int rank, String members, long at) {
        byte[] row = row(window, rank, members);
        if (whole) {
            return row;
        }
        if (select.evaluate(view.show(row, at)) != Verdict.MATCH) {
            return null;
        }
        byte[] made = select.projected();
        return made == null ? row : framed(window, rank, made);
    }

    /** Of a group: its window and its keys. */
    byte[] key(Frame window, List<Value> keys) {
        if (window.isEver() && keys.size() == 1) {
            return QueryPlan.isRecordKey(aggregation.keys().get(0))
                    ? GroupKey.ofRecordKey(keys.get(0))
                    : GroupKey.of(keys.get(0));
        }
        StringBuilder json = new StringBuilder();
        if (!window.isEver()) {
            member(json, START, new Value.Text(window.startText()));
        }
        for (int i = 0; i < keys.size(); i++) {
            member(json, aggregation.keys().get(i).name(), keys.get(i));
        }
        return ("{" + json + "}").getBytes(UTF_8);
    }

    /** Of a rank. */
    static byte[] key(Frame window, int rank) {
        String start = window.isEver() ? "" : "\"" + START + "\":\"" + window.startText() + "\",";
        return ("{" + start + "\"" + RANK + "\":" + rank + "}").getBytes(UTF_8);
    }

    private static byte[] row(Frame window, int rank, String members) {
        StringBuilder json = frame(window, rank, Set.of());
        return ("{" + json + (json.isEmpty() || members.isEmpty() ? "" : ",") + members + "}").getBytes(UTF_8);
    }

    private byte[] framed(Frame window, int rank, byte[] made) {
        StringBuilder json = frame(window, rank, selected);
        String rest = new String(made, 1, made.length - 1, UTF_8);
        return ("{" + json + (json.isEmpty() || rest.equals("}") ? "" : ",") + rest).getBytes(UTF_8);
    }

    private static StringBuilder frame(Frame window, int rank, Set<String> but) {
        StringBuilder json = new StringBuilder();
        if (!window.isEver() && !but.contains(START)) {
            member(json, START, new Value.Text(window.startText()));
        }
        if (!window.isEver() && !but.contains(END)) {
            member(json, END, new Value.Text(window.endText()));
        }
        if (rank > 0 && !but.contains(RANK)) {
            json.append(json.isEmpty() ? "" : ",").append("\"" + RANK + "\":").append(rank);
        }
        return json;
    }

    private static void member(StringBuilder json, String name, Value value) {
        json.append(json.isEmpty() ? "" : ",")
                .append(new String(new Value.Text(name).json(), UTF_8))
                .append(':')
                .append(new String(value.json(), UTF_8));
    }
}
