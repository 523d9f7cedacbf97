package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import io.sluice.decode.Decoders;
import io.sluice.filter.Filter;
import io.sluice.filter.FilterSet;
import io.sluice.filter.Projection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Source topics → filter → projection → one topic. Keys, headers and timestamps are kept, values stay bytes: one that matches
 * whole is forwarded as it came, whatever its format. Nothing here can fail on a record: what cannot be decided is counted, and only
 * while the schema registry is away a record has to wait.
 */
public final class FilterTopology {
    private FilterTopology() {}

    /**
     * @param target topic that the matches go to
     * @param formats how the records of sources are read, where somebody has said so; by topic
     */
    public record Plan(
            List<String> sources,
            String target,
            Filter filter,
            Projection projection,
            Map<String, RecordFormat> formats) {
        public Plan {
            sources = List.copyOf(sources);
            formats = Map.copyOf(formats);
        }
    }

    public static Topology of(Plan plan, Counters counters, Decoders decoders, Clock clock) {
        return new Topology()
                .addSource(
                        "source",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        plan.sources().toArray(String[]::new))
                .addProcessor("filter", () -> new FilterProcessor(plan, counters, decoders, clock), "source")
                .addSink("sink", plan.target(), new ByteArraySerializer(), new ByteArraySerializer(), "filter");
    }

    /** One per task; belongs to the task's thread. */
    private static final class FilterProcessor
            implements Processor<byte[], byte[], byte[], byte[]>, FilterSet.Sink<String> {
        private final FilterSet<String> filters;
        private final Counters counters;
        private final ProcessedRecord view;
        private @Nullable ProcessorContext<byte[], byte[]> context;
        private @Nullable Record<byte[], byte[]> current;

        FilterProcessor(Plan plan, Counters counters, Decoders decoders, Clock clock) {
            this.counters = counters;
            this.view =
                    new ProcessedRecord(topic -> decoders.of(plan.formats().getOrDefault(topic, RecordFormat.AUTO)));
            this.filters = FilterSet.create(clock);
            filters.add(plan.target(), plan.filter(), plan.projection());
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> opened) {
            context = opened;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (context == null) {
                throw new IllegalStateException("not initialised");
            }
            RecordMetadata place = context.recordMetadata().orElse(null);
            current = record;
            view.at(place, record);
            counters.onScanned();
            filters.evaluate(view, this);
        }

        @Override
        public void matched(String id, byte @Nullable [] projected) {
            if (context == null || current == null) {
                throw new IllegalStateException("nothing is being processed");
            }
            counters.onMatched();
            context.forward(projected == null ? current : current.withValue(projected));
        }

        /** What may be decoded in a while is no fault of the record: the thread ends, and another goes on with this very record. */
        @Override
        public void failed(String id) {
            if (view.isPassing()) {
                throw new TimeoutException("the schema registry does not answer");
            }
            counters.onFailed();
        }
    }
}
