package io.sluice.stream.flow;

import io.sluice.contract.Plans.Planned.Read;
import io.sluice.contract.Plans.Planned.Repartition;
import io.sluice.contract.Plans.Planned.Store;
import io.sluice.contract.Plans.Planned.Write;
import io.sluice.contract.Streams.Definition;
import io.sluice.filter.Projection;
import io.sluice.query.Aggregation;
import io.sluice.query.EventTime;
import io.sluice.query.Input;
import io.sluice.query.Join;
import io.sluice.query.Query;
import io.sluice.query.Ref;
import io.sluice.query.Windowing;
import io.sluice.stream.flow.QueryStudy.Studied;
import io.sluice.stream.flow.SourceResolver.Found;
import io.sluice.stream.query.QueryPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A query's plan in words and numbers for people. */
final class PlanText {
    private final Query query;
    private final Studied studied;
    private final QueryPlan plan;
    private final Map<String, Simulation.Size> seen;
    private final Map<String, Double> larger;

    /**
     * @param seen what the records that were read have filled stores with
     * @param larger how many times more records a topic has than were read
     */
    PlanText(Studied studied, QueryPlan plan, Map<String, Simulation.Size> seen, Map<String, Double> larger) {
        this.query = studied.query();
        this.studied = studied;
        this.plan = plan;
        this.seen = seen;
        this.larger = larger;
    }

    List<Read> reads() {
        List<Read> reads = new ArrayList<>();
        for (int i = 0; i < studied.resolved().inputs().size(); i++) {
            Input input = i == 0 ? query.from() : query.joins().get(i - 1).right();
            String kind = studied.resolved().isTable(i) ? "table" : "stream";
            for (Found found : studied.resolved().inputs().get(i)) {
                int partitions = found.topic().description().partitions().size();
                reads.add(new Read(QuerySources.Resolved.name(found), partitions, input.alias(), kind));
            }
        }
        return reads;
    }

    List<Repartition> repartitions() {
        List<Repartition> all = new ArrayList<>();
        for (int i = 0; i < query.joins().size(); i++) {
            Join join = query.joins().get(i);
            if (join.kind() == Join.Kind.STREAM) {
                String by = join.leftKey().print() + " = " + join.right().alias() + "."
                        + join.rightKey().print();
                all.add(repartition(by, "join-" + (i + 1)));
            }
        }
        Aggregation aggregation = query.aggregation();
        if (aggregation != null && !plan.isGroupedAsRead()) {
            all.add(repartition(keys(aggregation), "groups"));
        }
        if (aggregation != null && !aggregation.order().isEmpty()) {
            all.add(repartition("the window", "ranks"));
        }
        return all;
    }

    private Repartition repartition(String by, String name) {
        return new Repartition(by, name + "-repartition", plan.spread());
    }

    private static String keys(Aggregation aggregation) {
        return aggregation.keys().isEmpty()
                ? "nothing: all rows are one group"
                : aggregation.keys().stream().map(key -> key.of().print()).collect(Collectors.joining(", "));
    }

    List<Store> stores() {
        List<Store> stores = new ArrayList<>();
        Set<String> tables = new LinkedHashSet<>();
        for (int i = 0; i < query.joins().size(); i++) {
            Join join = query.joins().get(i);
            if (join.kind() == Join.Kind.STREAM) {
                Duration kept = join.before().plus(join.after()).plus(join.grace());
                stores.add(store("join-" + (i + 1), "join", kept.toString()));
            } else {
                studied.resolved().inputs().get(i + 1).forEach(found -> tables.add(QuerySources.Resolved.name(found)));
            }
        }
        tables.forEach(topic -> stores.add(table(topic)));
        Aggregation aggregation = query.aggregation();
        if (aggregation != null) {
            stores.add(store("groups", kind(aggregation.window()), retention(aggregation)));
            if (!aggregation.order().isEmpty()) {
                stores.add(store("ranks", "ranks", retention(aggregation)));
            }
        }
        return stores;
    }

    private Store store(String name, String kind, @Nullable String retention) {
        Simulation.Size size = seen.getOrDefault(name, new Simulation.Size(0, 0));
        return new Store(name, kind, retention, size.keys(), size.bytes(), name + "-changelog");
    }

