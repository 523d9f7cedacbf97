package io.sluice.decode;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.sluice.filter.JsonText;
import io.sluice.filter.Masker;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A record as it is seen through a veil: decoded once for all, then masked for those who see it like this. What cannot be decoded, or is no
 * JSON though fields of it are masked, is withheld. Belongs to one thread.
 */
final class VeiledContent extends RecordContent {
    private static final int MAX_DEPTH = 512;
    private static final Decoded NOTHING = new Decoded.Json("null".getBytes(StandardCharsets.US_ASCII));
    private static final Decoded VALUE =
            new Decoded.Withheld("withheld: fields of it are masked, and it cannot be read as JSON");

    private final RecordContent whole;
    private final Masker masker;

    VeiledContent(RecordContent whole, Masker masker) {
        super(whole);
        this.whole = whole;
        this.masker = masker;
    }

    @Override
    Decoded decodeValue(byte[] bytes) {
        Decoded decoded = whole.value();
        if (masker.leavesValues()) {
            return decoded;
        }
        byte[] seen = seen(decoded, bytes);
        byte[] left = decoded instanceof Decoded.Failed || seen == null ? null : masker.value(seen);
        if (left == null) {
            return decoded instanceof Decoded.Failed || masker.isWithheld() ? VALUE : NOTHING;
        }
        return left == seen ? decoded : new Decoded.Json(left);
    }

    @Override
    Decoded decodeKey(byte[] bytes) {
        Decoded decoded = whole.key();
        if (masker.leavesKeys()) {
            return decoded;
        }
        byte[] seen = whole.filteredKey();
        byte[] left = decoded instanceof Decoded.Failed || seen == null ? null : masker.key(seen);
        if (left == null) {
            return NOTHING;
        }
        return left == seen ? decoded : new Decoded.Json(json(left));
    }

    @Override
    public boolean isPassing() {
        return whole.isPassing();
    }

    /** A key is shown as a text, but for an object or a list. */
    private static byte[] json(byte[] key) {
        boolean structured = key.length > 1 && (key[0] == '{' || key[0] == '[');
        return structured && JsonText.of(key, MAX_DEPTH) != JsonText.NONE ? key : quoted(key);
    }

    private static byte[] quoted(byte[] text) {
        ByteArrayOutputStream quoted = new ByteArrayOutputStream(text.length + 2);
        quoted.write('"');
        quoted.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(new String(text, StandardCharsets.UTF_8)));
        quoted.write('"');
        return quoted.toByteArray();
    }
}
