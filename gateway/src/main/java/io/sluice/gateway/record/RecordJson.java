package io.sluice.gateway.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.decode.Decoded;
import io.sluice.decode.RecordContent;
import io.sluice.filter.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as the JSON object that every surface shows, on one line, appended to a {@link ByteBuilder}. Any thread.
 *
 * <pre>{"topic":"rides","partition":0,"offset":17,"timestamp":1763692800000,"key":"75","headers":{},"value":…}</pre>
 *
 * <ul>
 *   <li>A value that is JSON (RFC 8259, UTF-8, nested at most 512 deep) is copied byte for byte, so every digit and the order
 *       of its keys stay; only raw line breaks, legal between tokens alone, become spaces. A null value is {@code null}.
 *   <li>Any other value comes as {@code value_text} when it is UTF-8, else as {@code value_base64}.
 *   <li>What the decoder of the topic's format has made of a value takes its place. One that it cannot decode comes as
 *       {@code value_base64}, with the reason in {@code value_error}.
 *   <li>Of a record with masked fields, what is left of value, key and headers takes their place. A value that is withheld is {@code null}, with the reason in
 *       {@code value_error}.
 *   <li>A value of more than {@code maxValueBytes} comes as {@code value_truncated}, its first {@value #PREVIEW_BYTES} bytes as
 *       text, with its whole {@code size} in bytes. Keys and headers are never cut.
 *   <li>The key is a JSON object or array where it is one, a string when it is UTF-8, else {@code key_base64} takes its place; no key is
 *       {@code null}. What the decoder has made of a key takes its place, or there is a {@code key_error}.
 *   <li>A header is a string, {@code {"base64":"…"}} when it is not UTF-8, or null; a name that repeats has an array of its
 *       values, in their order.
 * </ul>
 */
public final class RecordJson {
    /** Values above this are cut where nothing else is configured: 1 MiB. */
    public static final int DEFAULT_MAX_VALUE_BYTES = 1 << 20;

    /** How much of a value that is too large is shown: 16 KiB. */
    public static final int PREVIEW_BYTES = 16 * 1024;

    /** Many parsers stop at 1,000, and a record comes within a frame. */
    static final int MAX_DEPTH = 512;

    private static final byte[] TOPIC = "{\"topic\":".getBytes(US_ASCII);
    private static final byte[] PARTITION = ",\"partition\":".getBytes(US_ASCII);
    private static final byte[] OFFSET = ",\"offset\":".getBytes(US_ASCII);
    private static final byte[] TIMESTAMP = ",\"timestamp\":".getBytes(US_ASCII);
    private static final byte[] KEY = ",\"key\":".getBytes(US_ASCII);
    private static final byte[] KEY_BASE64 = ",\"key_base64\":".getBytes(US_ASCII);
    private static final byte[] KEY_ERROR = ",\"key_error\":".getBytes(US_ASCII);
    private static final byte[] HEADERS = ",\"headers\":{".getBytes(US_ASCII);
    private static final byte[] BASE64 = "{\"base64\":".getBytes(US_ASCII);
    private static final byte[] VALUE = "},\"value\":".getBytes(US_ASCII);
    private static final byte[] VALUE_TEXT = "},\"value_text\":".getBytes(US_ASCII);
    private static final byte[] VALUE_BASE64 = "},\"value_base64\":".getBytes(US_ASCII);
    private static final byte[] VALUE_ERROR = ",\"value_error\":".getBytes(US_ASCII);
    private static final byte[] VALUE_TRUNCATED = "},\"value_truncated\":".getBytes(US_ASCII);
    private static final byte[] SIZE = ",\"size\":".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    private final int maxValueBytes;
    /** Of the topic seen last. A race costs no more than making one twice. */
    private Begin begin = Begin.of("");

    /** What records of a topic begin with. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Begin(String topic, byte[] bytes) {
        static Begin of(String topic) {
            ByteBuilder begin = new ByteBuilder(64);
            return new Begin(
                    topic, begin.put(TOPIC).string(topic).put(PARTITION).toBytes());
        }
    }

    /** @param maxValueBytes {@link Integer#MAX_VALUE} for the whole value, whatever its size */
    public RecordJson(int maxValueBytes) {
        this.maxValueBytes = maxValueBytes;
    }

    /** @param projected what a projection made of the value; takes the value's place when it is not null */
    public void append(KafkaRecordView view, byte @Nullable [] projected, ByteBuilder out) {
        ConsumerRecord<byte[], byte[]> record = view.record();
        out.put(begin(record.topic())).put(record.partition());
        out.put(OFFSET).put(record.offset());
        out.put(TIMESTAMP).put(record.timestamp());
        key(record.key(), view.content(), out);
        out.put(HEADERS);
        headers(view.headers(), out);
        if (projected == null) {
            decoded(record.value(), view.content(), out);
        } else {
            value(projected, out);
        }
        out.put('}');
    }

    private byte[] begin(String topic) {
        Begin known = begin;
        if (!known.topic().equals(topic)) {
            known = Begin.of(topic);
            begin = known;
        }
        return known.bytes();
    }

    private static void key(byte @Nullable [] key, RecordContent content, ByteBuilder out) {
        if (key == null) {
            out.put(KEY).put(NULL);
            return;
        }
        Decoded decoded = content.key();
        if (decoded instanceof Decoded.AsIs) {
            plainKey(key, out);
        } else if (decoded instanceof Decoded.Json json) {
            plainKey(json.bytes(), JsonText.of(json.bytes(), MAX_DEPTH), out);
        } else {
            out.put(KEY_BASE64).base64(key);
            error(KEY_ERROR, decoded, out);
        }
    }

    /** A text that is JSON is still a text, but for an object or an array. */
    private static void plainKey(byte[] key, ByteBuilder out) {
        boolean structured = key.length > 1 && (key[0] == '{' || key[0] == '[');
        plainKey(key, structured ? JsonText.of(key, MAX_DEPTH) : JsonText.NONE, out);
    }

    private static void plainKey(byte[] key, JsonText json, ByteBuilder out) {
        switch (json) {
            case ONE_LINE -> out.put(KEY).put(key);
            case LINES -> out.put(KEY).putOnOneLine(key);
            case NONE -> {
                if (Utf8.isValid(key)) {
                    out.put(KEY).string(key, key.length);
                } else {
                    out.put(KEY_BASE64).base64(key);
                }
            }
        }
    }

    private static void error(byte[] name, Decoded decoded, ByteBuilder out) {
        if (decoded instanceof Decoded.Failed failed) {
            out.put(name).string(failed.reason());
        }
    }

    private static void headers(Header[] all, ByteBuilder out) {
        if (all.length == 0) {
            return;
        }
        Map<String, List<Header>> byName = new LinkedHashMap<>();
        for (Header header : all) {
            byName.computeIfAbsent(header.key(), name -> new ArrayList<>(1)).add(header);
        }
        boolean first = true;
        for (Map.Entry<String, List<Header>> entry : byName.entrySet()) {
            if (!first) {
                out.put(',');
            }
            first = false;
            out.string(entry.getKey()).put(':');
            headerValues(entry.getValue(), out);
        }
    }

    private static void headerValues(List<Header> values, ByteBuilder out) {
        if (values.size() == 1) {
            headerValue(values.get(0).value(), out);
            return;
        }
        for (int i = 0; i < values.size(); i++) {
            out.put(i == 0 ? '[' : ',');
            headerValue(values.get(i).value(), out);
        }
        out.put(']');
    }

    private static void headerValue(byte @Nullable [] value, ByteBuilder out) {
        if (value == null) {
            out.put(NULL);
        } else if (Utf8.isValid(value)) {
            out.string(value, value.length);
        } else {
            out.put(BASE64).base64(value).put('}');
        }
    }

    private void decoded(byte @Nullable [] value, RecordContent content, ByteBuilder out) {
        Decoded decoded = content.value();
        if (value == null || decoded instanceof Decoded.AsIs) {
            value(value, out);
        } else if (decoded instanceof Decoded.Json json) {
            value(json.bytes(), out);
        } else if (decoded instanceof Decoded.Withheld withheld) {
            out.put(VALUE).put(NULL).put(VALUE_ERROR).string(withheld.reason());
        } else if (value.length > maxValueBytes) {
            value(value, out);
            error(VALUE_ERROR, decoded, out);
        } else {
            out.put(VALUE_BASE64).base64(value);
            error(VALUE_ERROR, decoded, out);
        }
    }

    private void value(byte @Nullable [] value, ByteBuilder out) {
        if (value == null) {
            out.put(VALUE).put(NULL);
        } else if (value.length > maxValueBytes) {
            out.put(VALUE_TRUNCATED).string(value, whole(value, Math.min(value.length, PREVIEW_BYTES)));
            out.put(SIZE).put(value.length);
        } else {
            whole(value, out);
        }
    }

    private static void whole(byte[] value, ByteBuilder out) {
        switch (JsonText.of(value, MAX_DEPTH)) {
            case ONE_LINE -> out.put(VALUE).put(value);
            case LINES -> out.put(VALUE).putOnOneLine(value);
            case NONE -> {
                if (Utf8.isValid(value)) {
                    out.put(VALUE_TEXT).string(value, value.length);
                } else {
                    out.put(VALUE_BASE64).base64(value);
                }
            }
        }
    }

    /** At most {@code length}, less where a character of several bytes would be cut in two. */
    private static int whole(byte[] value, int length) {
        int start = length;
        while (start > 0 && length - start < 3 && (value[start - 1] & 0xC0) == 0x80) {
            start--;
        }
        boolean cut = start > 0 && value[start - 1] < 0 && Utf8.sequence(value, start - 1, length) == 0;
        return cut && Utf8.sequence(value, start - 1, value.length) > 0 ? start - 1 : length;
    }
}
