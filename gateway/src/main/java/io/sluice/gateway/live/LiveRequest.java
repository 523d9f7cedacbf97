package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.StartAt;
import io.sluice.contract.Violation;
import io.sluice.filter.Filter;
import io.sluice.filter.Parsed;
import io.sluice.filter.Projection;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, checked but for whether the source exists.
 *
 * @param from where to begin when there is no {@code resume}
 * @param until where to end: {@code Latest} for the present end of the topic; null: never
 * @param limit records to send at most; {@link Long#MAX_VALUE}: no limit
 */
record LiveRequest(
        Source source,
        Filter filter,
        Projection projection,
        StartAt from,
        @Nullable ResumeToken resume,
        @Nullable StartAt until,
        long limit,
        Delivery delivery) {

    /** The names of all fields, in the query and in a {@code subscribe} frame. */
    static final Set<String> FIELDS = Set.of(
            "topic", "stream", "dataset", "view", "where", "select", "from", "resume", "until", "limit", "delivery");

    enum Kind {
        TOPIC,
        STREAM,
        DATASET
    }

    /** @param name id or name */
    record Source(Kind kind, String name) {}

    /** Whether it asks for records of the past; a token goes on where it was and counts as none. */
    boolean isReplay() {
        return resume == null && !(from instanceof StartAt.Latest);
    }

    /**
     * @param field the text of a field, or null, with {@link SavedViews} opened; the pointers of violations are the fields' names
     * @throws io.sluice.contract.ProblemException {@link Problem.Invalid} with everything that is wrong
     */
    static LiveRequest read(Function<String, @Nullable String> field) {
        List<Violation> violations = new ArrayList<>();
        @Nullable Source source = source(field, violations);
        Filter filter = filter(field.apply("where"), violations);
        Projection projection = projection(field.apply("select"), violations);
        @Nullable StartAt from = check(violations, () -> StartAt.parse(or(field.apply("from"), "latest"), "/from"));
        @Nullable String token = field.apply("resume");
        @Nullable ResumeToken resume = token == null ? null : check(violations, () -> ResumeToken.parse(token, "/resume"));
        @Nullable StartAt until = until(field.apply("until"), violations);
        long limit = limit(field.apply("limit"), violations);
        Delivery delivery = delivery(field.apply("delivery"), violations);
        if (!violations.isEmpty() || source == null || from == null) {
            throw Problem.Invalid.of(violations).toException();
        }
        return new LiveRequest(source, filter, projection, from, resume, until, limit, delivery);
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private interface Reading<T> {
        T get();
    }

    private static <T> @Nullable T check(List<Violation> violations, Reading<T> reading) {
        try {
            return reading.get();
        } catch (ProblemException refused) {
            if (refused.problem() instanceof Problem.Invalid invalid) {
                violations.addAll(invalid.violations());
                return null;
            }
            throw refused;
        }
    }

    private static @Nullable Source source(Function<String, @Nullable String> field, List<Violation> violations) {
        @Nullable Source found = null;
        for (Kind kind : Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            @Nullable String value = field.apply(name);
            if (value != null && found != null) {
                violations.add(new Violation("/" + name, "only one of topic, stream and dataset can be given"));
            } else if (value != null) {
                found = new Source(kind, value);
            }
        }
        if (found == null) {
            violations.add(new Violation("/topic", "expected one of topic, stream, dataset and view"));
        }
        return found;
    }

    static Filter filter(@Nullable String where, List<Violation> violations) {
        Parsed<Filter> parsed = Filter.parse(or(where, ""));
        return parsed.orElse(faults -> {
            violations.addAll(violations("/where", faults));
            return Filter.ALL;
        });
    }

    static Projection projection(@Nullable String select, List<Violation> violations) {
        Parsed<Projection> parsed = Projection.parse(or(select, ""));
        return parsed.orElse(faults -> {
            violations.addAll(violations("/select", faults));
            return Projection.ALL;
        });
    }

    private static List<Violation> violations(String pointer, List<io.sluice.filter.Violation> faults) {
        return faults.stream()
                .map(fault -> new Violation(pointer, fault.message(), fault.position()))
                .toList();
    }

    private static @Nullable StartAt until(@Nullable String text, List<Violation> violations) {
        if (text == null || text.equals("never")) {
            return null;
        } else if (text.equals("now")) {
            return new StartAt.Latest();
        }
        try {
            return new StartAt.At(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException notATime) {
            violations.add(new Violation("/until", "expected never, now or an RFC 3339 time"));
            return null;
        }
    }

    private static long limit(@Nullable String text, List<Violation> violations) {
        if (text == null) {
            return Long.MAX_VALUE;
        }
        if (text.matches("[1-9][0-9]{0,17}")) {
            return Long.parseLong(text);
        }
        violations.add(new Violation("/limit", "expected a number of records, 1 or more"));
        return Long.MAX_VALUE;
    }

    private static Delivery delivery(@Nullable String text, List<Violation> violations) {
        if (text == null || text.equals("lossless")) {
            return Delivery.LOSSLESS;
        } else if (text.equals("latest")) {
            return Delivery.LATEST;
        }
        violations.add(new Violation("/delivery", "expected latest or lossless"));
        return Delivery.LOSSLESS;
    }
}
