package io.sluice.stream.query;

import io.sluice.contract.RecordFormat;
import io.sluice.decode.Decoders;
import io.sluice.decode.RecordContent;
import io.sluice.filter.Expression;
import io.sluice.query.Accumulator;
import io.sluice.query.Aggregation;
import io.sluice.query.EventTime;
import io.sluice.query.Join;
import io.sluice.query.Query;
import io.sluice.query.Windowing;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A query with everything that it was resolved to.
 *
 * @param inputs topics of what is read first, then of each join in their order; none for a table from outside
 * @param names what topics are called, where that is not the topic that is read
 * @param formats how the records of topics are read, where somebody has said so
 * @param partitions of each topic when the plan was made
 * @param outside tables that are no topics, by the number of their join from 0
 * @param accumulators of the query's measures
 */
public record QueryPlan(
        Query query,
        List<List<String>> inputs,
        Map<String, String> names,
        Map<String, RecordFormat> formats,
        Map<String, Integer> partitions,
        Map<Integer, Table> outside,
        Accumulator.Factory accumulators,
        Decoders decoders,
        Clock clock) {
    private static final Expression RECORD_KEY = Expression.parse("$key").orElseThrow();

    public QueryPlan {
        inputs = inputs.stream().map(List::copyOf).toList();
        names = Map.copyOf(names);
        formats = Map.copyOf(formats);
        partitions = Map.copyOf(partitions);
        outside = Map.copyOf(outside);
    }

    /** @param join number of a join from 0 */
    List<String> right(int join) {
        return inputs.get(join + 1);
    }

    public boolean isJoined() {
        return !query.joins().isEmpty();
    }

    /** The aliases of a joined row, before join number {@code join}. */
    List<String> aliases(int join) {
        List<String> aliases = new ArrayList<>();
        aliases.add(query.from().alias());
        query.joins().subList(0, join).forEach(each -> aliases.add(each.right().alias()));
        return aliases;
    }

    Duration idle() {
        Aggregation aggregation = query.aggregation();
        return aggregation == null ? Aggregation.IDLE : aggregation.idle();
    }

    /** Of the topics between stages: as many as the topic has that has the most. */
    public int spread() {
        return inputs.stream()
                .flatMap(List::stream)
                .mapToInt(this::partitions)
                .max()
                .orElse(1);
    }

    int partitions(String topic) {
        return partitions.getOrDefault(topic, 1);
    }

    String called(String topic) {
        return names.getOrDefault(topic, topic);
    }

    RecordContent content(String topic) {
        return decoders.of(formats.getOrDefault(topic, RecordFormat.AUTO));
    }

    /** Whether records of one key are together where they are read, and nothing has to be brought together. */
    public boolean isGroupedAsRead() {
        Aggregation aggregation = query.aggregation();
        return aggregation != null
                && !isJoined()
                && inputs.get(0).size() == 1
                && aggregation.keys().size() == 1
                && isRecordKey(aggregation.keys().get(0));
    }

    /** Whether rows are grouped by {@code $key} itself. */
    static boolean isRecordKey(Aggregation.Key key) {
        return key.of().equals(RECORD_KEY);
    }

    /** Whether rows happen when their record says so. */
    static boolean isRecordTime(EventTime time) {
        return time.equals(EventTime.RECORD);
    }

    boolean isWindowed() {
        Aggregation aggregation = query.aggregation();
        return aggregation != null && !(aggregation.window() instanceof Windowing.Unbounded);
    }

    /** By how much rows of joins may come after rows that happened later. */
    Duration behind() {
        Duration behind = Duration.ZERO;
        for (Join join : query.joins()) {
            if (join.kind() == Join.Kind.STREAM) {
                behind = behind.plus(JoinStage.behind(join));
            }
        }
        return behind;
    }
}
