package io.sluice.stream.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Alerts.Until;
import io.sluice.contract.RecordFormat;
import io.sluice.decode.Decoders;
import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Verdict;
import io.sluice.query.Aggregation;
import io.sluice.query.Aggregation.Key;
import io.sluice.query.EventTime;
import io.sluice.query.Windowing;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules on windowed streams know which rows are of one group. */
class RowGroupsTest {
    private static final Windowing TUMBLING = new Windowing.Tumbling(Duration.ofMinutes(1));

    private static Aggregation aggregation(Windowing window, int limit, String... names) {
        return new Aggregation(
                List.of(names).stream()
                        .map(name -> new Key(name, Expression.parse("x").orElseThrow()))
                        .toList(),
                time(),
                window,
                Duration.ZERO,
                Duration.ZERO,
                List.of(),
                Filter.ALL,
                List.of(),
                limit,
                Aggregation.Emit.CHANGE);
    }

    private static EventTime time() {
        return new EventTime(Expression.parse("$timestamp").orElseThrow(), null);
    }

    private static Definition rule(List<String> groups) {
        Definition open =
                new Definition(null, "s", "n > 5", List.of(), 1, null, Duration.ZERO, null, "$timestamp", null, null);
        return AlertRules.complete(open, groups);
    }

    private static SeenRecord row(String key, @Nullable String value) {
        SeenRecord seen = new SeenRecord(Decoders.PLAIN.of(RecordFormat.AUTO));
        seen.show(new ConsumerRecord<>("t", 0, 0, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8)));
        return seen;
    }

    @Test
    void rows_are_of_one_group_in_every_window_and_when_they_are_taken_back() {
        Definition rule = rule(RowGroups.of(aggregation(TUMBLING, 0, "station", "a \"b\"")));
        assertThat(rule.until()).isEqualTo(Until.NO_MATCH);
        assertThat(rule.resolveAfter()).isNull();
        Condition condition = Condition.of(rule, Clock.systemUTC());
        SeenRecord first =
                row("{\"window_start\":\"1\",\"station\":\"A\",\"a \\\"b\\\"\":7}", "{\"station\":\"A\",\"n\":6}");
        SeenRecord taken = row("{\"window_start\":\"2\",\"station\":\"A\",\"a \\\"b\\\"\":7}", null);
        assertThat(condition.verdict(first)).isEqualTo(Verdict.MATCH);
        assertThat(condition.group(first)).contains("{\"station\":\"A\",\"a \\\"b\\\"\":7}");
        assertThat(condition.verdict(taken)).isEqualTo(Verdict.NO_MATCH);
        assertThat(condition.group(taken)).isEqualTo(condition.group(first));
    }

    @Test
    void without_windows_one_key_is_the_whole_key_and_ranks_are_groups() {
        assertThat(RowGroups.of(aggregation(new Windowing.Unbounded(), 0, "station")))
                .containsExactly("$key");
        assertThat(RowGroups.of(aggregation(TUMBLING, 3, "station"))).containsExactly("$key.rank");
        assertThat(RowGroups.of(aggregation(TUMBLING, 0))).isEmpty();
    }

    @Test
    void what_the_owner_says_counts() {
        Definition said = new Definition(
                null, "s", "n > 5", List.of("other"), 1, null, Duration.ZERO, null, "$timestamp", Until.QUIET, null);
        Definition rule = AlertRules.complete(said, List.of("$key.station"));
        assertThat(rule.groupBy()).containsExactly("other");
        assertThat(rule.until()).isEqualTo(Until.QUIET);
        assertThat(rule.resolveAfter()).isEqualTo(Duration.ofMinutes(5));
    }
}
