package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A password, key or token. Prints as {@code ***}, so it cannot leak through a log line or an error. */
public record Secret(@JsonValue String reveal) {

    @JsonCreator
    public static Secret of(String text) {
        return new Secret(text);
    }

    @Override
    public String toString() {
        return "***";
    }
}
