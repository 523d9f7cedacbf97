package io.sluice.stream.intake;

/** Why a source cannot be read, in words that its owner understands; never a foreign exception's message. No stack trace. */
public final class SourceFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean lasting;

    private SourceFault(String reason, boolean lasting) {
        super(reason, null, false, false);
        this.reason = reason;
        this.lasting = lasting;
    }

    /** It may be over soon: a server that does not answer. Tried again with growing pauses. */
    public static SourceFault passing(String reason) {
        return new SourceFault(reason, false);
    }

    /** Somebody must do something: no such file, not allowed, not what it should be. Tried again, but seldom. */
    public static SourceFault lasting(String reason) {
        return new SourceFault(reason, true);
    }

    public String reason() {
        return reason;
    }

    public boolean isLasting() {
        return lasting;
    }
}
