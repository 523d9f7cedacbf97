package io.sluice.stream.flow;

import io.sluice.stream.flow.Rereader.Batch;
import io.sluice.stream.flow.Rereader.Reading;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Members that are behind their task in one partition: the records between are read once more, for all of them together, and judged for
 * those that have not seen them. Works in turns of bounded time between the records of the task, so the others only wait for a turn.
 * Belongs to the task's thread.
 */
final class CatchUp implements AutoCloseable {
    private final TopicPartition partition;
    private final Rereader rereader;
    private final Clock clock;
    private final Map<UUID, Behind> behind = new HashMap<>();
    private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    /** Those that have come to {@link #next}. */
    private MemberSet level;

    private @Nullable Reading reading;
    /** The records before it are behind all of them. */
    private long next;
    /** Behind the last of {@link #records}. */
    private long end;

    CatchUp(TopicPartition partition, Rereader rereader, Clock clock) {
        this.partition = partition;
        this.rereader = rereader;
        this.clock = clock;
        this.level = new MemberSet(partition.topic(), clock);
    }

    private static final class Behind {
        private final Member member;
        private long at;
        private boolean isLevel;

        Behind(Member member, long at) {
            this.member = member;
            this.at = at;
        }
    }

    boolean isEmpty() {
        return behind.isEmpty();
    }

    Set<UUID> ids() {
        return Set.copyOf(behind.keySet());
    }

    /** Adds it, or what has become of it, at the place that it is known to be at. */
    void put(Member member, long at) {
        Behind known = behind.get(member.id());
        if (known == null) {
            behind.put(member.id(), new Behind(member, at));
            if (reading == null || at < next) {
                begin();
            }
        } else if (known.member != member) {
            level.remove(member.id());
            behind.put(member.id(), new Behind(member, known.at));
        }
    }

    void remove(UUID id) {
        behind.remove(id);
        level.remove(id);
        if (behind.isEmpty()) {
            close();
        }
    }

    private void begin() {
        next = behind.values().stream().mapToLong(one -> one.at).min().orElse(0);
        end = next;
        records.clear();
        level.count();
        level = new MemberSet(partition.topic(), clock);
        behind.values().forEach(one -> one.isLevel = false);
        Reading open = reading == null ? rereader.open(partition) : reading;
        open.from(next);
        reading = open;
    }

    /**
     * Goes on, up to the task's position.
     *
     * @param limit the task's position: what is there is the task's own
     * @param until of {@link System#nanoTime}
     * @param moved hears where each of them is afterwards, the limit being the place to join
     */
    void turn(long limit, long until, ProcessedRecord view, Delivery.Out out, BiConsumer<Member, Long> moved) {
        long before = next;
        while (next < limit && System.nanoTime() < until && refill()) {
            advance(limit, view, out);
        }
        next = Math.min(next, limit);
        level.count();
        if (next > before || next == limit) {
            behind.values().stream().filter(one -> one.at <= next).toList().forEach(one -> {
                one.at = next;
                moved.accept(one.member, next);
            });
        }
    }

    /** Whether there is something to go on with. */
    private boolean refill() {
        if (!records.isEmpty() || next < end) {
            return true;
        }
        Reading open = reading;
        if (open == null) {
            return false;
        }
        Batch batch = open.take();
        records.addAll(batch.records());
        end = Math.max(end, batch.next());
        return next < end;
    }

    private void advance(long limit, ProcessedRecord view, Delivery.Out out) {
        ConsumerRecord<byte[], byte[]> record = records.peek();
        if (record == null || record.offset() >= limit) {
            next = record == null ? end : limit;
            return;
        }
        records.poll();
        for (Behind one : behind.values()) {
            if (!one.isLevel && one.at <= record.offset()) {
                one.isLevel = true;
                level.put(one.member);
            }
        }
        Record<byte[], byte[]> seen =
                new Record<>(record.key(), record.value(), Application.timestamp(record), record.headers());
        view.at(new Place(record.topic(), record.partition(), record.offset()), seen);
        level.evaluate(view, seen, out);
        next = record.offset() + 1;
    }

    private record Place(String topic, int partition, long offset) implements RecordMetadata {}

    @Override
    public void close() {
        Reading open = reading;
        reading = null;
        records.clear();
        if (open != null) {
            open.close();
        }
    }
}
