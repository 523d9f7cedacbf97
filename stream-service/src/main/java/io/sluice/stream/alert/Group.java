package io.sluice.stream.alert;

import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a rule remembers of one group of records, as a state machine: {@code WATCHING → PENDING → FIRING → WATCHING}. It knows no clock
 * and tells nobody: it is given times, and gives the {@link Turn}s that come of them. Epoch milliseconds; belongs to one thread.
 */
final class Group {
    static final String QUIET = "quiet";
    static final String NO_MATCH = "no_match";

    private final String key;
    private final Terms terms;
    private final Supplier<UUID> ids;
    private final MatchTimes times;
    private Phase phase = Phase.WATCHING;
    private long since;
    private long matched;
    private String sample = "{}";
    private @Nullable UUID event;
    private @Nullable Long toldAt;
    private boolean acknowledged;
    private int reminders;

    enum Phase {
        WATCHING,
        PENDING,
        FIRING
    }

    /** @param key JSON object of the values that make the group */
    Group(String key, Terms terms, Supplier<UUID> ids) {
        this.key = key;
        this.terms = terms;
        this.ids = ids;
        this.times = new MatchTimes(terms.count());
    }

    /**
     * What is stored of a group.
     *
     * @param toldAt when its firing was told last, by the clock on the wall; null: not yet, as the rule was muted
     */
    record Stored(
            String key,
            Phase phase,
            Long[] times,
            long since,
            long matched,
            String sample,
            @Nullable UUID event,
            @Nullable Long toldAt,
            boolean acknowledged,
            int reminders) {}

    static Group of(Stored stored, Terms terms, Supplier<UUID> ids) {
        Group group = new Group(stored.key(), terms, ids);
        for (Long time : stored.times()) {
            group.times.add(time);
        }
        group.phase = stored.phase();
        group.since = stored.since();
        group.matched = stored.matched();
        group.sample = stored.sample();
        group.event = stored.event();
        group.toldAt = stored.toldAt();
        group.acknowledged = stored.acknowledged();
        group.reminders = stored.reminders();
        return group;
    }

    Stored stored() {
        return new Stored(key, phase, times.toArray(), since, matched, sample, event, toldAt, acknowledged, reminders);
    }

    String key() {
        return key;
    }

    Phase phase() {
        return phase;
    }

    /**
     * A record matches.
     *
     * @param shown makes its sample, when it is the one that makes the condition hold
     * @return false when it is too old to count
     */
    boolean match(long time, Supplier<String> shown) {
        boolean added = times.add(time);
        if (phase != Phase.WATCHING) {
            boolean counts = added || time >= since - terms.within();
            matched += counts ? 1 : 0;
            return counts;
        }
        if (added && times.isFull(terms.within())) {
            phase = Phase.PENDING;
            since = times.newest();
            matched = times.size();
            sample = shown.get();
        }
        return added;
    }

    /** A record does not match, and the newest record decides. */
    @Nullable Turn miss(long time) {
        Turn turn = phase == Phase.FIRING ? end(Math.max(time, since), NO_MATCH) : null;
        forget();
        return turn;
    }

    /** When {@link #pass} has something to do; {@link Terms#NEVER}: not by itself. */
    long due() {
        return switch (phase) {
            case WATCHING -> times.isEmpty() ? 0 : Terms.after(times.newest(), terms.within());
            case PENDING -> Math.min(since + terms.holdFor(), quietAt());
            case FIRING -> quietAt();
        };
    }

    /** Takes the one step that is due first, if that is until {@code now}. */
    @Nullable Turn pass(long now) {
        if (due() > now) {
            return null;
        }
        switch (phase) {
            case WATCHING -> times.clear();
            case PENDING -> {
                if (since + terms.holdFor() <= quietAt()) {
                    return fire();
                }
                forget();
            }
            case FIRING -> {
                return end(quietAt(), QUIET);
            }
        }
        return null;
    }

    /** Nothing of it has to be remembered. */
    boolean isOver() {
        return phase == Phase.WATCHING && times.isEmpty();
    }

    /** For reasons that lie with the rule. */
    @Nullable Turn stop(long now, String resolution) {
        Turn turn = phase == Phase.FIRING ? end(Math.max(now, since), resolution) : null;
        forget();
        return turn;
    }

    /** When it should be told again, or for the first time, by the clock on the wall. */
    long reminderDue(long mutedUntil) {
        if (phase != Phase.FIRING || acknowledged) {
            return Terms.NEVER;
        }
        long due = toldAt == null ? 0 : Terms.after(toldAt, terms.every());
        return due == Terms.NEVER ? due : Math.max(due, mutedUntil);
    }

    /** What {@link #reminderDue} is about. */
    Turn remind(long now) {
        if (toldAt == null) {
            return turn(Turn.Kind.FIRING, since + terms.holdFor(), 0, "", false);
        }
        return turn(Turn.Kind.REMINDER, now, ++reminders, "", false);
    }

    /** @param at by the clock on the wall */
    void told(long at) {
        toldAt = at;
    }

    boolean isTold() {
        return toldAt != null;
    }

    void acknowledge() {
        acknowledged = true;
    }

    @Nullable UUID event() {
        return event;
    }

    private long quietAt() {
        return Terms.after(times.newest(), terms.resolveAfter());
    }

    private Turn fire() {
        phase = Phase.FIRING;
        event = ids.get();
        return turn(Turn.Kind.FIRING, since + terms.holdFor(), 0, "", true);
    }

    private Turn end(long at, String resolution) {
        Turn turn = turn(Turn.Kind.RESOLVED, at, 0, resolution, false);
        forget();
        return turn;
    }

    /** A next firing needs as many records as the first one. */
    private void forget() {
        phase = Phase.WATCHING;
        times.clear();
        matched = 0;
        event = null;
        toldAt = null;
        acknowledged = false;
        reminders = 0;
        sample = "{}";
    }

    private Turn turn(Turn.Kind kind, long at, int reminder, String resolution, boolean fresh) {
        UUID firing = event;
        if (firing == null) {
            throw new IllegalStateException("no firing");
        }
        return new Turn(kind, firing, key, since, at, matched, sample, reminder, resolution, toldAt != null, fresh);
    }
}
