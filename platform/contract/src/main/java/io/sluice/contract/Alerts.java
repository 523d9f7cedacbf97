package io.sluice.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stream-service's endpoints for alert rules and the events that they gave. */
public final class Alerts {
    /** Where rules write their events that name no topic and read nothing private. */
    public static final String TOPIC = "sluice-alerts";

    public static final Endpoint<CreateAlert, Alert> CREATE =
            new Endpoint<>("stream.alert.create", CreateAlert.class, Alert.class);
    public static final Endpoint<FindAlert, Alert> FIND =
            new Endpoint<>("stream.alert.find", FindAlert.class, Alert.class);
    public static final Endpoint<ListAlerts, AlertPage> LIST =
            new Endpoint<>("stream.alert.list", ListAlerts.class, AlertPage.class);
    public static final Endpoint<UpdateAlert, Alert> UPDATE =
            new Endpoint<>("stream.alert.update", UpdateAlert.class, Alert.class);
    public static final Endpoint<DeleteAlert, Done> DELETE =
            new Endpoint<>("stream.alert.delete", DeleteAlert.class, Done.class);
    public static final Endpoint<MuteAlert, Alert> MUTE =
            new Endpoint<>("stream.alert.mute", MuteAlert.class, Alert.class);
    public static final Endpoint<ListEvents, EventPage> EVENTS =
            new Endpoint<>("stream.alert.events", ListEvents.class, EventPage.class);
    public static final Endpoint<AcknowledgeEvent, Event> ACKNOWLEDGE =
            new Endpoint<>("stream.alert.acknowledge", AcknowledgeEvent.class, Event.class);
    public static final Endpoint<GetFigures, Figures> FIGURES =
            new Endpoint<>("stream.alert.figures", GetFigures.class, Figures.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS =
            List.of(CREATE, FIND, LIST, UPDATE, DELETE, MUTE, EVENTS, ACKNOWLEDGE, FIGURES);

    private Alerts() {}

    /** {@code PENDING}: the condition holds, but not yet for as long as the rule wants. */
    public enum State {
        OK,
        PENDING,
        FIRING,
        FAILED
    }

    /** {@code ACKNOWLEDGED}: fires, and somebody has said that they know. */
    public enum EventState {
        FIRING,
        ACKNOWLEDGED,
        RESOLVED
    }

    /** What ends a firing. */
    public enum Until {
        /** No record of the group has matched for a while. */
        QUIET,
        /** The newest record of the group does not match. */
        NO_MATCH
    }

    /**
     * What a rule watches, and when it fires. Exactly one of topic and stream is there.
     *
     * @param stream id or name; the rule reads its topic
     * @param where filter text; empty: every record matches
     * @param groupBy expressions; each distinct list of their values is watched by itself; empty: all records together
     * @param count so many matching records, the times of which lie less than {@code within} apart, make the condition hold
     * @param within null: {@code count} is 1
     * @param holdFor the condition must hold so long before it fires
     * @param every between two reminders of one firing; null: none
     * @param time expression that gives a record's time; {@code $timestamp}: the record's own
     * @param until null in a wish: {@link Until#NO_MATCH} for rows of a windowed stream, {@link Until#QUIET} for anything else
     * @param resolveAfter how long no record of the group may match until it is quiet; null in a wish: {@code within}, or else five
     *     minutes. Null in an answer: never
     */
    public record Definition(
            @Nullable String topic,
            @Nullable String stream,
            String where,
            List<String> groupBy,
            int count,
            @Nullable Duration within,
            Duration holdFor,
            @Nullable Duration every,
            String time,
            @Nullable Until until,
            @Nullable Duration resolveAfter) {
        public Definition {
            groupBy = List.copyOf(groupBy);
        }
    }

    /** @param secret what bodies are signed with; null in an update: the one that there is */
    public record Webhook(String url, @Nullable Sealed secret) {}

    /**
     * A rule as somebody wants it.
     *
     * @param severity a word of the owner's
     * @param topic that events are written to; null: {@link #TOPIC}, or one of the rule alone when it reads something private
     * @param webhook null: none
     */
    public record Wish(
            String name,
            Definition definition,
            String severity,
            @Nullable String topic,
            @Nullable Webhook webhook) {}

    public record CreateAlert(Caller caller, Wish wish) {}

    /** @param ref id or name */
    public record FindAlert(Caller caller, String ref) {}

    /** @param topic that they read; null: whatever they read */
    public record ListAlerts(
            Caller caller,
            @Nullable String owner,
            @Nullable String topic,
            int limit,
            @Nullable String cursor) {
        /** Whatever they read. */
        public ListAlerts(Caller caller, @Nullable String owner, int limit, @Nullable String cursor) {
            this(caller, owner, null, limit, cursor);
        }
    }

    /** @param revision that the wish was made of; another one is a conflict */
    public record UpdateAlert(Caller caller, String ref, long revision, Wish wish) {}

    public record DeleteAlert(Caller caller, String ref) {}

    /** @param until null: not muted any more */
    public record MuteAlert(
            Caller caller, String ref, @Nullable Instant until) {}

    /**
     * @param evaluated records read since the rule was made, {@code matched} of them matching, {@code undecidable} not to be
     *     decided on
     * @param late matching records that were too old to count
     * @param groups that are remembered now
     * @param refused matching records of groups beyond the most that a rule remembers
     * @param missed records that were gone, by retention, before the rule could read them
     * @param lag records between the rule's position and the end of its source
     * @param fired how often it did
     * @param firing groups for which it does now, {@code pending} likewise
     */
    public record Stats(
            long evaluated,
            long matched,
            long undecidable,
            long late,
            int groups,
            long refused,
            long missed,
            long lag,
            long fired,
            int firing,
            int pending) {}

    /**
     * @param source topic that is read
     * @param topic that events are written to
     * @param chosen the topic as its owner named it; null: not at all
     * @param webhook its URL; null: none
     * @param revision grows with each change
     */
    public record Alert(
            UUID id,
            String name,
            Definition definition,
            String source,
            String severity,
            String topic,
            @Nullable String chosen,
            @Nullable String webhook,
            State state,
            @Nullable String reason,
            @Nullable Instant mutedUntil,
            String owner,
            boolean isPrivate,
            long revision,
            Instant createdAt,
            Stats stats) {}

    public record AlertPage(
            List<Alert> items, long total, @Nullable String next) {}

    /** @param alert id or name; null: of all rules that the caller sees */
    public record ListEvents(
            Caller caller,
            @Nullable String alert,
            @Nullable EventState state,
            int limit,
            @Nullable String cursor) {}

    /**
     * One notice on its way.
     *
     * @param channel {@code topic} or {@code webhook}
     * @param notice {@code firing}, {@code reminder} or {@code resolved}
     * @param state {@code waiting}, {@code delivered}, {@code failed} or {@code muted}
     */
    public record Delivery(
            String channel,
            String notice,
            String state,
            int attempts,
            @Nullable String lastError,
            Instant at) {}

    /**
     * One firing, from its beginning to its end.
     *
     * @param group JSON object of what the rule groups by
     * @param startedAt since when the condition held, by the records' times
     * @param endedAt likewise
     * @param resolution {@code quiet}, {@code no_match}, {@code changed}, {@code failed} or {@code deleted}
     * @param count matching records of it so far
     * @param sample JSON object of the record that made the condition hold
     * @param deliveries newest first, at most {@value #MAX_DELIVERIES}
     */
    public record Event(
            UUID id,
            UUID alert,
            String name,
            String severity,
            String group,
            EventState state,
            Instant startedAt,
            Instant firedAt,
            @Nullable Instant endedAt,
            @Nullable String resolution,
            long count,
            String sample,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt,
            List<Delivery> deliveries) {
        public static final int MAX_DELIVERIES = 20;

        public Event {
            deliveries = List.copyOf(deliveries);
        }
    }

    public record EventPage(List<Event> items, @Nullable String next) {}

    public record AcknowledgeEvent(Caller caller, UUID event) {}

    public record GetFigures() {}

    /** Of all rules together; what is counted is counted since the platform was set up. */
    public record Figures(
            long rules,
            long failed,
            long pending,
            long firing,
            long waiting,
            long fired,
            long published,
            long delivered,
            long attemptsFailed,
            long givenUp) {}
}
