package io.sluice.stream.intake;

import java.io.IOException;

/** Carries a {@link SourceFault} through code that knows only I/O errors: a stream over its limit, a refused address. */
public final class Refusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final SourceFault fault;

    public Refusal(SourceFault fault) {
        super(fault.reason());
        this.fault = fault;
    }

    public SourceFault fault() {
        return fault;
    }
}
