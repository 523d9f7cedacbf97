package io.sluice.catalog.audit;

import io.sluice.catalog.database.Session;
import io.sluice.contract.Audit.Actor;
import io.sluice.contract.Audit.Event;
import io.sluice.contract.Audit.Thing;
import io.sluice.contract.Secret;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a gateway does not know of its events: whose a thing is, and whether a name that was given at a sign-in is one. */
final class Particulars {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,63}");

    private Particulars() {}

    static Future<List<Event>> complete(Session session, List<Event> events) {
        List<Thing> things = events.stream().map(Event::thing).toList();
        List<String> claimed = events.stream()
                .map(event -> claimed(event.actor()))
                .filter(Objects::nonNull)
                .toList();
        return events.isEmpty()
                ? Future.succeededFuture(events)
                : Future.all(AuditStore.users(session, claimed), AuditStore.owners(session, things))
                        .map(found -> complete(events, found.resultAt(0), found.resultAt(1)));
    }

    private static @Nullable String claimed(Actor actor) {
        Secret claimed = actor.claimed();
        return claimed != null && NAME.matcher(claimed.reveal()).matches() ? claimed.reveal() : null;
    }

    private static List<Event> complete(List<Event> events, Set<String> users, List<@Nullable String> owners) {
        List<Event> complete = new ArrayList<>();
        Map<String, String> told = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            Thing thing = event.thing();
            @Nullable String owner = thing.owner();
            if (owner == null) {
                owner = told.getOrDefault(key(thing, thing.id()), owners.get(i));
            } else {
                told.put(key(thing, thing.id()), owner);
                told.put(key(thing, thing.name()), owner);
            }
            @Nullable String claimed = claimed(event.actor());
            @Nullable String user = claimed != null && users.contains(claimed)
                    ? claimed
                    : event.actor().user();
            complete.add(complete(event, user, owner));
        }
        return complete;
    }

    private static String key(Thing thing, @Nullable String id) {
        return thing.kind() + "/" + id;
    }

    private static Event complete(Event event, @Nullable String user, @Nullable String owner) {
        Actor actor = event.actor();
        Thing thing = event.thing();
        return new Event(
                event.id(),
                event.at(),
                new Actor(user, actor.credential(), actor.address(), null),
                event.action(),
                new Thing(thing.kind(), thing.id(), thing.name(), owner),
                event.outcome(),
                event.rule(),
                event.status(),
                event.request(),
                event.details());
    }
}
