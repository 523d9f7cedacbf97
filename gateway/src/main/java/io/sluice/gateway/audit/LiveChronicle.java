package io.sluice.gateway.audit;

import io.sluice.contract.Audit.Actor;
import io.sluice.contract.Audit.Thing;
import io.sluice.gateway.audit.Events.Result;
import io.sluice.gateway.live.Chronicle;
import io.sluice.runtime.Sha256;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Notes every live subscription's begin, change of filter and end. A filter is only kept as a digest, by which two can be found to be the same. */
public final class LiveChronicle implements Chronicle {
    private static final int DIGEST_CHARS = 32;

    private final Trail trail;
    private final Events events;

    public LiveChronicle(Trail trail, Events events) {
        this.trail = trail;
        this.events = events;
    }

    @Override
    public void hear(Visit visit) {
        Guest guest = visit.guest();
        Map<String, String> details = new TreeMap<>();
        details.put("session", visit.session());
        details.put("transport", guest.transport());
        if (!visit.filter().isEmpty()) {
            details.put("filter_sha256", digest(visit.filter()));
        }
        if (visit.phase() == Phase.END) {
            details.put("sent", Long.toString(visit.sent()));
            details.put("reason", String.valueOf(visit.reason()));
        }
        boolean refused = visit.phase() == Phase.REFUSED;
        Result result = refused
                ? Result.notDone(String.valueOf(visit.reason()), visit.status())
                : Result.allowed("role " + guest.role(), visit.status());
        trail.add(events.of(
                new Actor(guest.user(), guest.credential(), guest.address(), null),
                refused ? "live.begin" : "live." + visit.phase().name().toLowerCase(Locale.ROOT),
                new Thing("topic", visit.topic(), null, null),
                result,
                guest.request(),
                details));
    }

    private static String digest(String filter) {
        return Sha256.hex(filter).substring(0, DIGEST_CHARS);
    }
}
