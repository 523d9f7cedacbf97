package io.sluice.stream.alert;

import io.sluice.contract.Alerts.Delivery;
import io.sluice.contract.Alerts.Event;
import io.sluice.contract.Alerts.EventPage;
import io.sluice.contract.Alerts.EventState;
import io.sluice.stream.rights.Sight;
import io.sluice.stream.store.PagePart;
import io.sluice.stream.store.PagePlace;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Firings as people see them: listed, and acknowledged. */
final class AlertEvents {
    private static final String STATE = "case when e.ended_at is not null then 'RESOLVED'"
            + " when e.acknowledged_at is not null then 'ACKNOWLEDGED' else 'FIRING' end";
    private static final String SELECT = "select e.id, e.alert, a.name, a.severity, e.key, " + STATE + " as state,"
            + " e.started_at, e.fired_at, e.ended_at, e.resolution, e.matched, e.sample, e.acknowledged_by,"
            + " e.acknowledged_at from alert_event e join alert a on a.id = e.alert"
            + " where a.wanted <> 'DELETING' and " + Sight.seen("alert", "a.", "id", 1, 2) + " and a.source <> all($3)";

    private final Sql sql;

    AlertEvents(Sql sql) {
        this.sql = sql;
    }

    /** @param partly topics of which somebody does not see everything, and so nothing that comes of them */
    record Seen(Sight sight, Set<String> partly) {
        String[] topics() {
            return partly.toArray(String[]::new);
        }
    }

    /** @param alert null: of all rules */
    record Query(
            Seen seen,
            @Nullable UUID alert,
            @Nullable EventState state,
            @Nullable PagePlace before,
            int limit) {}

    /** Newest first. */
    Future<EventPage> page(Query query) {
        PagePlace before = query.before();
        EventState state = query.state();
        return sql.list(
                        row -> row,
                        SELECT + " and ($4::uuid is null or e.alert = $4) and ($5::text is null or " + STATE + " = $5)"
                                + " and ($6::timestamptz is null or (e.fired_at, e.id) < ($6, $7::uuid))"
                                + " order by e.fired_at desc, e.id desc limit $8",
                        query.seen().sight().user(),
                        query.seen().sight().marks(),
                        query.seen().topics(),
                        query.alert(),
                        state == null ? null : state.name(),
                        before == null ? null : before.at().atOffset(ZoneOffset.UTC),
                        before == null ? null : before.id(),
                        query.limit() + 1)
                .compose(found -> {
                    PagePart<Row> page = PagePart.of(
                            found, query.limit(), row -> new PagePlace(at(row, "fired_at"), row.getUUID("id")));
                    return events(page.items()).map(items -> new EventPage(items, page.next()));
                });
    }

    Future<Optional<Event>> find(Seen seen, UUID id) {
        return sql.list(
                        row -> row,
                        SELECT + " and e.id = $4",
                        seen.sight().user(),
                        seen.sight().marks(),
                        seen.topics(),
                        id)
                .compose(this::events)
                .map(found -> found.stream().findFirst());
    }

    /** The first who says so is remembered. */
    Future<Void> acknowledge(UUID id, String user) {
        return sql.run(
                        "update alert_event set acknowledged_by = $2, acknowledged_at = now()"
                                + " where id = $1 and acknowledged_at is null",
                        id,
                        user)
                .mapEmpty();
    }

    private Future<List<Event>> events(List<Row> rows) {
        UUID[] ids = rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
        return sql.list(
                        row -> row,
                        "select * from (select n.*, row_number() over (partition by event order by seq desc) as place"
                                + " from alert_notice n where event = any($1)) newest where place <= $2"
                                + " order by event, seq desc",
                        ids,
                        (long) Event.MAX_DELIVERIES / 2)
                .map(notices -> {
                    Map<UUID, List<Delivery>> deliveries = new HashMap<>();
                    notices.forEach(notice -> deliveries
                            .computeIfAbsent(notice.getUUID("event"), event -> new ArrayList<>())
                            .addAll(deliveries(notice)));
                    return rows.stream()
                            .map(row -> event(row, deliveries.getOrDefault(row.getUUID("id"), List.of())))
                            .toList();
                });
    }

    private static List<Delivery> deliveries(Row notice) {
        List<Delivery> deliveries = new ArrayList<>();
        String kind = notice.getString("kind");
        String onTopic = notice.getString("topic_state");
        Instant at = at(notice, "at");
        deliveries.add(new Delivery("topic", kind, onTopic, onTopic.equals("delivered") ? 1 : 0, null, at));
        String toWebhook = notice.getString("webhook_state");
        if (toWebhook != null) {
            deliveries.add(new Delivery(
                    "webhook", kind, toWebhook, notice.getInteger("attempts"), notice.getString("last_error"), at));
        }
        return deliveries;
    }

    private static Event event(Row row, List<Delivery> deliveries) {
        return new Event(
                row.getUUID("id"),
                row.getUUID("alert"),
                row.getString("name"),
                row.getString("severity"),
                row.getString("key"),
                EventState.valueOf(row.getString("state")),
                at(row, "started_at"),
                at(row, "fired_at"),
                AlertRow.instant(row.getOffsetDateTime("ended_at")),
                row.getString("resolution"),
                row.getLong("matched"),
                row.getString("sample"),
                row.getString("acknowledged_by"),
                AlertRow.instant(row.getOffsetDateTime("acknowledged_at")),
                deliveries);
    }

    private static Instant at(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }
}
