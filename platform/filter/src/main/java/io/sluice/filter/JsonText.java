package io.sluice.filter;

/** What bytes are as JSON (RFC 8259), by the rules that filters read records by, but without a byte order mark. */
public enum JsonText {
    /** Not one JSON text, not well-formed UTF-8, or nested too deep. */
    NONE,
    /** One, without a raw line break. */
    ONE_LINE,
    /** One with raw line breaks, which are legal between tokens alone: a space in the place of each leaves the same text. */
    LINES;

    /**
     * Builds nothing and does not recurse.
     *
     * @param depth how deep objects and arrays may be nested, at most {@link Limits#MAX_VALUE_DEPTH}
     */
    public static JsonText of(byte[] bytes, int depth) {
        JsonScanner scanner = new JsonScanner();
        scanner.reset(bytes);
        scanner.allow(depth);
        int end = scanner.value(scanner.space(0));
        if (end < 0 || scanner.space(end) != bytes.length) {
            return NONE;
        }
        return scanner.hasLines() ? LINES : ONE_LINE;
    }
}
