package io.sluice.contract;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every gateway node's endpoints for its own live subscriptions; ask {@link Endpoint#at} the node. */
public final class Sessions {
    public static final Endpoint<ListSessions, SessionPage> LIST =
            new Endpoint<>("gateway.session.list", ListSessions.class, SessionPage.class);
    public static final Endpoint<EndSession, Done> END =
            new Endpoint<>("gateway.session.end", EndSession.class, Done.class);

    /** Puts a fresh identity in the place of the one that a session's connection rests on. */
    public static final Endpoint<RenewSession, Renewed> RENEW =
            new Endpoint<>("gateway.session.renew", RenewSession.class, Renewed.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(LIST, END, RENEW);

    private Sessions() {}

    /**
     * Administrators see all, others their own.
     *
     * @param after the last one of the page before; null: from the first
     * @param limit 1 to 501
     */
    public record ListSessions(
            Caller caller,
            @Nullable String topic,
            @Nullable String user,
            @Nullable Place after,
            int limit) {}

    /** Where a session is in the list: the longest-lived first. Session ids are unique in a cluster. */
    public record Place(Instant since, String id) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int older = since.compareTo(other.since);
            return older != 0 ? older : id.compareTo(other.id);
        }
    }

    /** @param fresh of the same user as the session, else it is {@link Problem.NotFound} */
    public record RenewSession(Identity.Verified fresh, String id) {}

    /** @param expiresAt when the connection ends now; null: not by itself */
    public record Renewed(@Nullable Instant expiresAt) {}

    /** @param total of those that the caller may see and that were asked for, on this node */
    public record SessionPage(List<Session> items, long total) {}

    /**
     * A live subscription, as it was within the last second.
     *
     * @param node where it is
     * @param state live, replaying, waiting, lagging or paused
     */
    public record Session(Place place, String node, Reader reader, Reading reading, String state, Figures figures) {}

    /** @param transport websocket, sse or ndjson */
    public record Reader(String user, String address, String transport) {}

    /** @param where canonical text, empty: every record; {@code select} likewise, empty: the whole value */
    public record Reading(String topic, String where, String select, String delivery) {}

    /**
     * @param lag records between its position and the end of the topic
     * @param rate records sent in the last second, {@code bytesPerSecond} their bytes
     */
    public record Figures(
            long scanned,
            long matched,
            long sent,
            long dropped,
            long errors,
            long lag,
            double rate,
            double bytesPerSecond) {}

    /** Ending what is over, or what the caller may not see, changes nothing. */
    public record EndSession(Caller caller, String id) {}
}
