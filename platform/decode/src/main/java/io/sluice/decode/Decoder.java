package io.sluice.decode;

/**
 * Turns the bytes of values, or of keys, into JSON. Belongs to one thread, which it may block while a schema is asked for. Total: it
 * does not throw whatever the bytes, its recursion is bounded, and what it makes of one record has at most 16 MiB.
 */
@FunctionalInterface
public interface Decoder {
    Decoded decode(byte[] bytes);
}
