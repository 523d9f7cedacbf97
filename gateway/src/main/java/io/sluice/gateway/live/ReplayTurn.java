package io.sluice.gateway.live;

import io.sluice.contract.RecordFormat;
import io.sluice.gateway.live.Turn.Next;
import io.sluice.gateway.record.RecordJson;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber's share of a replay thread: reads from its position until it has handed out {@code turnBytes}, has looked at 16 MiB,
 * or has reached the end, and then lets others have their turn. Only whole polls are taken, so a turn's output is bounded by
 * {@code turnBytes} and what one poll can match.
 *
 * @param stop records from here on are not wanted; null: no end
 * @param format how the records are read
 */
record ReplayTurn(
        String topic,
        String topicId,
        ChannelKey key,
        Position at,
        @Nullable Position stop,
        RecordFormat format) {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long MAX_SCANNED_BYTES = 16L << 20;

    /** Blocks; on a replay thread. */
    Turn read(Consumer<byte[], byte[]> consumer, LiveConfig config, Clock clock) {
        List<TopicPartition> wanted = IntStream.range(0, at.partitions())
                .filter(partition -> stop == null || at.next(partition) < stop.next(partition))
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        if (wanted.isEmpty()) {
            return Turn.empty(topicId, at, stop == null ? Next.TAIL : Next.DONE, null);
        }
        assign(consumer, wanted);
        Reading reading = new Reading(consumer, config, clock, wanted);
        try {
            return reading.run();
        } catch (OffsetOutOfRangeException lost) {
            return reading.isEmpty() ? jump(consumer, lost, reading) : reading.result();
        } catch (RetriableException away) {
            return reading.result();
        }
    }

    /** Whether an answer shows that nothing can be had at the moment, for whatever reason. */
    boolean isIdle(Turn answer) {
        return answer.at().equals(at) && answer.gap() == null && answer.next() != Next.DONE;
    }

    /** The answer when nothing could be read, or nothing that is certain. */
    Turn unread() {
        return Turn.empty(topicId, at, stop == null ? Next.TAIL : Next.KAFKA, null);
    }

    /**
     * The answer when the topic is another one than it was: what was read is of the new one, and is dropped. A subscriber with a
     * place to stop at was to get a part of the old one, and there is no more of that.
     *
     * @param now what the topic is
     */
    Turn changed(TopicTail.TopicState now) {
        if (now.id() == null || stop != null) {
            return Turn.empty(topicId, at, Next.GONE, null);
        }
        Gap recreated = new Gap(0, Gap.Reason.RECREATED);
        return Turn.empty(now.id(), Position.zero(now.partitions()), Next.TAIL, recreated);
    }

    /** Costs a fetch that was under way, so not when this thread's consumer stands where it should. */
    private void assign(Consumer<byte[], byte[]> consumer, List<TopicPartition> wanted) {
        boolean there = consumer.assignment().size() == wanted.size()
                && consumer.assignment().containsAll(wanted)
                && wanted.stream().allMatch(p -> consumer.position(p) == at.next(p.partition()));
        if (!there) {
            consumer.assign(wanted);
            wanted.forEach(partition -> consumer.seek(partition, at.next(partition.partition())));
        }
    }

    private Turn jump(Consumer<byte[], byte[]> consumer, OffsetOutOfRangeException lost, Reading reading) {
        try {
            OutOfRange range = OutOfRange.resolve(consumer, lost.offsetOutOfRangePartitions(), at);
            return Turn.empty(topicId, range.position(), Next.KAFKA, range.gap());
        } catch (RetriableException away) {
            return reading.result();
        }
    }

    /** One turn under way. */
    private final class Reading {
        private final Consumer<byte[], byte[]> consumer;
        private final LiveConfig config;
        private final List<TopicPartition> wanted;
        private final Scan scan;
        private final ChannelEncoder encoder;
        private Position reached = at;
        private long scanned;
        private long scannedBytes;

        Reading(Consumer<byte[], byte[]> consumer, LiveConfig config, Clock clock, List<TopicPartition> wanted) {
            this.consumer = consumer;
            this.config = config;
            this.wanted = wanted;
            this.scan = new Scan(clock, topicId, at, config.decoders().of(format));
            this.encoder = new ChannelEncoder(
                    key,
                    new RecordJson(config.memory().value()),
                    config.memory().frame());
            scan.add(encoder);
        }

        Turn run() {
            boolean more = true;
            while (more) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                records.partitions()
                        .forEach(partition -> records.records(partition).forEach(this::look));
                boolean progress = advance(records);
                boolean full = encoder.bytes() >= config.memory().turn() || scannedBytes >= MAX_SCANNED_BYTES;
                more = progress && !full && !isAtEnd();
            }
            return result();
        }

        private void look(ConsumerRecord<byte[], byte[]> record) {
            if (stop == null || record.offset() < stop.next(record.partition())) {
                scan.accept(record);
                scanned++;
                scannedBytes += Math.max(0, record.serializedValueSize());
            }
        }

        private boolean advance(ConsumerRecords<byte[], byte[]> records) {
            long[] next = reached.toArray(0);
            records.nextOffsets().forEach((partition, place) -> {
                int p = partition.partition();
                next[p] = stop == null ? place.offset() : Math.max(next[p], Math.min(place.offset(), stop.next(p)));
            });
            Position before = reached;
            reached = Position.of(next);
            return !before.equals(reached);
        }

        private boolean isAtEnd() {
            return stop != null
                    ? reached.isAtLeast(stop)
                    : wanted.stream()
                            .allMatch(
                                    partition -> consumer.currentLag(partition).orElse(1) == 0);
        }

        boolean isEmpty() {
            return reached.equals(at);
        }

        Turn result() {
            boolean done = stop != null && reached.isAtLeast(stop);
            Next next = done ? Next.DONE : stop != null ? Next.KAFKA : Next.TAIL;
            return Turn.of(topicId, reached, next, scanned, scan.finish(reached))
                    .withBytes(scannedBytes);
        }
    }
}
