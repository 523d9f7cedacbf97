package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a generator makes. */
public enum Template {
    /** {@code {timestamp, measurement}}: an ISO 8601 UTC time with microseconds and a number in [0, 1). */
    TIMESTAMP(0.2),
    /** {@code {ordertime, orderid, itemid, address: {city, state, zipcode}}}. */
    ORDERS(1),
    /** Taxi rides with an event time; one in five arrives 3 to 10 s late. */
    RIDES(2),
    /** Sixteen fields of a network session, with made-up persons. */
    TRAFFIC(0.125);

    private final double defaultRate;

    Template(double defaultRate) {
        this.defaultRate = defaultRate;
    }

    /** Records per second when the dataset does not say. */
    public double defaultRate() {
        return defaultRate;
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if {@code text} names no template */
    @JsonCreator
    public static Template of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
