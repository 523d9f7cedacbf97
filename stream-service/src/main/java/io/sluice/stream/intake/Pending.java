package io.sluice.stream.intake;

import io.sluice.contract.Streams.Progress;
import io.sluice.decode.Decoded;
import io.sluice.stream.intake.Checkpoint.Totals;
import io.sluice.stream.intake.Shaper.Shaped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What has been read and not yet written: bounded by {@link #MAX_RECORDS}, {@link #MAX_BYTES} and the time since its first entry;
 * one call of a reader may go over by what it has at hand. Belongs to one thread.
 */
final class Pending implements Batch {
    private static final int MAX_RECORDS = 20_000;
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final int OVERHEAD = 100;
    private static final long LEAST_NANOS = Duration.ofMillis(20).toNanos();

    private final Target target;
    private final Shaper shaper;
    private final PackedValue packed = new PackedValue();
    private final long intervalNanos;
    private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    private Map<String, @Nullable String> positions = new LinkedHashMap<>();
    private long size;
    private long rows;
    private long bytes;
    private @Nullable Long whole;
    private long failed;
    private final Deque<String> failures = new ArrayDeque<>();
    private long since;
    private boolean empty = true;

    /**
     * The topic that is written to.
     *
     * @param maxRecord bytes that a record of it may have, keys and headers included
     */
    record Target(String topic, int partitions, int maxRecord) {}

    Pending(Target target, Shaper shaper, Duration interval) {
        this.target = target;
        this.shaper = shaper;
        this.intervalNanos = Math.max(LEAST_NANOS, interval.toNanos());
    }

    @Override
    public boolean isFull() {
        return records.size() >= MAX_RECORDS || size >= MAX_BYTES || !empty && left().isZero();
    }

    boolean isEmpty() {
        return empty;
    }

    /** Until the first entry has waited long enough. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, intervalNanos - (System.nanoTime() - since)));
    }

    List<ProducerRecord<byte[], byte[]>> records() {
        return records;
    }

    Map<String, @Nullable String> positions() {
        return positions;
    }

    Totals totals() {
        return new Totals(records.size(), rows, bytes, whole, failed, List.copyOf(failures));
    }

    @Override
    public void json(byte[] value, @Nullable Headers headers) {
        begin();
        rows++;
        if (shaper.isIdentity()) {
            add(null, null, value, null, headers);
            return;
        }
        try {
            for (Shaped shaped : shaper.shape(value)) {
                add(null, shaped.key(), shaped.value(), shaped.timestamp(), headers);
            }
        } catch (Shaper.Unshapeable reason) {
            fail(reason.reason());
        }
    }

    @Override
    public void raw(Raw raw) {
        begin();
        rows++;
        int partition = raw.partition() % target.partitions();
        Long time = raw.timestamp() < 0 ? null : (Long) raw.timestamp();
        byte[] value = raw.value();
        if (shaper.isIdentity() || value == null) {
            add(partition, raw.key(), value, time, raw.headers());
            return;
        }
        Decoded unpacked = packed.read(value);
        if (unpacked instanceof Decoded.Failed failure) {
            fail("A record of partition " + raw.partition() + ": " + failure.reason() + ".");
            return;
        }
        byte[] json = unpacked instanceof Decoded.Json known ? known.bytes() : value;
        try {
            for (Shaped shaped : shaper.shape(json)) {
                byte[] key = shaped.key() == null ? raw.key() : shaped.key();
                Long own = shaped.timestamp() == null ? time : shaped.timestamp();
                add(partition, key, shaped.value(), own, raw.headers());
            }
        } catch (Shaper.Unshapeable reason) {
            fail(reason.reason());
        }
    }

    @Override
    public void failed(String reason) {
        begin();
        rows++;
        fail(reason);
    }

    @Override
    public void bytes(long count) {
        bytes += count;
    }

    @Override
    public void size(long size) {
        whole = size;
    }

    @Override
    public void position(String key, @Nullable String value) {
        begin();
        positions.put(key, value);
    }

    /** A point to come back to. */
    record Mark(int records, Map<String, @Nullable String> positions, long size, Totals totals, boolean empty) {}

    Mark mark() {
        return new Mark(records.size(), new LinkedHashMap<>(positions), size, totals(), empty);
    }

    /** Forgets what was added since. */
    void back(Mark mark) {
        records.subList(mark.records(), records.size()).clear();
        positions = mark.positions();
        size = mark.size();
        rows = mark.totals().rows();
        bytes = mark.totals().bytes();
        failed = mark.totals().failed();
        failures.clear();
        failures.addAll(mark.totals().failures());
        empty = mark.empty();
    }

    void clear() {
        back(new Mark(0, new LinkedHashMap<>(), 0, Totals.NONE, true));
        whole = null;
    }

    private void begin() {
        if (empty) {
            empty = false;
            since = System.nanoTime();
        }
    }

    private void fail(String reason) {
        failed++;
        failures.add(reason);
        if (failures.size() > Progress.MAX_FAILURES) {
            failures.remove();
        }
    }

    private void add(
            @Nullable Integer partition,
            byte @Nullable [] key,
            byte @Nullable [] value,
            @Nullable Long timestamp,
            @Nullable Headers headers) {
        int length = length(key) + length(value) + length(headers);
        if (length > target.maxRecord()) {
            fail("A record of " + length + " bytes is larger than the " + target.maxRecord()
                    + " that its topic takes (max.message.bytes).");
            return;
        }
        records.add(new ProducerRecord<>(target.topic(), partition, timestamp, key, value, headers));
        size += length + OVERHEAD;
    }

    private static int length(@Nullable Headers headers) {
        int length = 0;
        if (headers != null) {
            for (Header header : headers) {
                length += header.key().length() + length(header.value());
            }
        }
        return length;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
