package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import io.sluice.decode.Decoders;
import io.sluice.filter.ListColumns;
import io.sluice.filter.Pipeline;
import io.sluice.filter.PipelineMatcher;
import io.sluice.filter.Verdict;
import io.sluice.filter.WindowStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
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
 * Source topics → filters and projections → the stream's topic, its branches and its dead letters. Keys, headers and timestamps are kept,
 * values stay bytes: one that matches whole is forwarded as it came, whatever its format. Nothing here can fail on a record: what cannot
 * be decided is counted and goes to the dead letters, and only while the schema registry is away a record has to wait.
 *
 * <p>Windows are kept for each partition that is read, in memory with a changelog topic: a row is written to the changelog in the
 * transaction that writes the outcome and the position, so a window is what was committed, wherever and whenever it goes on.
 */
final class FilterTopology {
    static final String WINDOWS = "windows";

    private FilterTopology() {}

    /**
     * @param sources topics that are read
     * @param names what the topics are called, where that is not the topic that is read
     * @param explodes a value of lists is the rows that it stands for
     * @param formats how the records of sources are read, where somebody has said so; by topic
     */
    record Plan(
            List<String> sources,
            Map<String, String> names,
            boolean explodes,
            Pipeline pipeline,
            Delivery.To to,
            Map<String, RecordFormat> formats) {
        Plan {
            sources = List.copyOf(sources);
            names = Map.copyOf(names);
            formats = Map.copyOf(formats);
        }

        RecordFormat format(String topic) {
            return formats.getOrDefault(topic, RecordFormat.AUTO);
        }
    }

    static Topology of(Plan plan, Counters counters, Decoders decoders, Clock clock) {
        return new Topology()
                .addSource(
                        "source",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        plan.sources().toArray(String[]::new))
                .addProcessor("filter", new Filtering(plan, counters, decoders, clock), "source")
                .addSink("sink", Outgoing.TOPIC, new ByteArraySerializer(), Outgoing.SERIALIZER, "filter");
    }

    private record Filtering(Plan plan, Counters counters, Decoders decoders, Clock clock)
            implements ProcessorSupplier<byte[], byte[], byte[], Outgoing> {
        @Override
        public Processor<byte[], byte[], byte[], Outgoing> get() {
            ProcessedRecord view = new ProcessedRecord(plan.names(), topic -> decoders.of(plan.format(topic)));
            return new FilterProcessor(plan, view, new Delivery(plan.to(), counters, clock), clock);
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
    private static final class FilterProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
        private final Pipeline pipeline;
        private final boolean explodes;
        private final ProcessedRecord view;
        private final Delivery delivery;
        private final Clock clock;
        private @Nullable ProcessorContext<byte[], Outgoing> context;
        private @Nullable PipelineMatcher matcher;

        FilterProcessor(Plan plan, ProcessedRecord view, Delivery delivery, Clock clock) {
            this.pipeline = plan.pipeline();
            this.explodes = plan.explodes();
            this.view = view;
            this.delivery = delivery;
            this.clock = clock;
        }

        /** Also after a task was set back: what the matcher remembers comes from the store again. */
        @Override
        public void init(ProcessorContext<byte[], Outgoing> opened) {
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
            byte[] value = explodes ? view.value() : null;
            ListColumns rows = value == null ? null : ListColumns.of(value);
            if (rows == null) {
                judge(matcher, record, context::forward);
                return;
            }
            for (int i = 0; i < rows.count(); i++) {
                byte[] row = rows.row(i);
                view.row(row);
                judge(matcher, record.withValue(row), context::forward);
            }
        }

        private void judge(PipelineMatcher judge, Record<byte[], byte[]> record, Delivery.Out out) {
            delivery.onScanned(view);
            Verdict verdict = judge.evaluate(view);
            delivery.mustBeCertain(view);
            if (verdict == Verdict.MATCH) {
                delivery.onMatch(view, record, judge.projected(), out);
            } else if (verdict == Verdict.ERROR) {
                delivery.onError(view, record, out);
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
