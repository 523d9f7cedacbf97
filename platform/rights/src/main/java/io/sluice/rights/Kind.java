package io.sluice.rights;

import java.util.Locale;

/** What a thing is. */
public enum Kind {
    ORGANIZATION,
    DATASET,
    TOPIC,
    STREAM,
    LANDING,
    VIEW,
    ALERT;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if {@code text} names no kind */
    public static Kind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
