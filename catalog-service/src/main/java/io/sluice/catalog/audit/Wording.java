package io.sluice.catalog.audit;

import io.sluice.contract.Audit.Actor;
import io.sluice.contract.Audit.Event;
import io.sluice.contract.Audit.Thing;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event as it can be kept: every text short, storable and free of what is known to be a credential. Nothing of an event is refused, since one
 * that could not be kept would hold up all that come after it.
 */
final class Wording {
    private static final int MOST = 300;
    private static final int MOST_DETAILS = 200;
    private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");
    /** An API key, or a signed token. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("slk_[A-Za-z0-9_-]{8,}|eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_.-]+");

    private Wording() {}

    static Event of(Event event) {
        Actor actor = event.actor();
        Thing thing = event.thing();
        return new Event(
                event.id(),
                event.at().truncatedTo(ChronoUnit.MICROS),
                new Actor(orNull(actor.user()), text(actor.credential()), text(actor.address()), actor.claimed()),
                text(event.action()),
                new Thing(text(thing.kind()), orNull(thing.id()), orNull(thing.name()), orNull(thing.owner())),
                event.outcome(),
                text(event.rule()),
                event.status(),
                text(event.request()),
                details(event.details()));
    }

    private static Map<String, String> details(Map<String, String> details) {
        Map<String, String> kept = new TreeMap<>();
        new TreeMap<>(details).forEach((name, value) -> {
            if (kept.size() < MOST_DETAILS) {
                kept.put(text(name), text(value));
            }
        });
        return kept;
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null ? null : text(text);
    }

    static String text(String text) {
        String plain = UNSTORABLE.matcher(text).replaceAll("?");
        String shown = CREDENTIAL.matcher(plain).replaceAll("***");
        return shown.length() <= MOST
                ? shown
                : UNSTORABLE.matcher(shown.substring(0, MOST)).replaceAll("?");
    }
}
