package io.sluice.stream.flow;

import io.sluice.contract.Streams.Definition;
import io.sluice.decode.Decoders;
import io.sluice.stream.flow.Roster.Members;
import io.sluice.stream.flow.SharedTopology.Kit;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * One partition of a topic, and the task of a shared application on it, with transactions as Kafka Streams makes them: what is forwarded,
 * the store and the position are committed together, or a crash takes all three back and a new task begins from what was committed.
 */
final class SharedSource {
    private static final TopicPartition HERE = new TopicPartition("in", 0);

    private final Random random;
    private final List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
    private final Map<String, List<String>> written = new HashMap<>();
    private final Map<String, List<String>> pending = new HashMap<>();
    private Map<String, Long> committedStore = Map.of();
    private int committedPosition;
    private int position;
    private MockProcessorContext<byte[], Outgoing> context;
    private KeyValueStore<String, Long> store;
    private SharedProcessor processor;
    private final List<UUID> asked = new ArrayList<>();
    private Roster roster = new Roster(Members.NONE, asked::addAll);

    /** @param random decides how much a reading gives at a time */
    SharedSource(Random random) {
        this.random = random;
        begin();
    }

    long end() {
        return log.size();
    }

    long position() {
        return position;
    }

    List<UUID> asked() {
        return asked;
    }

    /** What read_committed readers of a topic see. */
    List<String> written(String topic) {
        return written.getOrDefault(topic, List.of());
    }

    Map<String, Long> places() {
        return committedStore;
    }

    void append(String value) {
        log.add(new ConsumerRecord<>("in", 0, log.size(), new byte[0], value.getBytes(StandardCharsets.UTF_8)));
    }

    void publish(Members members) {
        roster.publish(members);
    }

    /** Processes up to so many records. */
    void process(int count) {
        for (int i = 0; i < count && position < log.size(); i++) {
            ConsumerRecord<byte[], byte[]> next = log.get(position);
            context.setRecordMetadata("in", 0, next.offset());
            processor.process(new Record<>(next.key(), next.value(), 0, new RecordHeaders()));
            position++;
        }
        take();
    }

    /** As time passes: every punctuator once. */
    void tick() {
        context.scheduledPunctuators().stream()
                .filter(punctuator -> !punctuator.cancelled())
                .toList()
                .forEach(punctuator -> punctuator.getPunctuator().punctuate(0));
        take();
    }

    private void take() {
        context.forwarded().forEach(one -> {
            Outgoing outgoing = (Outgoing) one.record().value();
            pending.computeIfAbsent(outgoing.topic(), topic -> new ArrayList<>())
                    .add(new String(outgoing.value(), StandardCharsets.UTF_8));
        });
        context.resetForwards();
    }

    void commit() {
        pending.forEach((topic, values) ->
                written.computeIfAbsent(topic, fresh -> new ArrayList<>()).addAll(values));
        pending.clear();
        committedPosition = position;
        Map<String, Long> kept = new HashMap<>();
        try (KeyValueIterator<String, Long> all = store.all()) {
            all.forEachRemaining(place -> kept.put(place.key, place.value));
        }
        committedStore = kept;
    }

    /** The task goes on elsewhere, where another roster is known, with what was committed. */
    void crash(Members known) {
        pending.clear();
        position = committedPosition;
        roster = new Roster(known, asked::addAll);
        processor.close();
        begin();
    }

    private void begin() {
        context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), null);
        store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(SharedTopology.MEMBERS), Serdes.String(), Serdes.Long())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore((StateStore) store);
        committedStore.forEach(store::put);
        processor = new SharedProcessor(
                "in",
                new Kit(roster, new Again(), Decoders.PLAIN, new CommitPace(System::nanoTime), Clock.systemUTC()));
        processor.init(context);
    }

    static Member member(UUID id, String where, String topic, long start) {
        Definition definition = new Definition(List.of(), true, List.of(), List.of("in"), where, "", "latest");
        return new Member(
                id,
                StreamFilter.pipeline(definition),
                false,
                new Delivery.To(new Destination(topic, null), Envelope.NONE, List.of()),
                Map.of(0, start),
                new Counters());
    }

    /** Gives what is in the log, in random pieces, and now and then nothing yet. */
    private final class Again implements Rereader {
        private final long committed = committedPosition;

        @Override
        public CompletionStage<Long> committed(TopicPartition partition) {
            return CompletableFuture.completedStage(committed);
        }

        @Override
        public Reading open(TopicPartition partition) {
            return new Reading() {
                private int next;

                @Override
                public void from(long offset) {
                    next = (int) offset;
                }

                @Override
                public Batch take() {
                    int count = Math.min(random.nextInt(7), log.size() - next);
                    List<ConsumerRecord<byte[], byte[]>> records = List.copyOf(log.subList(next, next + count));
                    next += count;
                    return new Batch(records, next);
                }

                @Override
                public void close() {}
            };
        }
    }
}
