package io.sluice.stream.query;

import io.sluice.filter.Expression;
import io.sluice.query.Aggregation;
import io.sluice.query.Join;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * A query as a topology. Its stages, of which a query has those that it needs:
 *
 * <pre>
 * read → table* → meet ─┐ topic  join → … → group ─ topic → aggregate ─ topic → rank
 *          read → meet ─┘ of both                 by group            by window
 * </pre>
 *
 * <p><b>Event time.</b> Each row says how far event time has come in the source that it comes from, a partition or a task of the stage before.
 * A few times a second, by the clock, every task says it besides to <em>all</em> partitions of the topic behind it, with the sources that are
 * idle. So every task behind a topic knows of all sources, and its {@link Watermark} is that of the slowest: that one partition is read
 * before another makes nothing late, an empty one holds nothing back, and windows close without new records.
 *
 * <p><b>Exactly once.</b> States, positions, what goes to the next topic and what is written are one transaction of Kafka.
 */
public final class QueryTopology {
    static final String GROUPS = "groups";
    static final String RANKS = "ranks";

    private final QueryPlan plan;
    private final Exits exits;
    private final StreamsBuilder builder = new StreamsBuilder();
    private final Map<String, KStream<byte[], byte[]>> topics = new HashMap<>();
    private final Map<String, TopicTable> tables = new LinkedHashMap<>();
    private int losses;

    private QueryTopology(QueryPlan plan, Exits exits) {
        this.plan = plan;
        this.exits = exits;
    }

    /** @param exits gets the rows that leave it */
    public static Topology of(QueryPlan plan, Exits exits) {
        return new QueryTopology(plan, exits).build();
    }

    /** Rows on their way, and whose event times they bring. */
    private record Flow(KStream<byte[], Step> rows, List<String> sources) {}

    private Topology build() {
        addTables();
        Flow flow =
                read(plan.inputs().get(0), plan.isJoined() ? plan.query().from().alias() : "", "read");
        for (int i = 0; i < plan.query().joins().size(); i++) {
            flow = plan.query().joins().get(i).kind() == Join.Kind.TABLE ? lookUp(flow, i) : join(flow, i);
        }
        Aggregation aggregation = plan.query().aggregation();
        KStream<byte[], Step> outcome = aggregation == null
                ? stage(flow.rows(), "select", () -> new SelectStage(plan), null)
                : aggregate(flow, aggregation);
        exits.written(outcome.process(() -> new Leaving(), Named.as("written")));
        return builder.build();
    }

