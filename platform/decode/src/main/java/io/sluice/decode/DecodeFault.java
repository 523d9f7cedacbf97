package io.sluice.decode;

import java.io.IOException;

/** Bytes that cannot be decoded, on the way to a {@link Decoded.Failed}; without a stack trace, as there may be one a record. */
class DecodeFault extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    DecodeFault(String reason) {
        this(reason, false);
    }

    DecodeFault(String reason, boolean passing) {
        super(reason);
        this.passing = passing;
    }

    Decoded.Failed toDecoded() {
        return new Decoded.Failed(String.valueOf(getMessage()), passing);
    }

    boolean isPassing() {
        return passing;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** The registry does not know the id, or the subject. */
    static final class Unknown extends DecodeFault {
        private static final long serialVersionUID = 1;

        Unknown(String reason) {
            super(reason);
        }
    }
}
