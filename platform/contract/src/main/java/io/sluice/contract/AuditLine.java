package io.sluice.contract;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An entry of the audit as it is shown, over HTTP and on its topic. */
public record AuditLine(
        long seq,
        Instant at,
        Instant recordedAt,
        @Nullable String user,
        String credential,
        String address,
        String action,
        String kind,
        @Nullable String id,
        @Nullable String name,
        @Nullable String owner,
        String outcome,
        String rule,
        int status,
        String requestId,
        Map<String, String> details,
        String hash) {

    public static AuditLine of(Audit.Entry entry) {
        Audit.Event event = entry.event();
        return new AuditLine(
                entry.seq(),
                event.at(),
                entry.recordedAt(),
                event.actor().user(),
                event.actor().credential(),
                event.actor().address(),
                event.action(),
                event.thing().kind(),
                event.thing().id(),
                event.thing().name(),
                event.thing().owner(),
                event.outcome().name().toLowerCase(Locale.ROOT),
                event.rule(),
                event.status(),
                event.request(),
                new TreeMap<>(event.details()),
                entry.hash());
    }
}
