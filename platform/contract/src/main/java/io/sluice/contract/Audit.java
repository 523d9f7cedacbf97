package io.sluice.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who did or watched what. The catalog-service keeps the entries, numbered without a gap and chained by digests; gateways bring them, and the
 * stream-service copies them to a topic. No entry has a body, a query string, a filter or a secret in it.
 */
public final class Audit {
    public static final Endpoint<Append, Done> APPEND =
            new Endpoint<>("catalog.audit.append", Append.class, Done.class);
    public static final Endpoint<Search, Entries> SEARCH =
            new Endpoint<>("catalog.audit.search", Search.class, Entries.class);
    public static final Endpoint<Follow, Entries> FOLLOW =
            new Endpoint<>("catalog.audit.follow", Follow.class, Entries.class);
    public static final Endpoint<Verify, Verdict> VERIFY =
            new Endpoint<>("catalog.audit.verify", Verify.class, Verdict.class);

    /** The topic that has every entry, in order, each once. Only administrators may read it. */
    public static final String TOPIC = "sluice.audit";

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(APPEND, SEARCH, FOLLOW, VERIFY);

    private Audit() {}

    public enum Outcome {
        /** It was let in and done, or given. */
        ALLOWED,
        /** The one who asked had no right to it, or showed none. */
        REFUSED,
        /** There was a right, but the request was at fault or could not be carried out. */
        FAILED
    }

    /**
     * Who, from where, by what.
     *
     * @param user null: nobody was shown to be anybody
     * @param credential {@code session}, {@code key <name>}, {@code ticket}, or {@code none}
     * @param address of the other end of the connection
     * @param claimed what was given as a user name at a sign-in that failed. Perhaps somebody typed a password there, so it is a secret until
     *     it turns out to be the name of a user
     */
    public record Actor(
            @Nullable String user,
            String credential,
            String address,
            @Nullable Secret claimed) {}

    /**
     * What it was about.
     *
     * @param id the thing's id, or the name by which it was asked for
     * @param name of a thing that also has an id
     * @param owner of the thing at that time, where it is known
     */
    public record Thing(
            String kind,
            @Nullable String id,
            @Nullable String name,
            @Nullable String owner) {}

    /**
     * One thing that was done, or tried.
     *
     * @param id made where it happened; an event that comes twice is kept once
     * @param action such as {@code topic.create}
     * @param rule what decided: the role or right that it needed, or the words of the refusal
     * @param status of the answer, as in HTTP
     * @param request its id in logs and answers
     */
    public record Event(
            UUID id,
            Instant at,
            Actor actor,
            String action,
            Thing thing,
            Outcome outcome,
            String rule,
            int status,
            String request,
            Map<String, String> details) {
        public Event {
            details = Map.copyOf(details);
        }
    }

    /** @param events at most {@link #MAX}, in the order in which they happened; all are kept or none */
    public record Append(List<Event> events) {
        public static final int MAX = 500;
    }

    /**
     * An event that is kept.
     *
     * @param seq 1 for the first, without a gap
     * @param hash SHA-256, in hexadecimal, of the entry before and everything in this one
     */
    public record Entry(long seq, Instant recordedAt, Event event, String hash) {}

    /** @param next the {@code before} of the next page; null on the last one */
    public record Entries(List<Entry> items, @Nullable Long next) {}

    /**
     * What is looked for. Null: any.
     *
     * @param text in the action, the kind, the thing, the user, the rule or the request id, whatever the case
     */
    public record Terms(
            @Nullable String user,
            @Nullable String action,
            @Nullable String kind,
            @Nullable String id,
            @Nullable Outcome outcome,
            @Nullable String address,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String text) {}

    /**
     * The newest first. An administrator finds everything, anybody else what they did and what was done to what they own.
     *
     * @param before only entries with a smaller number; null: from the newest
     */
    public record Search(
            Caller caller, Terms terms, int limit, @Nullable Long before) {}

    /** The entries after this one, the oldest first; {@code next} is not used. For the platform itself. */
    public record Follow(long after, int limit) {}

    /** A portion of the chain, which begins after this number; 0: from the first that is kept. For administrators. */
    public record Verify(Caller caller, long after) {}

    /**
     * @param first of those that were looked at; 0: there was none
     * @param brokenAt the first entry that is not what was written, or is missing; null: all are intact
     * @param next where to go on; null: this was the end
     */
    public record Verdict(
            long first,
            long last,
            @Nullable Long brokenAt,
            @Nullable Long next) {}
}
