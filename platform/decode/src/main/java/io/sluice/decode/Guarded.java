package io.sluice.decode;

import java.io.IOException;

/**
 * Makes a reader of a format a total one: whatever it, or a library that it uses, makes of hostile bytes ends here as a {@link
 * Decoded.Failed}.
 *
 * @param what a reader of its format expects, for the reason
 */
record Guarded(Reader reader, String what) implements Decoder {
    interface Reader {
        /** @throws RuntimeException when the bytes are something else, like {@code IOException} */
        Decoded read(byte[] bytes) throws IOException;
    }

    @Override
    public Decoded decode(byte[] bytes) {
        try {
            return reader.read(bytes);
        } catch (DecodeFault fault) {
            return fault.toDecoded();
        } catch (IOException | RuntimeException | StackOverflowError hostile) {
            return new Decoded.Failed("the bytes are not " + what, false);
        }
    }
}
