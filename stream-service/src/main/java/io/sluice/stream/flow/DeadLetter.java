package io.sluice.stream.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contract.Streams.Failure;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A record that did not get where it should: as it was, with its key, value, headers and time, and headers besides that say why, and
 * where it is in its source. What would be too large for the topic goes without its value, and if need be without its key and headers.
 */
final class DeadLetter {
    /** For people. */
    static final String REASON = "sluice.reason";

    static final String TOPIC = "sluice.topic";
    static final String PARTITION = "sluice.partition";
    static final String OFFSET = "sluice.offset";
    /** Of the value, in bytes, where the letter has none for its size. */
    static final String SIZE = "sluice.size";

    /** How long dead letters stay, in milliseconds: 7 days. */
    static final long RETENTION_MS = 7L * 24 * 60 * 60 * 1000;
    /** What the headers may add, in bytes: a topic of dead letters takes that much more than the stream's. */
    static final int HEADROOM_BYTES = 64 * 1024;

    private static final String SUFFIX = "-dead-letters";

    private DeadLetter() {}

    /** Of a stream whose records go to {@code topic}. */
    static String topic(String topic) {
        return topic + SUFFIX;
    }

    /**
     * @param record as it was read
     * @param failure where it is and what is wrong
     * @param to the topic of dead letters, which takes {@code maxBytes} at a time
     */
    static Record<byte[], Outgoing> of(Record<byte[], byte[]> record, Failure failure, String to, int maxBytes) {
        byte[] value = record.value();
        Record<byte[], Outgoing> whole = letter(record, failure, to, value);
        if (Outgoing.size(whole, value) <= maxBytes) {
            return whole;
        }
        Record<byte[], Outgoing> part = letter(record, failure, to, null);
        if (value != null) {
            part.headers().add(SIZE, text(value.length));
        }
        return Outgoing.size(part, null) <= maxBytes ? part : bare(part, failure, to);
    }

    private static Record<byte[], Outgoing> letter(
            Record<byte[], ?> record, Failure failure, String to, byte @Nullable [] value) {
        Headers headers = new RecordHeaders(record.headers().toArray());
        mark(headers, failure);
        return new Record<>(record.key(), new Outgoing(to, value), record.timestamp(), headers);
    }

    @SuppressWarnings("NullAway") // a record of Kafka may have no key
    private static Record<byte[], Outgoing> bare(Record<byte[], Outgoing> part, Failure failure, String to) {
        Headers headers = new RecordHeaders();
        mark(headers, failure);
        return new Record<>(null, new Outgoing(to, null), part.timestamp(), headers);
    }

    private static void mark(Headers headers, Failure failure) {
        headers.add(REASON, failure.reason().getBytes(UTF_8));
        headers.add(TOPIC, failure.topic().getBytes(UTF_8));
        headers.add(PARTITION, text(failure.partition()));
        headers.add(OFFSET, text(failure.offset()));
    }

    private static byte[] text(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }
}
