package io.sluice.stream.alert;

import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Alerts.Until;
import io.sluice.contract.Alerts.Wish;
import io.sluice.contract.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a rule may be, and what is meant where its owner says nothing. */
final class AlertRules {
    private static final Duration RESOLVE_AFTER = Duration.ofMinutes(5);
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(30);
    private static final Duration LEAST_EVERY = Duration.ofSeconds(1);
    private static final int MAX_COUNT = 1_000;
    private static final int MAX_SEVERITY = 32;
    private static final int MAX_NAME = 200;
    /** Part of an address that is something else. */
    private static final String RESERVED = "events";

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private AlertRules() {}

    static List<Violation> faults(Wish wish) {
        List<Violation> faults = new ArrayList<>();
        Definition rule = wish.definition();
        if (wish.name().isBlank() || wish.name().length() > MAX_NAME || isControlled(wish.name())) {
            faults.add(new Violation("/name", "expected 1 to " + MAX_NAME + " characters on one line"));
        } else if (wish.name().equals(RESERVED)) {
            faults.add(new Violation("/name", "\"" + RESERVED + "\" is the name of something else"));
        }
        if (wish.severity().isBlank() || wish.severity().length() > MAX_SEVERITY || isControlled(wish.severity())) {
            faults.add(new Violation("/severity", "expected 1 to " + MAX_SEVERITY + " characters"));
        }
        if ((rule.topic() == null) == (rule.stream() == null)) {
            faults.add(new Violation("/source", "expected either a topic or a stream"));
        }
        if (rule.groupBy().size() > Condition.MAX_GROUP_BY) {
            faults.add(new Violation("/group_by", "expected at most " + Condition.MAX_GROUP_BY + " expressions"));
        } else {
            faults.addAll(Condition.faults(rule));
        }
        if (rule.count() < 1 || rule.count() > MAX_COUNT) {
            faults.add(new Violation("/threshold/count", "expected 1 to " + MAX_COUNT));
        } else if (rule.count() > 1 && rule.within() == null) {
            faults.add(new Violation("/threshold/within", "\"within\" is required"));
        }
        between(faults, "/threshold/within", rule.within(), LEAST);
        between(faults, "/for", rule.holdFor(), Duration.ZERO);
        between(faults, "/every", rule.every(), LEAST_EVERY);
        between(faults, "/resolve_after", rule.resolveAfter(), LEAST);
        return faults;
    }

    /** @param rows what tells the rows of the source apart; null: its records are no rows */
    static Definition complete(Definition rule, @Nullable List<String> rows) {
        boolean hasRows = rows != null;
        Until until = rule.until() == null ? (hasRows ? Until.NO_MATCH : Until.QUIET) : rule.until();
        Duration within = rule.within();
        Duration otherwise = until == Until.NO_MATCH ? null : within == null ? RESOLVE_AFTER : within;
        List<String> groups = rows != null && rule.groupBy().isEmpty() ? rows : rule.groupBy();
        return new Definition(
                rule.topic(),
                rule.stream(),
                rule.where(),
                groups,
                rule.count(),
                within,
                rule.holdFor(),
                rule.every(),
                rule.time(),
                until,
                rule.resolveAfter() == null ? otherwise : rule.resolveAfter());
    }

    /** Whether what one remembers is of no use to the other. */
    static boolean areOther(Definition one, Definition other) {
        return !withoutEvery(one).equals(withoutEvery(other));
    }

    private static Definition withoutEvery(Definition rule) {
        return new Definition(
                rule.topic(),
                rule.stream(),
                rule.where(),
                rule.groupBy(),
                rule.count(),
                rule.within(),
                rule.holdFor(),
                null,
                rule.time(),
                rule.until(),
                rule.resolveAfter());
    }

    private static boolean isControlled(String text) {
        return CONTROL.matcher(text).find();
    }

    private static void between(List<Violation> faults, String pointer, @Nullable Duration found, Duration least) {
        if (found != null && (found.compareTo(least) < 0 || found.compareTo(MOST) > 0)) {
            faults.add(new Violation(
                    pointer, least.isZero() ? "expected at most 30d" : "expected " + text(least) + " to 30d"));
        }
    }

    private static String text(Duration least) {
        return least.toMillis() < 1_000 ? least.toMillis() + "ms" : least.toSeconds() + "s";
    }
}
