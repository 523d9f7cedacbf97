package io.sluice.decode;

/** What the bytes of a value or key are. Arrays are handed over, not to be changed. */
public sealed interface Decoded {
    /** They are taken as they are: JSON where they are JSON, else a text, else Base64. */
    Decoded AS_IS = new AsIs();

    /** They are not looked into. */
    Decoded RAW = new Raw();

    /** See {@link #AS_IS}; the one there is. */
    record AsIs() implements Decoded {}

    /** See {@link #RAW}; the one there is. */
    record Raw() implements Decoded {}

    /**
     * One JSON text (RFC 8259) in UTF-8, on one line, nested at most {@value JsonOutput#MAX_DEPTH} deep; but what was JSON already, behind
     * the id of a schema, is handed over as it was written, whatever that is.
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Json(byte[] bytes) implements Decoded {}

    /**
     * They cannot be decoded.
     *
     * @param reason in words for who reads the records
     * @param passing the same bytes may be decoded in a while, as somebody did not answer
     */
    record Failed(String reason, boolean passing) implements Decoded {}

    /**
     * There is something that the reader is not to see, and nobody can say where in it.
     *
     * @param reason in words for who reads the records
     */
    record Withheld(String reason) implements Decoded {}
}
