package io.sluice.stream.intake;

import io.sluice.contract.RecordFormat;
import io.sluice.decode.Decoded;
import io.sluice.decode.Decoders;
import io.sluice.decode.RecordContent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The value of a foreign record as JSON, for who has to look into it. MessagePack is told by its first byte, which no JSON and no
 * other UTF-8 text of an object or a list has. Belongs to one thread.
 *
 * <p>The older SciDX library packs MessagePack into Blosc. There is no kept library for that in Java, and a native one would run foreign
 * bytes in this process; such a value fails with a reason that says so.
 */
public final class PackedValue {
    private static final int BLOSC_HEADER = 16;
    private static final int BLOSC_SIZE_AT = 12;
    private static final String BLOSC =
            "the value is packed with Blosc, as the SciDX library does, which cannot be read here; a copy without mapping and processing keeps it as it is";

    private final RecordContent messagePack = Decoders.PLAIN.of(
            new RecordFormat(RecordFormat.Part.AUTO, new RecordFormat.Part(RecordFormat.Type.MESSAGEPACK)));

    /** {@link Decoded#AS_IS} if it is neither. */
    public Decoded read(byte[] value) {
        if (isBlosc(value)) {
            return new Decoded.Failed(BLOSC, false);
        }
        if (!isMessagePack(value)) {
            return Decoded.AS_IS;
        }
        messagePack.show(null, value);
        return messagePack.value();
    }

    /** A map or an array. */
    private static boolean isMessagePack(byte[] value) {
        int first = value.length == 0 ? 0 : value[0] & 0xff;
        return first >= 0x80 && first <= 0x9f || first >= 0xdc && first <= 0xdf;
    }

    /** Version 1 or 2, and the size of the whole in the head is that of the value. */
    private static boolean isBlosc(byte[] value) {
        return value.length >= BLOSC_HEADER
                && (value[0] == 1 || value[0] == 2)
                && ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt(BLOSC_SIZE_AT) == value.length;
    }
}
