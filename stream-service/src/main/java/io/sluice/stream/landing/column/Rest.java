package io.sluice.stream.landing.column;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What goes into a JSONB column. Any thread. */
final class Rest {
    private static final byte[] NUL = "u0000".getBytes(StandardCharsets.US_ASCII);

    private Rest() {}

    /** JSON that Postgres takes: it knows no U+0000. */
    static byte[] checked(byte[] json, @Nullable String column) throws Unfit {
        for (int i = 0; i < json.length; i++) {
            if (json[i] != '\\') {
                continue;
            }
            if (isNul(json, i + 1)) {
                throw new Unfit("a text in it has a character U+0000, which Postgres cannot hold", column);
            }
            i++;
        }
        return json;
    }

    private static boolean isNul(byte[] json, int from) {
        if (json.length - from < NUL.length) {
            return false;
        }
        for (int i = 0; i < NUL.length; i++) {
            if (json[from + i] != NUL[i]) {
                return false;
            }
        }
        return true;
    }

    /** Bytes that are no JSON: a JSON text where they are one, else <code>{"base64": …}</code>. */
    static byte[] ofBytes(byte[] bytes) {
        String text = text(bytes);
        String json = text != null && text.indexOf('\0') < 0
                ? "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\""
                : "{\"base64\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** Null where they are no UTF-8. */
    static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            return null;
        }
    }
}
