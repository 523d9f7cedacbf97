package io.sluice.gateway.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.contract.Alerts;
import io.sluice.contract.Alerts.Definition;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule as the API shows it: nothing is left open, and the secret of its webhook is not there.
 *
 * @param sourceTopic the topic that is read
 * @param resolve what ends a firing
 * @param topic that events are written to
 */
record AlertView(
        UUID id,
        String name,
        Source source,
        String sourceTopic,
        String where,
        List<String> groupBy,
        @Nullable Threshold threshold,
        @JsonProperty("for") String holdFor,
        @Nullable String every,
        String time,
        String resolve,
        @Nullable String resolveAfter,
        String severity,
        String topic,
        @Nullable Webhook webhook,
        String state,
        @Nullable String reason,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant mutedUntil,
        String owner,
        @JsonProperty("private") boolean isPrivate,
        Instant createdAt,
        Alerts.Stats stats) {

    record Source(@Nullable String topic, @Nullable String stream) {}

    record Threshold(int count, @Nullable String within) {}

    record Webhook(String url) {}

    /** @param now a time until which it is muted that has passed is not shown */
    static AlertView of(Alerts.Alert alert, Instant now) {
        Definition rule = alert.definition();
        Instant muted = alert.mutedUntil();
        String url = alert.webhook();
        return new AlertView(
                alert.id(),
                alert.name(),
                new Source(rule.topic(), rule.stream()),
                alert.source(),
                rule.where(),
                rule.groupBy(),
                rule.within() == null ? null : new Threshold(rule.count(), DurationText.print(rule.within())),
                String.valueOf(DurationText.print(rule.holdFor())),
                DurationText.print(rule.every()),
                rule.time(),
                lower(rule.until()),
                DurationText.print(rule.resolveAfter()),
                alert.severity(),
                alert.topic(),
                url == null ? null : new Webhook(url),
                lower(alert.state()),
                alert.reason(),
                muted != null && muted.isAfter(now) ? muted : null,
                alert.owner(),
                alert.isPrivate(),
                alert.createdAt(),
                alert.stats());
    }

    static String lower(@Nullable Enum<?> value) {
        return value == null ? "quiet" : value.name().toLowerCase(Locale.ROOT);
    }
}
