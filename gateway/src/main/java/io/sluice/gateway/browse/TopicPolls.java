package io.sluice.gateway.browse;

import io.sluice.contract.Topics.TopicAccess;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.record.ByteBuilder;
import io.sluice.gateway.record.KafkaRecordView;
import io.sluice.gateway.record.Sight;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads of several partitions that wait for records; for consumers whose positions are kept elsewhere. */
public final class TopicPolls {
    private final Readers readers;
    private final Clock clock;

    public TopicPolls(Readers readers, Clock clock) {
        this.readers = readers;
        this.clock = clock;
    }

    /** How a record is written down as it is seen; called on worker threads, one after the other. */
    public interface Writer {
        void append(KafkaRecordView seen, ByteBuilder out);
    }

    /** @param next the offset that is read first */
    public record Place(String topic, int partition, long next) {}

    /**
     * @param places what comes first is served first
     * @param minBytes of keys and values, that are waited for
     * @param maxBytes of keys and values; a single record may be larger
     * @param timeout to wait for what is not there yet
     * @param fromEarliest where a position behind the end goes; else to the end
     */
    public record Ask(
            List<Place> places,
            long minBytes,
            long maxBytes,
            int maxRecords,
            Duration timeout,
            boolean fromEarliest,
            Writer writer) {}

    /** A record as it was written, of the partition that began at {@code place}. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    public record Item(Place place, byte[] json) {}

    /** @param next the offset behind what was read */
    public record Moved(Place place, long next) {}

    /** @param skipped offsets that retention had taken before they were read */
    public record Polled(List<Item> items, List<Moved> moved, long skipped) {}

    /** @param topics what the places are of, as the caller may see them */
    public Future<Polled> poll(Call call, List<TopicAccess> topics, Ask ask) {
        Map<String, Sight> sights = new HashMap<>();
        topics.forEach(topic -> sights.put(topic.name(), readers.sight(topic, clock)));
        String named = topics.isEmpty() ? "" : topics.get(0).name();
        return readers.read(
                call, named, (consumer, reading) -> new LaneRead(ask, sights, clock).read(consumer, reading));
    }
}
