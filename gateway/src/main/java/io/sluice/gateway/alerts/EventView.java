package io.sluice.gateway.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.sluice.contract.Alerts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A firing as the API shows it; what is JSON of the records stays as it was written. */
record EventView(
        UUID id,
        UUID alert,
        String name,
        String severity,
        @JsonRawValue String group,
        String state,
        Instant startedAt,
        Instant firedAt,
        @Nullable Instant endedAt,
        @Nullable String resolution,
        long count,
        @JsonRawValue String sample,
        @Nullable String acknowledgedBy,
        @Nullable Instant acknowledgedAt,
        List<Alerts.Delivery> deliveries) {

    /** @param next the cursor of the next page; null on the last one */
    record Events(
            List<EventView> items,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {}

    static EventView of(Alerts.Event event) {
        return new EventView(
                event.id(),
                event.alert(),
                event.name(),
                event.severity(),
                event.group(),
                AlertView.lower(event.state()),
                event.startedAt(),
                event.firedAt(),
                event.endedAt(),
                event.resolution(),
                event.count(),
                event.sample(),
                event.acknowledgedBy(),
                event.acknowledgedAt(),
                event.deliveries());
    }
}
