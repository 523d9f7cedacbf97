package io.sluice.contract;

import org.jspecify.annotations.Nullable;

/**
 * One fault in the input.
 *
 * @param pointer RFC 6901 JSON pointer into the body, or {@code /name} of a query parameter
 * @param reason what was expected, in words for the sender
 * @param position 0-based UTF-16 offset inside the text at {@code pointer}, where the fault lies within a text (a filter)
 */
public record Violation(
        String pointer, String reason, @Nullable Integer position) {

    public Violation(String pointer, String reason) {
        this(pointer, reason, null);
    }
}
