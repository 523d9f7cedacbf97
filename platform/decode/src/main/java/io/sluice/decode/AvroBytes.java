package io.sluice.decode;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding over the bytes of one record. Avro's own decoder makes an array of whatever length a record claims; this one
 * holds each length against what is left of the bytes, and counts the elements that need no bytes at all.
 */
final class AvroBytes extends Decoder {
    /** Elements of arrays and maps that are looked at or skipped in one record. */
    private static final long MAX_ELEMENTS = 4_000_000;

    private static final int MAX_VARINT_BYTES = 10;

    private final ByteBuffer in;
    private long elements;

    AvroBytes(ByteBuffer bytes) {
        this.in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int remaining() {
        return in.remaining();
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() throws IOException {
        return next() == 1;
    }

    private byte next() throws IOException {
        need(1);
        return in.get();
    }

    private void need(long bytes) throws IOException {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new EOFException();
        }
    }

    @Override
    public int readInt() throws IOException {
        return Math.toIntExact(readLong());
    }

    /** A zigzag varint of seven bits a byte, the lowest first. */
    @Override
    public long readLong() throws IOException {
        long bits = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            byte b = next();
            bits |= (long) (b & 0x7F) << (7 * i);
            if (b >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new DecodeFault("a number of the Avro record has no end");
    }

    @Override
    public float readFloat() throws IOException {
        need(Float.BYTES);
        return in.getFloat();
    }

    @Override
    public double readDouble() throws IOException {
        need(Double.BYTES);
        return in.getDouble();
    }

    private byte[] sized() throws IOException {
        long length = readLong();
        need(length);
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(sized());
    }

    @Override
    public String readString() throws IOException {
        return new String(sized(), StandardCharsets.UTF_8);
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(sized());
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        need(length);
        in.get(bytes, start, length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    /** A negative count has the size of the block in bytes behind it. */
    private long block() throws IOException {
        long count = readLong();
        if (count < 0) {
            count = Math.negateExact(count);
            readLong();
        }
        elements = Math.addExact(elements, count);
        if (elements > MAX_ELEMENTS) {
            throw new DecodeFault("the Avro record has more than " + MAX_ELEMENTS + " elements");
        }
        return count;
    }

    @Override
    public long readArrayStart() throws IOException {
        return block();
    }

    @Override
    public long arrayNext() throws IOException {
        return block();
    }

    @Override
    public long readMapStart() throws IOException {
        return block();
    }

    @Override
    public long mapNext() throws IOException {
        return block();
    }

    /** How many elements there are to be skipped one by one, before this is asked again. */
    @Override
    public long skipArray() throws IOException {
        return block();
    }

    @Override
    public long skipMap() throws IOException {
        return block();
    }

    private void skip(long length) throws IOException {
        need(length);
        in.position(in.position() + (int) length);
    }

    @Override
    public void skipString() throws IOException {
        skip(readLong());
    }

    @Override
    public void skipBytes() throws IOException {
        skip(readLong());
    }

    @Override
    public void skipFixed(int length) throws IOException {
        skip(length);
    }
}
