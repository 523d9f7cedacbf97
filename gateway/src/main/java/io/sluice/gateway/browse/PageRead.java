package io.sluice.gateway.browse;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.StartAt;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.filter.Verdict;
import io.sluice.gateway.record.ByteBuilder;
import io.sluice.gateway.record.Positions;
import io.sluice.gateway.record.RecordJson;
import io.sluice.gateway.record.Sight;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One page of a topic's records through a filter. Runs on a worker thread. */
final class PageRead {
    private final Ask ask;
    private final BrowseLimits limits;
    private final Clock clock;
    private final Sieve sieve;
    private final RecordJson json = new RecordJson(RecordJson.DEFAULT_MAX_VALUE_BYTES);
    private final ByteBuilder items = new ByteBuilder(16 << 10);
    private int count;
    private long scanned;
    private long scannedBytes;
    private long errors;

    /**
     * @param topicId of the broker, for the cursor
     * @param until where to stop; null: at the end as it is now
     * @param cursor of the page before; it takes the place of {@code from} and {@code until}
     */
    record Ask(
            String topic,
            String topicId,
            StartAt from,
            @Nullable Instant until,
            @Nullable PageCursor cursor,
            Filter where,
            Projection select,
            int limit) {}

    enum Reason {
        END,
        LIMIT,
        SCAN_LIMIT,
        TIME_LIMIT;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param items the records as JSON, separated by commas */
    record Result(
            byte[] items,
            long scanned,
            long errors,
            String until,
            Reason reason,
            @Nullable String next) {}

    PageRead(Ask ask, BrowseLimits limits, Clock clock, Sight sight) {
        this.ask = ask;
        this.limits = limits;
        this.clock = clock;
        this.sieve = new Sieve(clock, ask.where(), ask.select(), sight);
    }

    Result read(Consumer<byte[], byte[]> consumer, Reading reading) {
        Instant deadline = clock.instant().plus(limits.time());
        PageCursor bounds = bounds(consumer);
        Merge merge = new Merge(consumer, ask.topic(), bounds.next(), bounds.end());
        Reason reason = stop(merge, deadline);
        while (reason == null) {
            ConsumerRecord<byte[], byte[]> record = merge.take();
            if (record == null) {
                reading.check();
                merge.fill();
            } else {
                look(record);
            }
            reason = stop(merge, deadline);
        }
        Map<Integer, Long> next = merge.next();
        String cursor = reason == Reason.END ? null : new PageCursor(ask.topicId(), next, bounds.end()).text();
        return new Result(items.toBytes(), scanned, errors, new StartAt.Offsets(next).text(), reason, cursor);
    }

    private @Nullable Reason stop(Merge merge, Instant deadline) {
        if (merge.atEnd()) {
            return Reason.END;
        } else if (count >= ask.limit() || items.size() >= limits.responseBytes()) {
            return Reason.LIMIT;
        } else if (scanned >= limits.records() || scannedBytes >= limits.bytes()) {
            return Reason.SCAN_LIMIT;
        }
        return clock.instant().isAfter(deadline) ? Reason.TIME_LIMIT : null;
    }

    private void look(ConsumerRecord<byte[], byte[]> record) {
        scanned++;
        scannedBytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        Verdict verdict = sieve.judge(record);
        if (verdict == Verdict.ERROR) {
            errors++;
        } else if (verdict == Verdict.MATCH) {
            if (count++ > 0) {
                items.put(',');
            }
            json.append(sieve.view(), sieve.projected(), items);
        }
    }

    private PageCursor bounds(Consumer<byte[], byte[]> consumer) {
        PageCursor cursor = ask.cursor();
        StartAt from = cursor == null ? ask.from() : new StartAt.Offsets(cursor.next());
        Positions.Resolved resolved = resolve(consumer, from);
        Map<Integer, Long> end = new HashMap<>(resolved.end());
        if (cursor != null) {
            end.replaceAll((partition, last) -> Math.min(last, cursor.end().getOrDefault(partition, 0L)));
        } else if (ask.until() != null) {
            Positions.at(consumer, ask.topic(), ask.until())
                    .forEach((partition, offset) -> end.merge(partition, offset, Math::min));
        }
        Map<Integer, Long> start = new HashMap<>(resolved.start());
        start.replaceAll(
                (partition, offset) -> Math.max(offset, resolved.begin().getOrDefault(partition, offset)));
        start.replaceAll((partition, offset) -> Math.min(offset, end.getOrDefault(partition, offset)));
        return new PageCursor(ask.topicId(), start, end);
    }

    private Positions.Resolved resolve(Consumer<byte[], byte[]> consumer, StartAt from) {
        try {
            return Positions.resolve(consumer, ask.topic(), from, clock.instant());
        } catch (ProblemException refused) {
            if (ask.cursor() != null && refused.problem() instanceof Problem.Invalid) {
                throw Problem.Invalid.at("/cursor", "is not a cursor of this list")
                        .toException();
            }
            throw refused;
        }
    }
}
