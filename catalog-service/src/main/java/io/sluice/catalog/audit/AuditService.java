package io.sluice.catalog.audit;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Rights;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Audit;
import io.sluice.contract.Audit.Entry;
import io.sluice.contract.Audit.Event;
import io.sluice.contract.Audit.Outcome;
import io.sluice.contract.Audit.Thing;
import io.sluice.contract.Channels;
import io.sluice.contract.Done;
import io.sluice.contract.Role;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the audit. Entries are added by one transaction at a time, over all nodes, so they are numbered without a gap in the order in
 * which they came; one that comes again is not added again. What is older than the retention goes, once an hour, and
 * nothing else ever changes. Belongs to the verticle's event loop.
 */
public final class AuditService implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(AuditService.class);
    private static final Duration TIDY = Duration.ofHours(1);
    private static final int MAX_LIMIT = 1_000;
    private static final int PORTION = 2_000;
    private static final int PORTIONS = 5;

    private final CatalogDatabase database;
    private final Clock clock;
    private final Duration keep;

    public AuditService(CatalogDatabase database, Clock clock, Duration keep) {
        this.database = database;
        this.clock = clock;
        this.keep = keep;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        forget();
        vertx.setPeriodic(TIDY.toMillis(), hour -> forget());
        return List.of(
                Audit.APPEND.serve(vertx, this::append),
                Audit.SEARCH.serve(vertx, this::search),
                Audit.FOLLOW.serve(vertx, this::follow),
                Audit.VERIFY.serve(vertx, this::verify));
    }

    private void forget() {
        AuditStore.forget(database, clock.instant().minus(keep))
                .onSuccess(gone -> {
                    if (gone > 0) {
                        LOG.info("entries of the audit are past their time; removed={}", gone);
                        forget();
                    }
                })
                .onFailure(failed -> LOG.warn("the audit could not be tidied; cause={}", failed.toString()));
    }

    private Future<Done> append(Audit.Append ask) {
        new Violations()
                .check(ask.events().size() <= Audit.Append.MAX, "/events", "at most " + Audit.Append.MAX)
                .refuse();
        List<Event> worded = ask.events().stream().map(Wording::of).toList();
        return database.transaction(session -> AuditStore.lock(session).compose(head -> fresh(session, worded)
                        .compose(fresh -> Particulars.complete(session, fresh))
                        .compose(events -> add(session, head, events))))
                .map(added -> new Done(added > 0));
    }

    private static Future<List<Event>> fresh(Session session, List<Event> events) {
        return AuditStore.known(session, events.stream().map(Event::id).toList())
                .map(known -> {
                    Set<UUID> seen = known;
                    return events.stream().filter(event -> seen.add(event.id())).toList();
                });
    }

    private Future<Integer> add(Session session, AuditStore.Head head, List<Event> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture(0);
        }
        List<Entry> entries = new ArrayList<>();
        String hash = head.hash();
        long seq = head.seq();
        for (Event event : events) {
            seq++;
            Instant now = clock.instant();
            hash = Chain.hash(hash, seq, now, event);
            entries.add(new Entry(seq, now, event, hash));
        }
        return AuditStore.add(session, entries, Channels.AUDIT).map(entries.size());
    }

    private Future<Audit.Entries> search(Audit.Search ask) {
        new Violations().limit(ask.limit(), MAX_LIMIT).refuse();
        @Nullable String onlyOf = ask.caller().isAdmin() ? null : ask.caller().user();
        return AuditStore.search(database, ask, onlyOf, ask.limit() + 1).map(found -> {
            boolean more = found.size() > ask.limit();
            List<Entry> items = (more ? found.subList(0, ask.limit()) : found)
                    .stream().map(entry -> told(entry, onlyOf)).toList();
            return new Audit.Entries(
                    items, more ? (Long) items.get(items.size() - 1).seq() : null);
        });
    }

    /** To somebody who was not let in, an owner would say that there is such a thing, and whose it is. */
    private static Entry told(Entry entry, @Nullable String onlyOf) {
        Event event = entry.event();
        Thing thing = event.thing();
        boolean open = onlyOf == null || event.outcome() == Outcome.ALLOWED || onlyOf.equals(thing.owner());
        return open
                ? entry
                : new Entry(
                        entry.seq(),
                        entry.recordedAt(),
                        new Event(
                                event.id(),
                                event.at(),
                                event.actor(),
                                event.action(),
                                new Thing(thing.kind(), thing.id(), thing.name(), null),
                                event.outcome(),
                                event.rule(),
                                event.status(),
                                event.request(),
                                event.details()),
                        entry.hash());
    }

    private Future<Audit.Entries> follow(Audit.Follow ask) {
        new Violations().limit(ask.limit(), MAX_LIMIT).refuse();
        return AuditStore.after(database, ask.after(), ask.limit()).map(items -> new Audit.Entries(items, null));
    }

    /** While a portion is read nothing is added and nothing goes. */
    private Future<Audit.Verdict> verify(Audit.Verify ask) {
        Rights.require(ask.caller(), Role.ADMIN);
        return database.transaction(session -> AuditStore.hold(session).compose(head -> {
            Walk walk = new Walk(head, Math.max(ask.after(), head.beginSeq()));
            return walk.seek(session).compose(ready -> walk(session, walk, PORTIONS));
        }));
    }

    private static Future<Audit.Verdict> walk(Session session, Walk walk, int portions) {
        return AuditStore.after(session, walk.last(), PORTION).compose(entries -> {
            boolean end = walk.take(entries) || entries.size() < PORTION;
            return end || portions == 1 ? Future.succeededFuture(walk.verdict(end)) : walk(session, walk, portions - 1);
        });
    }
}
