package io.sluice.filter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Writes what one kind of mask leaves of a value. Owned by one thread. */
final class MaskWriter {
    private static final String HMAC = "HmacSHA256";
    private static final int HASH_BYTES = 16;
    private static final byte[] CUT = Texts.encode("…");
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final Mask.Action action;
    private final @Nullable Mac mac;
    private final Cell text = new Cell();

    MaskWriter(Mask.Action action, String secret) {
        this.action = action;
        this.mac = action instanceof Mask.Hash ? mac(secret) : null;
    }

    private static Mac mac(String secret) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(("sluice mask " + secret).getBytes(StandardCharsets.UTF_8), HMAC));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java runtime has HMAC-SHA-256", missing);
        }
    }

    /** Whether a list is masked element by element. */
    boolean isForElements() {
        return action instanceof Mask.Hash || action instanceof Mask.Shorten;
    }

    /** The value between two places, the scanner having just passed it; nothing is written where nothing is left of it. */
    void write(JsonScanner scanner, int from, int to, Output out) {
        byte[] in = scanner.bytes();
        if (action instanceof Mask.Replace replace) {
            out.put(Texts.encode(replace.json()));
        } else if (action instanceof Mask.Remove) {
            return;
        } else if (in[from] == '"') {
            text.jsonText(in, from + 1, to - 1, scanner.escaped());
            out.string(shown(text.bytes(), text.from(), text.to()));
        } else if (in[from] == 'n' || (action instanceof Mask.Shorten && !isDigit(in[from]))) {
            out.put(NULL);
        } else {
            out.string(shown(in, from, to));
        }
    }

    boolean isRemoval() {
        return action instanceof Mask.Remove;
    }

    /** What is left of a value, whatever it is, as JSON; null for nothing. */
    byte @Nullable [] json(byte[] whole) {
        if (action instanceof Mask.Remove) {
            return null;
        } else if (action instanceof Mask.Replace replace) {
            return Texts.encode(replace.json());
        }
        byte[] left = text(whole);
        if (left == null) {
            return null;
        }
        Output out = new Output();
        out.string(left);
        return out.toBytes();
    }

    /** What is left of a text that stands alone, such as a header; null for nothing. */
    byte @Nullable [] text(byte[] whole) {
        if (action instanceof Mask.Remove) {
            return null;
        } else if (action instanceof Mask.Replace replace) {
            return plain(replace.json());
        }
        boolean readable = action instanceof Mask.Hash || JsonScanner.isUtf8(whole);
        return readable ? shown(whole, 0, whole.length) : null;
    }

    /** A text without its quotes; null for null. */
    private static byte @Nullable [] plain(String json) {
        byte[] bytes = Texts.encode(json);
        if (json.equals("null")) {
            return null;
        } else if (bytes[0] != '"') {
            return bytes;
        }
        Cell cell = new Cell();
        cell.jsonText(bytes, 1, bytes.length - 1, json.indexOf('\\') >= 0);
        return Arrays.copyOfRange(cell.bytes(), cell.from(), cell.to());
    }

    private byte[] shown(byte[] in, int from, int to) {
        return action instanceof Mask.Shorten shorten ? ends(shorten, in, from, to) : digest(in, from, to);
    }

    private byte[] digest(byte[] in, int from, int to) {
        Mac keyed = Objects.requireNonNull(mac);
        keyed.update(in, from, to - from);
        return HexFormat.of().formatHex(keyed.doFinal(), 0, HASH_BYTES).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] ends(Mask.Shorten shorten, byte[] in, int from, int to) {
        long characters = Texts.codePoints(in, from, to);
        if (characters <= (long) shorten.first() + shorten.last()) {
            return Arrays.copyOfRange(in, from, to);
        }
        int head = skip(in, from, shorten.first());
        int tail = skip(in, head, characters - shorten.first() - shorten.last());
        byte[] shown = new byte[head - from + CUT.length + to - tail];
        System.arraycopy(in, from, shown, 0, head - from);
        System.arraycopy(CUT, 0, shown, head - from, CUT.length);
        System.arraycopy(in, tail, shown, head - from + CUT.length, to - tail);
        return shown;
    }

    private static int skip(byte[] in, int from, long characters) {
        int at = from;
        for (long i = 0; i < characters; i++) {
            at += Texts.width(in[at]);
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b == '-' || (b >= '0' && b <= '9');
    }
}
