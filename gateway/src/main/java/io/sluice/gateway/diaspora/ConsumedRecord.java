package io.sluice.gateway.diaspora;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.gateway.browse.TopicPolls;
import io.sluice.gateway.record.ByteBuilder;
import io.sluice.gateway.record.KafkaRecordView;
import io.sluice.gateway.record.Utf8;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record as the consumer calls tell it: {@code {"topic","key","value","partition","offset"}}. In the format {@code binary} key and value are
 * Base64, in {@code json} they are texts, and a value that is JSON is a text as well; what is not UTF-8 is Base64.
 *
 * @param prefix of the namespace, which is not told
 * @param masked topics that the reader does not see all of
 */
record ConsumedRecord(String prefix, boolean asText, Set<String> masked) implements TopicPolls.Writer {
    private static final byte[] TOPIC = "{\"topic\":".getBytes(US_ASCII);
    private static final byte[] KEY = ",\"key\":".getBytes(US_ASCII);
    private static final byte[] VALUE = ",\"value\":".getBytes(US_ASCII);
    private static final byte[] PARTITION = ",\"partition\":".getBytes(US_ASCII);
    private static final byte[] OFFSET = ",\"offset\":".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    @Override
    public void append(KafkaRecordView seen, ByteBuilder out) {
        String topic = seen.topic();
        boolean decoded = asText || masked.contains(topic);
        out.put(TOPIC).string(topic.startsWith(prefix) ? topic.substring(prefix.length()) : topic);
        out.put(KEY);
        bytes(SeenRecord.key(seen, decoded), out);
        out.put(VALUE);
        bytes(SeenRecord.value(seen, decoded), out);
        out.put(PARTITION).put(seen.partition());
        out.put(OFFSET).put(seen.offset()).put('}');
    }

    private void bytes(byte @Nullable [] bytes, ByteBuilder out) {
        if (bytes == null) {
            out.put(NULL);
        } else if (asText && Utf8.isValid(bytes)) {
            out.string(bytes, bytes.length);
        } else {
            out.base64(bytes);
        }
    }
}
