package io.sluice.embedded;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who calls the broker of one {@link EmbeddedKafka}: whom it no longer listens to, and who called when. Any thread. Holds one entry for
 * each credential that was used since {@link #takeUses} was last called.
 */
final class Callers {
    /** Kafka makes its plug-ins by the name of their class, so they find theirs by this. */
    static final String SETTING = "sluice.callers";

    private static final Map<String, Callers> ALL = new ConcurrentHashMap<>();

    private final Clock clock = Clock.systemUTC();
    private final Map<String, Instant> uses = new ConcurrentHashMap<>();
    private volatile Set<String> refused = Set.of();

    void register(String id) {
        ALL.put(id, this);
    }

    static void forget(String id) {
        ALL.remove(id);
    }

    static Callers of(Map<String, ?> settings) {
        @Nullable Callers known = ALL.get(String.valueOf(settings.get(SETTING)));
        return known == null ? new Callers() : known;
    }

    void refuse(Set<String> names) {
        refused = Set.copyOf(names);
    }

    boolean isRefused(String name) {
        return refused.contains(name);
    }

    void note(String name) {
        uses.put(name, clock.instant());
    }

    /** What was noted since this was last called. */
    Map<String, Instant> takeUses() {
        Map<String, Instant> taken = new HashMap<>();
        uses.keySet().forEach(name -> {
            @Nullable Instant at = uses.remove(name);
            if (at != null) {
                taken.put(name, at);
            }
        });
        return taken;
    }
}
