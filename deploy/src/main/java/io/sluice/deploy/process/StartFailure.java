package io.sluice.deploy.process;

/** The process cannot start. The message is one sentence for the person who started it, and says what to do. */
public final class StartFailure extends RuntimeException {
    public StartFailure(String sentence) {
        super(sentence, null, false, false);
    }

    /** @param cause for the log file only */
    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
