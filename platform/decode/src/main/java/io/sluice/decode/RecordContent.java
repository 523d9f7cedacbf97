package io.sluice.decode;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.filter.Masker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Key and value of one record after the other, each decoded at most once, and only when somebody wants to see it. Belongs to one thread.
 */
public sealed class RecordContent permits VeiledContent {
    private static final JsonMapper JSON = new JsonMapper();
    /** What a filter sees of what cannot be decoded: neither JSON nor a text, so that who asks for a field of it has an error. */
    private static final byte[] UNREADABLE = {(byte) 0xFF};

    private final Decoder keys;
    private final Decoder values;
    private byte @Nullable [] key;
    private byte @Nullable [] value;
    private @Nullable Decoded decodedKey;
    private @Nullable Decoded decodedValue;

    RecordContent(Decoder keys, Decoder values) {
        this.keys = keys;
        this.values = values;
    }

    RecordContent(RecordContent other) {
        this(other.keys, other.values);
    }

    /** From now on it is this record's. */
    public final void show(byte @Nullable [] nextKey, byte @Nullable [] nextValue) {
        key = nextKey;
        value = nextValue;
        decodedKey = null;
        decodedValue = null;
    }

    /** {@link Decoded#AS_IS} where there is no key. */
    public final Decoded key() {
        Decoded known = decodedKey;
        if (known == null) {
            known = key == null ? Decoded.AS_IS : decodeKey(key);
            decodedKey = known;
        }
        return known;
    }

    /** {@link Decoded#AS_IS} where there is no value. */
    public final Decoded value() {
        Decoded known = decodedValue;
        if (known == null) {
            known = value == null ? Decoded.AS_IS : decodeValue(value);
            decodedValue = known;
        }
        return known;
    }

    Decoded decodeKey(byte[] bytes) {
        return keys.decode(bytes);
    }

    Decoded decodeValue(byte[] bytes) {
        return values.decode(bytes);
    }

    /** The same records, as they are seen through a veil. Shows what this one shows, and is told of each record after it. */
    public RecordContent under(Masker masker) {
        return new VeiledContent(this, masker);
    }

    /** Whether something of it that was looked at may be decoded in a while, though not now. */
    public boolean isPassing() {
        return isPassing(decodedKey) || isPassing(decodedValue);
    }

    private static boolean isPassing(@Nullable Decoded decoded) {
        return decoded instanceof Decoded.Failed failed && failed.passing();
    }

    /** The key as filters see it: a key that is one text without the quotes around it. */
    public byte @Nullable [] filteredKey() {
        return key() instanceof Decoded.Json json ? text(json.bytes()) : seen(key(), key);
    }

    /** The value as filters see it. */
    public byte @Nullable [] filteredValue() {
        return seen(value(), value);
    }

    static byte @Nullable [] seen(Decoded decoded, byte @Nullable [] bytes) {
        if (decoded instanceof Decoded.Json json) {
            return json.bytes();
        }
        return decoded instanceof Decoded.Failed || decoded instanceof Decoded.Withheld ? UNREADABLE : bytes;
    }

    private static byte[] text(byte[] json) {
        if (json.length == 0 || json[0] != '"') {
            return json;
        }
        try {
            return JSON.readValue(json, String.class).getBytes(StandardCharsets.UTF_8);
        } catch (IOException notOne) {
            return json;
        }
    }
}
