package io.sluice.stream.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Violation;
import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Matcher;
import io.sluice.filter.Parsed;
import io.sluice.filter.Projection;
import io.sluice.filter.RecordView;
import io.sluice.filter.Value;
import io.sluice.filter.Values;
import io.sluice.filter.Verdict;
import io.sluice.runtime.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a rule asks of each record: does it match, of which group is it, and what is its time. Belongs to one thread. */
final class Condition {
    static final String OWN_TIME = "$timestamp";
    static final int MAX_GROUP_BY = 10;
    /** Bytes of the values that make a group, as JSON. */
    static final int MAX_KEY = 1_000;

    private final Matcher matcher;
    private final List<String> names;
    private final Values keys;
    private final @Nullable Values time;

    private Condition(Matcher matcher, List<String> names, Values keys, @Nullable Values time) {
        this.matcher = matcher;
        this.names = names;
        this.keys = keys;
        this.time = time;
    }

    /** @param definition without {@link #faults} */
    static Condition of(Definition definition, Clock clock) {
        Filter where = Filter.parse(definition.where()).orElseThrow();
        List<Expression> groups = definition.groupBy().stream()
                .map(text -> Expression.parse(text).orElseThrow())
                .toList();
        Values time = definition.time().equals(OWN_TIME)
                ? null
                : Values.of(List.of(Expression.parse(asTime(definition.time())).orElseThrow()), clock);
        return new Condition(
                Matcher.of(where, Projection.ALL, clock),
                groups.stream().map(Condition::name).toList(),
                Values.of(groups, clock),
                time);
    }

    static List<Violation> faults(Definition definition) {
        List<Violation> faults = new ArrayList<>(faults("/where", 0, Filter.parse(definition.where())));
        for (int i = 0; i < definition.groupBy().size(); i++) {
            faults.addAll(faults(
                    "/group_by/" + i, 0, Expression.parse(definition.groupBy().get(i))));
        }
        List<Violation> time = faults("/time", 0, Expression.parse(definition.time()));
        faults.addAll(time);
        if (time.isEmpty()) {
            String wrapped = asTime(definition.time());
            faults.addAll(faults("/time", wrapped.indexOf(definition.time()), Expression.parse(wrapped)));
        }
        return faults;
    }

    Verdict verdict(RecordView record) {
        return matcher.evaluate(record);
    }

    /** Epoch milliseconds; empty when the record has no time. */
    OptionalLong time(RecordView record) {
        Values found = time;
        if (found == null) {
            return OptionalLong.of(record.timestamp());
        }
        boolean whole = found.read(record);
        return whole && found.get(0) instanceof Value.Time at
                ? OptionalLong.of(at.value().toEpochMilli())
                : OptionalLong.empty();
    }

    /** The group of a record, as a JSON object; empty when it cannot be told. */
    Optional<String> group(RecordView record) {
        if (names.isEmpty()) {
            return Optional.of("{}");
        }
        if (!keys.read(record)) {
            return Optional.empty();
        }
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < names.size(); i++) {
            json.append(i == 0 ? "" : ",")
                    .append(quoted(names.get(i)))
                    .append(':')
                    .append(new String(keys.get(i).json(), UTF_8));
        }
        String key = json.append('}').toString();
        return key.getBytes(UTF_8).length <= MAX_KEY ? Optional.of(key) : Optional.empty();
    }

    private static String name(Expression expression) {
        return expression.name().orElse(expression.print());
    }

    private static String asTime(String text) {
        return "time(" + text + ")";
    }

    private static String quoted(String text) {
        try {
            return Json.MAPPER.writeValueAsString(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Violation> faults(String pointer, int shift, Parsed<?> parsed) {
        return parsed.violations().stream()
                .map(fault -> new Violation(pointer, fault.message(), Math.max(0, fault.position() - shift)))
                .toList();
    }
}
