package io.sluice.stream.query;

import io.sluice.decode.RecordContent;
import io.sluice.filter.JsonText;
import io.sluice.stream.kafka.RegistryAway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Records become rows: decoded, with the place that they come from. Belongs to a task's thread. */
final class ReadStage implements Processor<byte[], byte[], byte[], Step> {
    private final QueryPlan plan;
    private final List<String> topics;
    private final String alias;
    private final Exits exits;
    private final Map<String, RecordContent> contents = new HashMap<>();
    private final SourceTimes times;
    private @Nullable ProcessorContext<byte[], Step> context;

    /** @param alias of the member that values become; empty: they stay what they are */
    ReadStage(QueryPlan plan, List<String> topics, String alias, Exits exits) {
        this.plan = plan;
        this.alias = alias;
        this.topics = List.copyOf(topics);
        this.exits = exits;
        this.times = new SourceTimes(plan.idle());
    }

    @Override
    public void init(ProcessorContext<byte[], Step> opened) {
        context = opened;
        int task = opened.taskId().partition();
        topics.stream()
                .filter(topic -> plan.partitions(topic) > task)
                .forEach(topic -> times.expect(source(topic, task), opened.currentSystemTimeMs()));
        opened.schedule(Stage.TICK, PunctuationType.WALL_CLOCK_TIME, now -> times.tell(now, this::forward));
    }

    static String source(String topic, int partition) {
        return topic + "-" + partition;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        Place place = place(context);
        exits.onScanned(plan.called(place.topic()));
        RecordContent content = contents.computeIfAbsent(place.topic(), topic -> plan.content(topic));
        content.show(record.key(), record.value());
        byte[] key = content.filteredKey();
        byte[] value = content.filteredValue();
        if (content.isPassing()) {
            throw new RegistryAway();
        }
        String source = source(place.topic(), place.partition());
        long at = record.timestamp();
        long progress = times.onRow(source, at, context.currentSystemTimeMs());
        Place called = new Place(plan.called(place.topic()), place.partition(), place.offset());
        Step.Row row = new Step.Row(source, progress, at, called, key, value, Step.NONE);
        boolean isJson = value != null && JsonText.of(value, Joined.MAX_DEPTH) != JsonText.NONE;
        if (plan.isJoined() && !isJson) {
            forward(record, new Step.Lost(called, record.key(), record.value(), Joined.NOT_JSON, false));
        } else {
            forward(record, alias.isEmpty() || value == null ? row : row.withValue(Joined.first(alias, value)));
        }
    }

    private static Place place(ProcessorContext<byte[], Step> context) {
        RecordMetadata where = context.recordMetadata().orElseThrow();
        return new Place(where.topic(), where.partition(), where.offset());
    }

    private void forward(Record<byte[], byte[]> record, Step step) {
        if (context != null) {
            context.forward(new Record<>(Step.NONE, step, context.currentSystemTimeMs(), record.headers()));
        }
    }

    private void forward(Step.Time time) {
        if (context != null) {
            context.forward(new Record<>(Step.NONE, time, context.currentSystemTimeMs()));
        }
    }
}
