package io.sluice.embedded;

/** An embedded part could not start; the message is one sentence for the person who started it. */
public final class EmbeddedException extends RuntimeException {
    public EmbeddedException(String message) {
        super(message);
    }

    public EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
