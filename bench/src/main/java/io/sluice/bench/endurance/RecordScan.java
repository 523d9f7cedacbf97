package io.sluice.bench.endurance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Finds what the run needs in records and frames without decoding them. Their values contain none of the names looked for. */
final class RecordScan {
    private static final byte[] PARTITION = "\"partition\":".getBytes(US_ASCII);
    private static final byte[] OFFSET = "\"offset\":".getBytes(US_ASCII);
    private static final byte[] TOKEN = "\"token\":\"".getBytes(US_ASCII);

    private RecordScan() {}

    /** Has every record in {@code json} taken. */
    static void take(byte[] json, Holding holding) {
        for (int at = after(json, PARTITION, 0); at >= 0; at = after(json, PARTITION, at)) {
            int offset = after(json, OFFSET, at);
            holding.take(Math.toIntExact(number(json, at)), number(json, offset));
        }
    }

    /** The last in {@code json}. */
    static @Nullable String token(byte[] json) {
        int from = -1;
        for (int at = after(json, TOKEN, Math.max(0, json.length - 4096)); at >= 0; at = after(json, TOKEN, at)) {
            from = at;
        }
        if (from < 0) {
            return null;
        }
        int to = from;
        while (json[to] != '"') {
            to++;
        }
        return new String(json, from, to - from, US_ASCII);
    }

    static boolean startsWith(byte[] json, String prefix) {
        return json.length >= prefix.length() && new String(json, 0, prefix.length(), UTF_8).equals(prefix);
    }

    private static long number(byte[] json, int from) {
        long number = 0;
        for (int at = from; json[at] >= '0' && json[at] <= '9'; at++) {
            number = number * 10 + json[at] - '0';
        }
        return number;
    }

    /** Behind the first {@code needle} at {@code from} or behind it; -1: there is none. */
    private static int after(byte[] json, byte[] needle, int from) {
        int matched = 0;
        for (int at = from; at < json.length; at++) {
            matched = json[at] == needle[matched] ? matched + 1 : json[at] == needle[0] ? 1 : 0;
            if (matched == needle.length) {
                return at + 1;
            }
        }
        return -1;
    }
}
