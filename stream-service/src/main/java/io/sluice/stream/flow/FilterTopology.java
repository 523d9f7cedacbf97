package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import io.sluice.decode.Decoders;
import io.sluice.decode.RecordContent;
import io.sluice.filter.ListColumns;
import io.sluice.filter.Pipeline;
import io.sluice.filter.PipelineMatcher;
import io.sluice.filter.Verdict;
import io.sluice.filter.WindowStore;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.errors.TimeoutException;
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
 * matches whole is forwarded as it came, whatever its format. Nothing here can fail on a record: what cannot be decided is counted, and
 * only while the schema registry is away a record has to wait.
 *
 * <p>Windows are kept for each partition that is read, in memory with a changelog topic: a row is written to the changelog in the
 * transaction that writes the outcome and the position, so a window is what was committed, wherever and whenever it goes on.
 */
public final class FilterTopology {
    static final String WINDOWS = "windows";

    private FilterTopology() {}

    /**
     * @param sources topics that are read
     * @param names what the topics are called, where that is not the topic that is read
     * @param target topic that the matches go to
     * @param explodes a value of lists is the rows that it stands for
     * @param formats how the records of sources are read, where somebody has said so; by topic
     */
    public record Plan(
            List<String> sources,
            Map<String, String> names,
            String target,
            boolean explodes,
            Pipeline pipeline,
            Envelope envelope,
            Map<String, RecordFormat> formats) {
        public Plan {
            sources = List.copyOf(sources);
            names = Map.copyOf(names);
            formats = Map.copyOf(formats);
        }
    }

    public static Topology of(Plan plan, Counters counters, Decoders decoders, Clock clock) {
        Function<String, RecordContent> contents =
                topic -> decoders.of(plan.formats().getOrDefault(topic, RecordFormat.AUTO));
        return new Topology()
                .addSource(
                        "source",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        plan.sources().toArray(String[]::new))
                .addProcessor("filter", new Filtering(plan, contents, counters, clock), "source")
                .addSink("sink", plan.target(), new ByteArraySerializer(), new ByteArraySerializer(), "filter");
    }

    private record Filtering(Plan plan, Function<String, RecordContent> contents, Counters counters, Clock clock)
            implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new FilterProcessor(plan, new ProcessedRecord(plan.names(), contents), counters, clock);
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
        private final boolean explodes;
        private final Envelope envelope;
        private final Counters counters;
        private final Clock clock;
        private final ProcessedRecord view;
        private @Nullable ProcessorContext<byte[], byte[]> context;
        private @Nullable PipelineMatcher matcher;

        FilterProcessor(Plan plan, ProcessedRecord view, Counters counters, Clock clock) {
            this.pipeline = plan.pipeline();
            this.explodes = plan.explodes();
            this.envelope = plan.envelope();
            this.view = view;
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
            byte[] value = explodes ? view.value() : null;
            ListColumns rows = value == null ? null : ListColumns.of(value);
            if (rows == null) {
                judge(matcher, record, context);
                return;
            }
            for (int i = 0; i < rows.count(); i++) {
                byte[] row = rows.row(i);
                view.row(row);
                judge(matcher, record.withValue(row), context);
            }
        }

        private void judge(
                PipelineMatcher judge, Record<byte[], byte[]> record, ProcessorContext<byte[], byte[]> context) {
            counters.onScanned();
            Verdict verdict = judge.evaluate(view);
            mustBeCertain();
            if (verdict == Verdict.MATCH) {
                forward(record, judge.projected(), context);
            } else if (verdict == Verdict.ERROR) {
                counters.onFailed();
            }
        }

        /** What nobody can decode at the moment is no fault of the record: the thread ends, and another goes on with this very record. */
        private void mustBeCertain() {
            if (view.isPassing()) {
                throw new TimeoutException("the schema registry does not answer");
            }
        }

        private void forward(
                Record<byte[], byte[]> record, byte @Nullable [] made, ProcessorContext<byte[], byte[]> context) {
            if (envelope.isNone()) {
                counters.onMatched();
                context.forward(made == null ? record : record.withValue(made));
                return;
            }
            byte[] wrapped = envelope.around(view.topic(), made == null ? view.value() : made);
            mustBeCertain();
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
