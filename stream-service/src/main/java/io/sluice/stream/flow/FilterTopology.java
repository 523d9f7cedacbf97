package io.sluice.stream.flow;

import io.sluice.filter.Pipeline;
import io.sluice.filter.PipelineMatcher;
import io.sluice.filter.Verdict;
import io.sluice.filter.WindowStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Source topics → filters and projections → one topic. Keys, headers and timestamps are kept, values stay bytes: one that
 * matches whole is forwarded as it came. Nothing here can fail on a record; what cannot be decided is counted.
 *
 * <p>Windows are kept for each partition that is read, in memory with a changelog topic: a row is written to the changelog in the
 * transaction that writes the outcome and the position, so a window is what was committed, wherever and whenever it goes on.
 */
public final class FilterTopology {
    static final String WINDOWS = "windows";

    private FilterTopology() {}

    /** @param target topic that the matches go to */
    public record Plan(List<String> sources, String target, Pipeline pipeline, Envelope envelope) {
        public Plan {
            sources = List.copyOf(sources);
        }
    }

    public static Topology of(Plan plan, Counters counters, Clock clock) {
        return new Topology()
                .addSource(
                        "source",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        plan.sources().toArray(String[]::new))
                .addProcessor("filter", new Filtering(plan, counters, clock), "source")
                .addSink("sink", plan.target(), new ByteArraySerializer(), new ByteArraySerializer(), "filter");
    }

    private record Filtering(Plan plan, Counters counters, Clock clock)
            implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new FilterProcessor(plan, counters, clock);
        }

        @Override
        public @Nullable Set<StoreBuilder<?>> stores() {
            return plan.pipeline().hasWindows()
                    ? Set.of(Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(WINDOWS), Serdes.String(), Serdes.ByteArray()))
                    : null;
        }
    }

    /** One per task; belongs to the task's thread. */
    private static final class FilterProcessor implements Processor<byte[], byte[], byte[], byte[]> {
        private final Pipeline pipeline;
        private final Envelope envelope;
        private final Counters counters;
        private final Clock clock;
        private final ProcessedRecord view = new ProcessedRecord();
        private @Nullable ProcessorContext<byte[], byte[]> context;
        private @Nullable PipelineMatcher matcher;

        FilterProcessor(Plan plan, Counters counters, Clock clock) {
            this.pipeline = plan.pipeline();
            this.envelope = plan.envelope();
            this.counters = counters;
            this.clock = clock;
        }

        /** Also after a task was set back: what the matcher remembers comes from the store again. */
        @Override
        public void init(ProcessorContext<byte[], byte[]> opened) {
            context = opened;
            WindowStore windows = pipeline.hasWindows()
                    ? new KeptWindows(opened.<KeyValueStore<String, byte[]>>getStateStore(WINDOWS))
                    : WindowStore.inMemory();
            matcher = PipelineMatcher.of(pipeline, windows, clock);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (context == null || matcher == null) {
                throw new IllegalStateException("not initialised");
            }
            view.at(context.recordMetadata().orElse(null), record);
            counters.onScanned();
            Verdict verdict = matcher.evaluate(view);
            if (verdict == Verdict.MATCH) {
                forward(record, matcher.projected(), context);
            } else if (verdict == Verdict.ERROR) {
                counters.onFailed();
            }
        }

        private void forward(
                Record<byte[], byte[]> record, byte @Nullable [] made, ProcessorContext<byte[], byte[]> context) {
            byte[] value = made == null ? record.value() : made;
            if (envelope.isNone()) {
                counters.onMatched();
                context.forward(made == null ? record : record.withValue(value));
                return;
            }
            byte[] wrapped = envelope.around(view.topic(), value);
            if (wrapped == null) {
                counters.onFailed();
            } else {
                counters.onMatched();
                context.forward(record.withValue(wrapped));
            }
        }
    }

    private record KeptWindows(KeyValueStore<String, byte[]> store) implements WindowStore {
        @Override
        public byte @Nullable [] get(String key) {
            return store.get(key);
        }

        @Override
        public void put(String key, byte[] row) {
            store.put(key, row);
        }
    }
}
