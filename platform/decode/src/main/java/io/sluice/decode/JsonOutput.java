package io.sluice.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;

/**
 * How every decoder writes JSON: on one line, at most {@value #MAX_DEPTH} levels deep and 16 MiB long. Numbers are numbers with all
 * their digits (not-a-number and the infinities are texts), bytes are Base64.
 */
final class JsonOutput {
    static final int MAX_DEPTH = 512;
    private static final int MAX_BYTES = 16 << 20;
    private static final int FIRST_BYTES = 512;
    /** A number with more is hostile: to write it takes the square of its length. */
    private static final int MAX_NUMBER_BITS = 8_192;

    /** A number with more zeros in front or behind is written with an exponent. */
    private static final int MAX_SCALE = 400;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private JsonOutput() {}

    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    static Decoded write(Writing writing) throws IOException {
        Bounded out = new Bounded();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            writing.to(json);
        } catch (StreamConstraintsException deep) {
            throw new DecodeFault("the value is nested more than " + MAX_DEPTH + " deep");
        }
        return new Decoded.Json(out.toByteArray());
    }

    static void bytes(JsonGenerator json, byte[] bytes) throws IOException {
        json.writeString(Base64.getEncoder().encodeToString(bytes));
    }

    static void number(JsonGenerator json, BigInteger number) throws IOException {
        json.writeNumber(checked(number));
    }

    static void number(JsonGenerator json, BigDecimal number) throws IOException {
        checked(number.unscaledValue());
        boolean plain = Math.abs((long) number.scale()) <= MAX_SCALE;
        json.writeNumber(plain ? number.toPlainString() : number.toString());
    }

    private static BigInteger checked(BigInteger number) throws IOException {
        if (number.bitLength() > MAX_NUMBER_BITS) {
            throw new DecodeFault("a number has more than " + MAX_NUMBER_BITS + " bits");
        }
        return number;
    }

    private static final class Bounded extends ByteArrayOutputStream {
        Bounded() {
            super(FIRST_BYTES);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            if (size() + length > MAX_BYTES) {
                throw new Overflow();
            }
            super.write(bytes, from, length);
        }
    }

    /** Unchecked, as a stream of bytes in memory throws nothing else. */
    private static final class Overflow extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overflow() {
            super("longer than 16 MiB", null, false, false);
        }
    }
}
