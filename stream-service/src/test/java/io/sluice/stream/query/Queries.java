package io.sluice.stream.query;

import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.query.Aggregate;
import io.sluice.query.Aggregation;
import io.sluice.query.Aggregation.Emit;
import io.sluice.query.Aggregation.Key;
import io.sluice.query.Aggregation.Order;
import io.sluice.query.EventTime;
import io.sluice.query.Input;
import io.sluice.query.Join;
import io.sluice.query.Measure;
import io.sluice.query.Query;
import io.sluice.query.Ref;
import io.sluice.query.Windowing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Queries by hand. */
final class Queries {
    private Queries() {}

    static Expression expression(String text) {
        return Expression.parse(text).orElseThrow();
    }

    static Input input(String alias, String... topics) {
        return new Input(
                Arrays.stream(topics)
                        .map(topic -> new Ref(Ref.Kind.TOPIC, topic))
                        .toList(),
                alias);
    }

    static Measure count(String name) {
        return new Measure(name, Aggregate.COUNT, List.of(), List.of(), Filter.ALL);
    }

    static Counted counting(String... topics) {
        return new Counted(input("", topics));
    }

    static Join stream(
            Join.Type type, String topic, String alias, String left, String right, Duration near, Duration grace) {
        return new Join(
                Join.Kind.STREAM,
                type,
                input(alias, topic),
                expression(left),
                expression(right),
                near,
                near,
                grace,
                Duration.ZERO);
    }

    static Join table(Join.Type type, String topic, String alias, String left, String right) {
        return new Join(
                Join.Kind.TABLE,
                type,
                input(alias, topic),
                expression(left),
                expression(right),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMinutes(1));
    }

    /** {@code count(*) as n}. */
    static final class Counted {
        private final Input from;
        private final List<Join> joins = new ArrayList<>();
        private final List<Key> keys = new ArrayList<>();
        private Filter where = Filter.ALL;
        private Filter having = Filter.ALL;
        private EventTime time = new EventTime(expression("$timestamp"), null);
        private Windowing window = new Windowing.Unbounded();
        private Duration grace = Duration.ZERO;
        private Duration idle = Duration.ofSeconds(5);
        private List<Order> order = List.of();
        private int limit;
        private Emit emit = Emit.CHANGE;

        private Counted(Input from) {
            this.from = from;
        }

        Counted by(String... fields) {
            for (String field : fields) {
                Expression of = expression(field);
                keys.add(new Key(of.name().orElse(field.replace("$", "")), of));
            }
            return this;
        }

        Counted where(String text) {
            where = Filter.parse(text).orElseThrow();
            return this;
        }

        Counted having(String text) {
            having = Filter.parse(text).orElseThrow();
            return this;
        }

        Counted at(String text) {
            time = new EventTime(expression(text), null);
            return this;
        }

        Counted window(Windowing of, Duration late) {
            window = of;
            grace = late;
            return this;
        }

        Counted idle(Duration after) {
            idle = after;
            return this;
        }

        Counted top(int most, String column, boolean descending) {
            order = List.of(new Order(column, descending));
            limit = most;
            return this;
        }

        Counted onClose() {
            emit = Emit.CLOSE;
            return this;
        }

        Query query() {
            Aggregation aggregation =
                    new Aggregation(keys, time, window, grace, idle, List.of(count("n")), having, order, limit, emit);
            return new Query(from, joins, where, Projection.ALL, aggregation);
        }
    }
}
