package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A secret of a source, encrypted with the master key of the configuration. This is the only form in which such a secret crosses
 * the bus or is stored; nothing that is shown to anybody has it. Prints as {@code ***}.
 */
public record Sealed(@JsonValue String text) {

    @JsonCreator
    public static Sealed of(String text) {
        return new Sealed(text);
    }

    @Override
    public String toString() {
        return "***";
    }
}