    private Flow read(List<String> read, String alias, String name) {
        KStream<byte[], byte[]> records = null;
        List<String> sources = new ArrayList<>();
        for (String topic : read) {
            KStream<byte[], byte[]> one = topics.computeIfAbsent(
                    topic, each -> builder.stream(each, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())));
            records = records == null ? one : records.merge(one);
            IntStream.range(0, plan.partitions(topic)).forEach(i -> sources.add(ReadStage.source(topic, i)));
        }
        if (records == null) {
            throw new IllegalArgumentException("an input reads something");
        }
        KStream<byte[], Step> rows = records.process(() -> new ReadStage(plan, read, alias, exits), Named.as(name));
        return new Flow(withoutLosses(rows), sources);
    }

    /** A topic that several joins use is kept once. */
    private void addTables() {
        Map<String, Set<Expression>> by = new LinkedHashMap<>();
        for (int i = 0; i < plan.query().joins().size(); i++) {
            Join join = plan.query().joins().get(i);
            if (join.kind() == Join.Kind.TABLE && !plan.outside().containsKey(i)) {
                plan.right(i).forEach(topic -> by.computeIfAbsent(topic, each -> new LinkedHashSet<>())
                        .add(join.rightKey()));
            }
        }
        by.forEach((topic, expressions) -> {
            TopicTable table = new TopicTable(topic, List.copyOf(expressions));
            tables.put(topic, table);
            builder.addGlobalStore(
                    table.builder(),
                    topic,
                    Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()),
                    () -> table.loader(plan));
        });
    }

    private Flow lookUp(Flow left, int number) {
        Join join = plan.query().joins().get(number);
        Table outside = plan.outside().get(number);
        Function<ProcessorContext<byte[], Step>, Table> open = outside != null
                ? context -> outside
                : context -> topicTable(context, plan.right(number), join.rightKey());
        KStream<byte[], Step> rows =
                stage(left.rows(), "table-" + (number + 1), () -> new TableStage(plan, number, open), null);
        return new Flow(rows, left.sources());
    }

    private Table topicTable(ProcessorContext<byte[], Step> context, List<String> of, Expression by) {
        List<Table> found = of.stream()
                .map(tables::get)
                .filter(Objects::nonNull)
                .map(table -> TopicTable.table(context.getStateStore(TopicTable.store(table.topic())), table.index(by)))
                .toList();
        return key -> {
            byte[] row = null;
            for (int i = 0; row == null && i < found.size(); i++) {
                row = found.get(i).get(key);
            }
            return row;
        };
    }

    private Flow join(Flow left, int number) {
        Join join = plan.query().joins().get(number);
        String name = "join-" + (number + 1);
        Flow right = read(plan.right(number), "", name + "-read");
        KStream<byte[], Step> lefts =
                stage(left.rows(), name + "-left", () -> new MeetStage(plan, number, JoinSide.LEFT), null);
        KStream<byte[], Step> rights =
                stage(right.rows(), name + "-right", () -> new MeetStage(plan, number, JoinSide.RIGHT), null);
        List<String> sources = new ArrayList<>();
        left.sources().forEach(source -> sources.add(JoinSide.LEFT.prefix() + source));
        right.sources().forEach(source -> sources.add(JoinSide.RIGHT.prefix() + source));
        KStream<byte[], Step> rows = stage(
                spread(lefts.merge(rights), name),
                name,
                () -> new JoinStage(join, plan.aliases(number), name, sources),
                name);
        return new Flow(rows, tasks(name));
    }

    private KStream<byte[], Step> aggregate(Flow flow, Aggregation aggregation) {
        KStream<byte[], Step> grouped = stage(flow.rows(), "group", () -> new GroupStage(plan, aggregation), null);
        boolean isTogether = plan.isGroupedAsRead();
        String only = plan.inputs().get(0).get(0);
        KStream<byte[], Step> sums = stage(
                isTogether ? grouped : spread(grouped, GROUPS),
                "aggregate",
                () -> new AggregateStage(
                        plan,
                        aggregation,
                        GROUPS,
                        task -> isTogether ? List.of(ReadStage.source(only, task)) : flow.sources()),
                GROUPS);
        if (aggregation.order().isEmpty()) {
            return sums;
        }
        return stage(spread(sums, RANKS), "rank", () -> new RankStage(plan, aggregation, RANKS, tasks(GROUPS)), RANKS);
    }

    /** What the tasks of a stage with a store are called. */
    private List<String> tasks(String stage) {
        return IntStream.range(0, plan.spread()).mapToObj(i -> stage + "-" + i).toList();
    }

    /** Through a topic of our own, so that rows of one key are together; times go to everybody. */
    private KStream<byte[], Step> spread(KStream<byte[], Step> rows, String name) {
        return rows.repartition(Repartitioned.<byte[], Step>as(name)
                .withKeySerde(Serdes.ByteArray())
                .withValueSerde(new StepSerde())
                .withNumberOfPartitions(plan.spread())
                .withStreamPartitioner(new ToAllWhatAllNeed()));
    }

    private static final class ToAllWhatAllNeed implements StreamPartitioner<byte[], Step> {
        @Override
        public Optional<Set<Integer>> partitions(String topic, byte[] key, Step step, int count) {
            return step instanceof Step.Time
                    ? Optional.of(IntStream.range(0, count).boxed().collect(Collectors.toSet()))
                    : Optional.empty();
        }
    }

    private KStream<byte[], Step> stage(
            KStream<byte[], Step> from, String name, Supplier<Stage> stage, @Nullable String store) {
        return withoutLosses(from.process(new Staging(stage, store), Named.as(name)));
    }

    private record Staging(Supplier<Stage> stage, @Nullable String store)
            implements ProcessorSupplier<byte[], Step, byte[], Step> {
        @Override
        public Processor<byte[], Step, byte[], Step> get() {
            return stage.get();
        }

        @Override
        public @Nullable Set<StoreBuilder<?>> stores() {
            return store == null
                    ? null
                    : Set.of(Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray()));
        }
    }

    private KStream<byte[], Step> withoutLosses(KStream<byte[], Step> rows) {
        String name = "lost-" + ++losses;
        exits.lost(rows.filter((key, step) -> step instanceof Step.Lost, Named.as(name))
                .process(() -> new Losing(), Named.as(name + "-row")));
        return rows.filter((key, step) -> !(step instanceof Step.Lost), Named.as(name + "-not"));
    }

    /** What the query gives, with the times that people see. */
    private static final class Leaving implements Processor<byte[], Step, byte[], Exits.Result> {
        private @Nullable ProcessorContext<byte[], Exits.Result> context;

        @Override
        public void init(ProcessorContext<byte[], Exits.Result> opened) {
            context = opened;
        }

        @Override
        @SuppressWarnings("NullAway") // a record of Kafka may have no key
        public void process(Record<byte[], Step> record) {
            if (context != null && record.value() instanceof Step.Out out) {
                context.forward(
                        new Record<>(out.key(), new Exits.Result(out.place(), out.value()), Math.max(0, out.at())));
            }
        }
    }

    /** What gets no further. */
    private static final class Losing implements Processor<byte[], Step, byte[], Exits.Loss> {
        private @Nullable ProcessorContext<byte[], Exits.Loss> context;

        @Override
        public void init(ProcessorContext<byte[], Exits.Loss> opened) {
            context = opened;
        }

        @Override
        @SuppressWarnings("NullAway") // a record of Kafka may have no key
        public void process(Record<byte[], Step> record) {
            if (context != null && record.value() instanceof Step.Lost lost) {
                context.forward(new Record<>(
                        lost.key(),
                        new Exits.Loss(lost.place(), lost.value(), lost.reason(), lost.late()),
                        record.timestamp()));
            }
        }
    }
}
