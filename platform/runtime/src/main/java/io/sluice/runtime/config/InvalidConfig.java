package io.sluice.runtime.config;

import java.util.List;

/** The configuration cannot be used. Carries every fault at once, each one sentence that names its place; has no stack trace. */
public final class InvalidConfig extends RuntimeException {
    private final transient List<String> faults;

    InvalidConfig(List<String> faults) {
        super(String.join(System.lineSeparator(), faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