    /** Its topic is what it is restored from; a row is two entries, one by its key and one by its value. */
    private Store table(String topic) {
        Simulation.Size size = seen.getOrDefault("table-" + topic, new Simulation.Size(0, 0));
        double times = larger.getOrDefault(topic, 1.0);
        return new Store(
                "table-" + topic,
                "table",
                null,
                Math.round(size.keys() / 2.0 * times),
                Math.round(size.bytes() * times),
                topic);
    }

    private static String kind(Windowing window) {
        if (window instanceof Windowing.Unbounded) {
            return "groups";
        }
        return window instanceof Windowing.Session ? "sessions" : "windows";
    }

    private static @Nullable String retention(Aggregation aggregation) {
        Windowing window = aggregation.window();
        if (window instanceof Windowing.Tumbling tumbling) {
            return tumbling.size().plus(aggregation.grace()).toString();
        } else if (window instanceof Windowing.Hopping hopping) {
            return hopping.size().plus(aggregation.grace()).toString();
        } else if (window instanceof Windowing.Session session) {
            return session.gap().plus(aggregation.grace()).toString();
        }
        return null;
    }

    List<Write> writes(String topic, List<Definition.Branch> branches) {
        List<Write> writes = new ArrayList<>();
        writes.add(new Write(topic, plan.spread(), key(), columns()));
        for (Definition.Branch branch : branches) {
            String name = branch.topic().isEmpty() ? topic + "-" + branch.name() : branch.topic();
            writes.add(new Write(name, plan.spread(), key(), columns()));
        }
        writes.add(new Write(topic + "-dead-letters", 1, "the key of the record", List.of()));
        return writes;
    }

    private String key() {
        Aggregation aggregation = query.aggregation();
        boolean joins = query.joins().stream().anyMatch(join -> join.kind() == Join.Kind.STREAM);
        if (aggregation == null) {
            return joins ? "what was joined by" : "the key of the record";
        } else if (!aggregation.order().isEmpty()) {
            return aggregation.window() instanceof Windowing.Unbounded ? "rank" : "window_start, rank";
        }
        String keys = aggregation.keys().stream().map(Aggregation.Key::name).collect(Collectors.joining(", "));
        return aggregation.window() instanceof Windowing.Unbounded
                ? keys
                : "window_start" + (keys.isEmpty() ? "" : ", " + keys);
    }

    private List<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        Aggregation aggregation = query.aggregation();
        if (aggregation != null && !(aggregation.window() instanceof Windowing.Unbounded)) {
            columns.add(Query.WINDOW_START);
            columns.add(Query.WINDOW_END);
        }
        if (aggregation != null && !aggregation.order().isEmpty()) {
            columns.add(Query.RANK);
        }
        Projection select = query.select();
        if (select.equals(Projection.ALL)) {
            columns.addAll(plan.isJoined() ? aliases() : List.of("*"));
        }
        select.columns().forEach(column -> columns.add(column.name()));
        return List.copyOf(columns);
    }

    private List<String> aliases() {
        List<String> aliases = new ArrayList<>();
        aliases.add(query.from().alias());
        query.joins().forEach(join -> aliases.add(join.right().alias()));
        return aliases;
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        Aggregation aggregation = query.aggregation();
        if (aggregation != null) {
            notes.add(
                    aggregation.time().equals(EventTime.RECORD)
                            ? "Event time is the record's own time."
                            : "Event time is " + aggregation.time().of().print() + ".");
            if (plan.isGroupedAsRead()) {
                notes.add("Nothing is repartitioned: the topic has the records of a key together already.");
            }
        }
        if (!stores().isEmpty()) {
            notes.add(
                    "Sizes of stores are what the newest records that were read (up to 1000 of each topic, 10000 of a table)"
                            + " have filled them with; of a table, times how many more its topic has.");
        }
        if (query.joins().stream()
                .anyMatch(join -> join.kind() == Join.Kind.TABLE
                        && join.right().union().stream().noneMatch(Ref::isExternal))) {
            notes.add("A record without a key is no row of a table.");
        }
        return notes;
    }
}
