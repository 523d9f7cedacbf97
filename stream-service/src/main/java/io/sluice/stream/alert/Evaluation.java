package io.sluice.stream.alert;

import io.sluice.filter.RecordView;
import io.sluice.filter.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One rule at work: takes records and times, and gathers what comes of them until somebody {@link #take}s it to store it. It asks no clock
 * and does no I/O, so the same records and times give the same turns. Remembers at most {@value #MAX_GROUPS} groups; records
 * of others are counted as refused. Belongs to one thread.
 */
final class Evaluation {
    static final int MAX_GROUPS = 10_000;

    private final Condition condition;
    private final Terms terms;
    private final Supplier<UUID> ids;
    private final RuleClock clock;
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, Group> firing = new LinkedHashMap<>();
    private final Timetable due = new Timetable();
    private final Set<String> touched = new LinkedHashSet<>();
    private List<Turn> turns = new ArrayList<>();
    private Counts counts = Counts.NONE;

    Evaluation(Condition condition, Terms terms, RuleClock clock, Supplier<UUID> ids) {
        this.condition = condition;
        this.terms = terms;
        this.clock = clock;
        this.ids = ids;
    }

    /** What was counted since it was stored last. */
    record Counts(long evaluated, long matched, long undecidable, long late, long refused, long missed) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(long evaluated, long matched, long undecidable, long late, long refused) {
            return new Counts(
                    this.evaluated + evaluated,
                    this.matched + matched,
                    this.undecidable + undecidable,
                    this.late + late,
                    this.refused + refused,
                    missed);
        }

        Counts withMissed(long more) {
            return new Counts(evaluated, matched, undecidable, late, refused, missed + more);
        }
    }

    /**
     * What is to be stored, in one transaction.
     *
     * @param groups that have changed
     * @param over keys of those of which nothing is to be remembered
     */
    record Changes(List<Turn> turns, List<Group> groups, List<String> over, Counts counts, RuleClock clock) {}

    /** Goes on with what was stored. */
    void resume(List<Group.Stored> stored) {
        for (Group.Stored one : stored) {
            Group group = Group.of(one, terms, ids);
            groups.put(one.key(), group);
            settle(group);
        }
        touched.clear();
    }

    /** @param now by the clock on the wall */
    void read(RecordView record, long now) {
        Verdict verdict = condition.verdict(record);
        OptionalLong time = condition.time(record);
        if (verdict == Verdict.ERROR || time.isEmpty()) {
            counts = counts.plus(1, 0, 1, 0, 0);
            return;
        }
        counts = counts.plus(1, 0, 0, 0, 0);
        long counted = clock.read(time.getAsLong(), now);
        pass(clock.newest());
        if (verdict == Verdict.MATCH) {
            match(record, counted);
        } else if (terms.byRows() && !groups.isEmpty()) {
            condition.group(record).map(groups::get).ifPresent(group -> miss(group, counted));
        }
    }

    /** Nothing is left to be read at this moment, so time passes by itself. */
    void idle(long now) {
        if (clock.isSet()) {
            pass(clock.at(now));
        }
    }

    /**
     * What has to be told again, or now that the rule is not muted any more. Only when there is nothing to take: what is told first is known
     * when that is stored.
     *
     * @param mutedUntil by the clock on the wall, like {@code now}
     */
    void remind(long now, long mutedUntil) {
        if (hasTurns()) {
            throw new IllegalStateException("there is something to store first");
        }
        for (Group group : firing.values()) {
            if (group.reminderDue(mutedUntil) <= now) {
                turns.add(group.remind(now));
                touched.add(group.key());
            }
        }
    }

    /** Ends all firings and forgets everything; the rule is not what it was. */
    void stop(long now, String resolution) {
        long at = clock.isSet() ? clock.at(now) : now;
        for (Group group : List.copyOf(groups.values())) {
            turned(group.stop(at, resolution));
            settle(group);
        }
        clock.forget();
    }

    /** Milliseconds until something happens by itself; {@link Terms#NEVER}: nothing does. */
    long sleep(long now, long mutedUntil) {
        long reminder = firing.values().stream()
                .mapToLong(group -> group.reminderDue(mutedUntil))
                .min()
                .orElse(Terms.NEVER);
        long wall = reminder == Terms.NEVER ? Terms.NEVER : Math.max(0, reminder - now);
        return Math.min(wall, clock.until(due.next(), now));
    }

    /** Records that were gone before they could be read. */
    void missed(long records) {
        counts = counts.withMissed(records);
    }

    boolean hasTurns() {
        return !turns.isEmpty();
    }

    int groups() {
        return groups.size();
    }

    Changes take() {
        List<Group> changed = new ArrayList<>();
        List<String> over = new ArrayList<>();
        for (String key : touched) {
            Group group = groups.get(key);
            if (group == null) {
                over.add(key);
            } else {
                changed.add(group);
            }
        }
        Changes changes = new Changes(turns, changed, over, counts, clock);
        touched.clear();
        turns = new ArrayList<>();
        counts = Counts.NONE;
        return changes;
    }

    private void match(RecordView record, long time) {
        Optional<String> key = condition.group(record);
        if (key.isEmpty()) {
            counts = counts.plus(0, 1, 1, 0, 0);
            return;
        }
        Group group = groups.get(key.get());
        if (group == null && groups.size() >= MAX_GROUPS) {
            counts = counts.plus(0, 1, 0, 0, 1);
            return;
        }
        if (group == null) {
            group = new Group(key.get(), terms, ids);
            groups.put(key.get(), group);
        }
        boolean counted = group.match(time, () -> Sample.of(record));
        counts = counts.plus(0, 1, 0, counted ? 0 : 1, 0);
        settle(group);
        pass(clock.newest());
    }

    private void miss(Group group, long time) {
        turned(group.miss(time));
        settle(group);
    }

    /** Everything that is due, in the order in which it is. */
    private void pass(long now) {
        String name = due.due(now);
        while (name != null) {
            Group group = groups.get(name);
            if (group == null) {
                due.remove(name);
            } else {
                turned(group.pass(now));
                settle(group);
            }
            name = due.due(now);
        }
    }

    private void turned(@Nullable Turn turn) {
        if (turn != null) {
            turns.add(turn);
        }
    }

    private void settle(Group group) {
        String key = group.key();
        touched.add(key);
        if (group.isOver()) {
            groups.remove(key);
            due.remove(key);
        } else {
            due.put(key, group.due());
        }
        if (group.phase() == Group.Phase.FIRING) {
            firing.put(key, group);
        } else {
            firing.remove(key);
        }
    }
}
