package io.sluice.stream.flow;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A value and the topic that it goes to: one sink writes to them all. */
@SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
record Outgoing(String topic, byte @Nullable [] value) {
    static final TopicNameExtractor<byte[], Outgoing> TOPIC = (key, outgoing, context) -> outgoing.topic();
    static final Serializer<Outgoing> SERIALIZER = (topic, outgoing) -> outgoing.value();

    /** A batch of one record: its own header, and the most that the lengths and differences of a record take. */
    private static final int OVERHEAD = 61 + 26;
    /** Of the lengths of a header's name and value. */
    private static final int HEADER_OVERHEAD = 10;
    /** Of a char in UTF-8. */
    private static final int CHAR_BYTES = 3;

    /** An upper bound of what a broker counts of a record with this value, in bytes. */
    static long size(Record<byte[], ?> record, byte @Nullable [] value) {
        return OVERHEAD + length(record.key()) + length(value) + size(record.headers());
    }

    private static long size(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            size += HEADER_OVERHEAD + (long) CHAR_BYTES * header.key().length() + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
