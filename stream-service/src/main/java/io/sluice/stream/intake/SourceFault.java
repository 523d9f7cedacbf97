package io.sluice.stream.intake;

import java.time.Duration;

/** Why a source cannot be read, in words that its owner understands; never a foreign exception's message. No stack trace. */
public final class SourceFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean lasting;
    private final Duration pause;

    private SourceFault(String reason, boolean lasting, Duration pause) {
        super(reason, null, false, false);
        this.reason = reason;
        this.lasting = lasting;
        this.pause = pause;
    }

    /** It may be over soon: a server that does not answer. Tried again with growing pauses. */
    public static SourceFault passing(String reason) {
        return new SourceFault(reason, false, Duration.ZERO);
    }

    /** Somebody must do something: no such file, not allowed, not what it should be. Tried again, but seldom. */
    public static SourceFault lasting(String reason) {
        return new SourceFault(reason, true, Duration.ZERO);
    }

    /** The same, when the other side said how long to stay away. */
    public SourceFault notBefore(Duration asked) {
        return new SourceFault(reason, lasting, asked);
    }

    /** How long to stay away at least; zero: nobody said. */
    public Duration pause() {
        return pause;
    }

    public String reason() {
        return reason;
    }

    public boolean isLasting() {
        return lasting;
    }
}
