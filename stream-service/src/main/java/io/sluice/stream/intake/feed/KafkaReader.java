package io.sluice.stream.intake.feed;

import io.sluice.contract.Processing;
import io.sluice.decode.Decoded;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Batch.Raw;
import io.sluice.stream.intake.PackedValue;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.feed.ForeignTopic.Found;
import io.sluice.stream.intake.json.DataKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Copies a Kafka topic: every committed record of every partition, with key, headers and time. Positions are the next offset per
 * partition ({@code p.<n>}) and the topic's id; no group, no commits at the source. Partitions that are added later are noticed within
 * {@link #LOOK} and read from their beginning.
 *
 * <p>Records that the foreign broker deleted before they were read, and a topic that was made anew, are told as failures; then
 * reading goes on with what is there.
 */
final class KafkaReader implements Reader {
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final String TOPIC_ID = "topic_id";
    private static final String PARTITION = "p.";

    private final KafkaAccess access;
    private final DataKey key;
    private final PackedValue packed = new PackedValue();
    private final ForeignTopic topic;
    private final Consumer<byte[], byte[]> consumer;
    /** What the first batch has to have: the positions to begin with, and what is to be told. */
    private final Map<String, @Nullable String> news = new HashMap<>();

    private final Queue<String> failures = new ArrayDeque<>();
    private Found found;
    private long lookedAt = System.nanoTime();
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();

    private KafkaReader(
            KafkaAccess access, DataKey key, ForeignTopic topic, Found found, Consumer<byte[], byte[]> consumer) {
        this.access = access;
        this.key = key;
        this.topic = topic;
        this.found = found;
        this.consumer = consumer;
    }

    static Factory of(KafkaAccess access, Processing processing) {
        return positions -> {
            ForeignTopic topic = ForeignTopic.open(access);
            try {
                Found found = topic.look();
                DataKey key = DataKey.of(processing.tree().dataKey());
                KafkaReader reader = new KafkaReader(access, key, topic, found, consumer(access));
                try {
                    reader.begin(positions, processing.flow().fromEarliest());
                    return reader;
                } catch (KafkaException fault) {
                    reader.close();
                    throw reader.told(fault);
                }
            } catch (SourceFault | InterruptedException fault) {
                topic.close();
                throw fault;
            }
        };
    }

    private static Consumer<byte[], byte[]> consumer(KafkaAccess access) throws SourceFault {
        Map<String, Object> config = access.config();
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "none");
        config.put("isolation.level", "read_committed");
        config.put("allow.auto.create.topics", false);
        config.put("max.poll.records", 2_000);
        config.put("fetch.max.bytes", 4 * 1024 * 1024);
        try {
            return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException fault) {
            throw access.unusable(fault);
        }
    }

    private void begin(Map<String, String> positions, boolean fromEarliest) {
        String before = positions.get(TOPIC_ID);
        boolean anew = before != null && !before.equals(found.id());
        if (anew) {
            failures.add("The topic \"" + access.topic()
                    + "\" was deleted and made anew; what was not read of the old one is lost.");
            positions.keySet().stream()
                    .filter(each -> each.startsWith(PARTITION))
                    .forEach(each -> news.put(each, null));
        }
        if (!found.id().equals(before)) {
            news.put(TOPIC_ID, found.id());
        }
        consumer.assign(found.partitions());
        List<TopicPartition> fresh = new ArrayList<>();
        for (TopicPartition partition : found.partitions()) {
            String position = anew ? null : positions.get(PARTITION + partition.partition());
            if (position == null) {
                fresh.add(partition);
            } else {
                consumer.seek(partition, Long.parseLong(position));
            }
        }
        boolean first = before == null;
        Map<TopicPartition, Long> starts =
                first && !fromEarliest ? consumer.endOffsets(fresh) : consumer.beginningOffsets(fresh);
        starts.forEach(this::startAt);
    }

    private void startAt(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
        news.put(PARTITION + partition.partition(), Long.toString(offset));
    }

    @Override
    public Step read(Batch batch, Duration patience) throws SourceFault, InterruptedException {
        try {
            if (System.nanoTime() - lookedAt > LOOK.toNanos()) {
                look();
            }
            boolean any = tell(batch);
            if (!polled.hasNext()) {
                polled = poll(any ? Duration.ZERO : patience);
            }
            any |= polled.hasNext();
            any |= tell(batch);
            take(batch);
            return any ? Step.MORE : Step.IDLE;
        } catch (InterruptException stopped) {
            Thread.interrupted();
            throw new InterruptedException();
        } catch (KafkaException fault) {
            throw told(fault);
        }
    }

    private boolean tell(Batch batch) {
        boolean any = !failures.isEmpty() || !news.isEmpty();
        for (String failure = failures.poll(); failure != null; failure = failures.poll()) {
            batch.failed(failure);
        }
        news.forEach(batch::position);
        news.clear();
        return any;
    }

    private Iterator<ConsumerRecord<byte[], byte[]>> poll(Duration patience) {
        try {
            return consumer.poll(patience).iterator();
        } catch (OffsetOutOfRangeException fault) {
            goOn(fault.offsetOutOfRangePartitions());
            return Collections.emptyIterator();
        }
    }

    /** Behind what the broker has deleted. */
    private void goOn(Map<TopicPartition, Long> lost) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(lost.keySet());
        starts.forEach((partition, start) -> {
            long position = lost.getOrDefault(partition, 0L);
            failures.add(
                    position < start
                            ? "The records " + position + " to " + (start - 1) + " of partition "
                                    + partition.partition() + " were deleted at their broker before they were read."
                            : "Partition " + partition.partition() + " ends before record " + position
                                    + ", so it was made anew; it is read from its beginning.");
            startAt(partition, start);
        });
    }

    private void take(Batch batch) {
        Map<Integer, Long> next = new HashMap<>();
        while (polled.hasNext() && !batch.isFull()) {
            ConsumerRecord<byte[], byte[]> record = polled.next();
            add(batch, record);
            next.put(record.partition(), record.offset() + 1);
        }
        next.forEach((partition, offset) -> batch.position(PARTITION + partition, Long.toString(offset)));
    }

    private void add(Batch batch, ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value != null) {
            batch.bytes(value.length);
        }
        if (key.isNone() || value == null) {
            batch.raw(raw(record, value));
            return;
        }
        try {
            JsonRecords.all(json(value), key).forEach(each -> batch.raw(raw(record, each)));
        } catch (Unreadable fault) {
            batch.failed("partition " + record.partition() + ", offset " + record.offset() + ": " + fault.reason());
        }
    }

    private byte[] json(byte[] value) throws Unreadable {
        Decoded unpacked = packed.read(value);
        if (unpacked instanceof Decoded.Failed failure) {
            throw new Unreadable(Unreadable.Extent.DOCUMENT, failure.reason());
        }
        return unpacked instanceof Decoded.Json known ? known.bytes() : value;
    }

    private static Raw raw(ConsumerRecord<byte[], byte[]> record, byte @Nullable [] value) {
        return new Raw(record.partition(), record.key(), value, record.timestamp(), record.headers());
    }

    /** Whether the topic is still the same one, and has more partitions. */
    private void look() throws SourceFault, InterruptedException {
        Found now = topic.look();
        lookedAt = System.nanoTime();
        if (!now.id().equals(found.id())) {
            throw SourceFault.passing("The topic \"" + access.topic() + "\" was deleted and made anew.");
        }
        Set<TopicPartition> added = new HashSet<>(now.partitions());
        found.partitions().forEach(added::remove);
        found = now;
        if (!added.isEmpty()) {
            consumer.assign(now.partitions());
            consumer.beginningOffsets(added).forEach(this::startAt);
        }
    }

    private SourceFault told(KafkaException fault) {
        return access.told(fault);
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            topic.close();
            consumer.close(CloseOptions.timeout(CLOSE));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
