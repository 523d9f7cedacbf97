package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A topic of the simulation, with all that ever was in it: what a subscriber got is held against that. */
final class ModelTopic {
    static final String NAME = "t";
    private static final int MOST_PARTITIONS = 4;

    private final Map<String, Incarnation> all = new HashMap<>();
    private @Nullable Incarnation now;
    /** The broker does not answer. */
    boolean away;

    /** Between a creation and a deletion. */
    static final class Incarnation {
        final String id;
        final List<Part> parts = new ArrayList<>();

        Incarnation(String id, int partitions) {
            this.id = id;
            for (int p = 0; p < partitions; p++) {
                parts.add(new Part(p));
            }
        }

        Position begin() {
            return Position.of(parts.stream().mapToLong(part -> part.begin).toArray());
        }

        Position end() {
            return Position.of(parts.stream().mapToLong(part -> part.end).toArray());
        }
    }

    /** A partition. A record's number says whom it is for. */
    static final class Part {
        final int partition;
        final TreeMap<Long, ConsumerRecord<byte[], byte[]>> records = new TreeMap<>();
        final TreeMap<Long, Integer> ever = new TreeMap<>();
        final Set<Long> compacted = new HashSet<>();
        long begin;
        long end;

        Part(int partition) {
            this.partition = partition;
        }

        void append(int number, int hole) {
            long offset = end + hole;
            byte[] value = ("{\"n\":" + number + "}").getBytes(UTF_8);
            records.put(
                    offset,
                    new ConsumerRecord<>(
                            NAME,
                            partition,
                            offset,
                            0,
                            TimestampType.CREATE_TIME,
                            0,
                            value.length,
                            null,
                            value,
                            new RecordHeaders(),
                            Optional.empty()));
            ever.put(offset, number);
            end = offset + 1;
        }
    }

    ModelTopic(int partitions) {
        create(partitions);
    }

    @Nullable Incarnation now() {
        return now;
    }

    /** What there was under this id. */
    Incarnation of(String id) {
        return all.get(id);
    }

    TopicTail.TopicState state() {
        return now == null ? new TopicTail.TopicState(null, 0) : new TopicTail.TopicState(now.id, now.parts.size());
    }

    void create(int partitions) {
        now = new Incarnation("id" + all.size(), partitions);
        all.put(now.id, now);
    }

    void delete() {
        now = null;
    }

    void produce(Random random, int count) {
        for (int i = 0; now != null && i < count; i++) {
            Part part = now.parts.get(random.nextInt(now.parts.size()));
            // A hole now and then, as transactions leave them.
            part.append(random.nextInt(100), random.nextInt(8) == 0 ? 3 : 0);
        }
    }

    void grow() {
        if (now != null && now.parts.size() < MOST_PARTITIONS) {
            now.parts.add(new Part(now.parts.size()));
        }
    }

    /** Retention takes the beginning of a partition. */
    void trim(Random random) {
        if (now != null) {
            Part part = now.parts.get(random.nextInt(now.parts.size()));
            part.begin += random.nextLong(part.end - part.begin + 1);
            part.records.headMap(part.begin).clear();
        }
    }

    /** Compaction takes some records from anywhere. */
    void compact(Random random) {
        if (now != null) {
            Part part = now.parts.get(random.nextInt(now.parts.size()));
            List<Long> gone = part.records.keySet().stream()
                    .filter(offset -> random.nextInt(4) == 0)
                    .toList();
            gone.forEach(part.records::remove);
            part.compacted.addAll(gone);
        }
    }
}
