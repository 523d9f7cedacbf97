package io.sluice.filter;

/** Ends the parsing of a part (or, when fatal, of the whole); caught inside of the parser, never seen outside. */
final class SyntaxError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean fatal;

    SyntaxError(boolean fatal) {
        super(null, null, false, false);
        this.fatal = fatal;
    }

    /** Whether nothing after it is worth reading: a limit was passed. */
    boolean fatal() {
        return fatal;
    }
}
