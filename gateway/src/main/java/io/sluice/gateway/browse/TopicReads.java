package io.sluice.gateway.browse;

import io.sluice.contract.StartAt;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.record.Positions;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Bounded reads of a topic, up to its end, for other APIs than the platform's own. */
public final class TopicReads {
    private final Readers readers;
    private final Clock clock;

    public TopicReads(Readers readers, Clock clock) {
        this.readers = readers;
        this.clock = clock;
    }

    /** @param bytes of the answer (one record more at most), {@code records} likewise */
    public record Ask(StartAt from, Filter where, int records, int bytes) {}

    /**
     * @param items the records as the platform shows them, as a JSON list
     * @param next the offset behind what was looked at, by partition
     * @param isCut a limit was met before the end
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    public record Found(byte[] items, Map<Integer, Long> next, boolean isCut) {}

    public Future<Found> find(Call call, TopicAccess access, Ask ask) {
        PageRead.Ask page = new PageRead.Ask(
                access.name(), access.id(), ask.from(), null, null, ask.where(), Projection.ALL, ask.records());
        return readers.read(call, access.name(), (consumer, reading) -> new PageRead(
                                page, readers.limits().answering(ask.bytes()), clock, readers.sight(access, clock))
                        .read(consumer, reading))
                .map(TopicReads::found);
    }

    private static Found found(PageRead.Result page) {
        byte[] items = new byte[page.items().length + 2];
        System.arraycopy(page.items(), 0, items, 1, page.items().length);
        items[0] = '[';
        items[items.length - 1] = ']';
        StartAt until = StartAt.parse(page.until(), "");
        Map<Integer, Long> next = until instanceof StartAt.Offsets offsets ? offsets.offsets() : Map.of();
        return new Found(items, next, page.next() != null);
    }

    /** The offsets that the next committed records can have at the earliest. */
    public Future<Map<Integer, Long>> ends(Call call, TopicAccess access) {
        return readers.read(call, access.name(), (consumer, reading) -> {
            Map<TopicPartition, Long> ends =
                    consumer.endOffsets(Positions.partitions(access.name(), access.partitions()));
            Map<Integer, Long> byNumber = new HashMap<>();
            ends.forEach((partition, end) -> byNumber.put(partition.partition(), end));
            return byNumber;
        });
    }
}
