package io.sluice.stream.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Alerts.Until;
import io.sluice.contract.RecordFormat;
import io.sluice.decode.Decoders;
import io.sluice.stream.alert.Evaluation.Changes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When rules fire and stop, at given times; the present is minute {@link #NOW} unless a test says otherwise. */
class EvaluationTest {
    private static final long MINUTE = 60_000;
    private static final long NOW = 100_000;

    private final List<String> told = new ArrayList<>();
    private long offset;

    private static Definition rule(int count, @Nullable String within, String holdFor, @Nullable String every) {
        return new Definition(
                "t",
                null,
                "bad",
                List.of("s"),
                count,
                within == null ? null : Duration.parse("PT" + within),
                Duration.parse("PT" + holdFor),
                every == null ? null : Duration.parse("PT" + every),
                "$timestamp",
                Until.QUIET,
                within == null ? Duration.ofMinutes(5) : Duration.parse("PT" + within));
    }

    private static Definition byRows(int count, @Nullable String within) {
        Definition quiet = rule(count, within, "0S", null);
        return new Definition(
                "t",
                null,
                quiet.where(),
                quiet.groupBy(),
                count,
                quiet.within(),
                quiet.holdFor(),
                null,
                "$timestamp",
                Until.NO_MATCH,
                null);
    }

    private static Evaluation of(Definition rule) {
        return new Evaluation(
                Condition.of(rule, Clock.systemUTC()), Terms.of(rule), RuleClock.unset(), UUID::randomUUID);
    }

    /** A record at a minute, read at {@link #NOW}. */
    private void read(Evaluation rule, double minute, String value) {
        readAt(rule, minute, value, NOW);
    }

    private void readAt(Evaluation rule, double minute, String value, double now) {
        SeenRecord seen = new SeenRecord(Decoders.PLAIN.of(RecordFormat.AUTO));
        seen.show(new ConsumerRecord<>(
                "t",
                0,
                offset++,
                (long) (minute * MINUTE),
                TimestampType.CREATE_TIME,
                -1,
                -1,
                null,
                value.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty()));
        rule.read(seen, (long) (now * MINUTE));
        note(rule);
    }

    private void idle(Evaluation rule, double now) {
        rule.idle((long) (now * MINUTE));
        note(rule);
    }

    /** Stores what there is to store, as a run does: what fires has been told. */
    private Changes note(Evaluation rule) {
        Changes changes = rule.take();
        changes.groups().stream()
                .filter(group -> group.phase() == Group.Phase.FIRING)
                .forEach(group -> group.told(0));
        for (Turn turn : changes.turns()) {
            told.add(turn.kind() + "@" + (double) turn.at() / MINUTE + " " + turn.group() + " " + turn.matched());
        }
        return changes;
    }

    private static String bad(String station) {
        return "{\"bad\":true,\"s\":\"" + station + "\"}";
    }

    private static String good(String station) {
        return "{\"bad\":false,\"s\":\"" + station + "\"}";
    }

    @Test
    void fires_once_when_so_many_came_in_so_long_a_time() {
        Evaluation rule = of(rule(3, "10M", "0S", null));
        for (int minute = 0; minute < 6; minute++) {
            read(rule, minute, bad("a"));
        }
        assertThat(told).containsExactly("FIRING@2.0 {\"s\":\"a\"} 3");
    }

    @Test
    void a_time_that_is_just_too_long_is_not_enough_and_one_that_is_just_short_enough_is() {
        Evaluation rule = of(rule(3, "10M", "0S", null));
        read(rule, 0, bad("a"));
        read(rule, 5, bad("a"));
        read(rule, 10, bad("a"));
        assertThat(told).isEmpty();
        read(rule, 14.999, bad("a"));
        assertThat(told).containsExactly("FIRING@14.999 {\"s\":\"a\"} 3");
    }

    @Test
    void ends_when_no_match_has_come_for_so_long_and_not_a_moment_before() {
        Evaluation rule = of(rule(1, null, "0S", null));
        read(rule, 0, bad("a"));
        read(rule, 4.999, bad("a"));
        read(rule, 9.998, good("a"));
        assertThat(told).containsExactly("FIRING@0.0 {\"s\":\"a\"} 1");
        read(rule, 9.999, good("b"));
        assertThat(told).hasSize(2).endsWith("RESOLVED@9.999 {\"s\":\"a\"} 2");
    }

    @Test
    void a_record_behind_the_end_ends_it_first_and_begins_anew() {
        Evaluation rule = of(rule(1, null, "0S", null));
        read(rule, 0, bad("a"));
        read(rule, 30, bad("a"));
        assertThat(told)
                .containsExactly(
                        "FIRING@0.0 {\"s\":\"a\"} 1", "RESOLVED@5.0 {\"s\":\"a\"} 1", "FIRING@30.0 {\"s\":\"a\"} 1");
    }

    @Test
    void after_an_end_as_many_are_needed_again() {
        Definition three = rule(3, "10M", "0S", null);
        Definition quick = new Definition(
                "t",
                null,
                three.where(),
                three.groupBy(),
                3,
                three.within(),
                Duration.ZERO,
                null,
                "$timestamp",
                Until.QUIET,
                Duration.ofMinutes(1));
        Evaluation rule = of(quick);
        read(rule, 0, bad("a"));
        read(rule, 0.1, bad("a"));
        read(rule, 0.2, bad("a"));
        read(rule, 3, bad("a"));
        read(rule, 3.1, bad("a"));
        assertThat(told).hasSize(2).endsWith("RESOLVED@1.2 {\"s\":\"a\"} 3");
        read(rule, 3.2, bad("a"));
        assertThat(told).hasSize(3).endsWith("FIRING@3.2 {\"s\":\"a\"} 3");
    }

    @Test
    void the_condition_must_hold_for_so_long() {
        Evaluation rule = of(rule(1, null, "10M", null));
        read(rule, 0, bad("a"));
        read(rule, 4, bad("a"));
        read(rule, 8, bad("a"));
        read(rule, 9.999, good("a"));
        assertThat(told).isEmpty();
        read(rule, 10, good("a"));
        assertThat(told).containsExactly("FIRING@10.0 {\"s\":\"a\"} 3");
    }

    @Test
    void a_condition_that_does_not_hold_long_enough_is_nothing() {
        Evaluation rule = of(rule(1, null, "10M", null));
        read(rule, 0, bad("a"));
        read(rule, 20, good("a"));
        assertThat(told).isEmpty();
        assertThat(rule.groups()).isZero();
    }

    @Test
    void when_nothing_comes_the_time_on_the_wall_goes_on() {
        Evaluation rule = of(rule(1, null, "0S", null));
        readAt(rule, 0, bad("a"), 1_000);
        idle(rule, 1_004.999);
        assertThat(told).hasSize(1);
        assertThat(rule.sleep((long) (1_004.999 * MINUTE), Long.MIN_VALUE)).isEqualTo(60);
        idle(rule, 1_005);
        assertThat(told).hasSize(2).endsWith("RESOLVED@5.0 {\"s\":\"a\"} 1");
        assertThat(rule.sleep(1_005 * MINUTE, Long.MIN_VALUE)).isEqualTo(Terms.NEVER);
    }

    @Test
    void groups_know_nothing_of_each_other() {
        Evaluation rule = of(rule(2, "10M", "0S", null));
        read(rule, 0, bad("a"));
        read(rule, 1, bad("b"));
        assertThat(told).isEmpty();
        read(rule, 2, bad("b"));
        assertThat(told).containsExactly("FIRING@2.0 {\"s\":\"b\"} 2");
        read(rule, 3, bad("a"));
        assertThat(told).hasSize(2).endsWith("FIRING@3.0 {\"s\":\"a\"} 2");
    }

    @Test
    void the_newest_row_of_a_group_decides_where_records_are_rows() {
        Evaluation rule = of(byRows(1, null));
        read(rule, 0, bad("a"));
        read(rule, 0, bad("b"));
        read(rule, 60, bad("a"));
        assertThat(told).hasSize(2);
        read(rule, 61, good("a"));
        assertThat(told).hasSize(3).endsWith("RESOLVED@61.0 {\"s\":\"a\"} 2");
        assertThat(rule.groups()).isEqualTo(1);
    }

    @Test
    void rows_that_match_must_follow_each_other() {
        Evaluation rule = of(byRows(3, "10M"));
        read(rule, 0, bad("a"));
        read(rule, 1, bad("a"));
        read(rule, 2, good("a"));
        read(rule, 3, bad("a"));
        read(rule, 4, bad("a"));
        assertThat(told).isEmpty();
        read(rule, 5, bad("a"));
        assertThat(told).hasSize(1);
    }

    @Test
    void late_records_count_with_their_own_time_until_newer_ones_have_taken_their_place() {
        Evaluation rule = of(rule(3, "10M", "0S", null));
        read(rule, 20, bad("a"));
        read(rule, 22, bad("a"));
        read(rule, 21, bad("a"));
        assertThat(told).containsExactly("FIRING@22.0 {\"s\":\"a\"} 3");
        read(rule, 1, bad("a"));
        assertThat(told).hasSize(1);
    }

    @Test
    void a_record_that_comes_late_into_a_firing_counts_in_it() {
        Evaluation rule = of(rule(2, "10M", "0S", null));
        read(rule, 20, bad("a"));
        read(rule, 21, bad("a"));
        read(rule, 15, bad("a"));
        read(rule, 10, bad("a"));
        read(rule, 40, good("a"));
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isEqualTo("FIRING@21.0 {\"s\":\"a\"} 2");
        assertThat(told.get(1)).endsWith(" 3");
    }

    @Test
    void what_cannot_be_decided_is_counted_and_what_is_too_late_too() {
        Evaluation rule = of(rule(2, "10M", "0S", null));
        SeenRecord seen = new SeenRecord(Decoders.PLAIN.of(RecordFormat.AUTO));
        for (Object[] each : new Object[][] {{15L, bad("a")}, {16L, bad("a")}, {0L, bad("a")}, {17L, "no json"}}) {
            seen.show(new ConsumerRecord<>(
                    "t",
                    0,
                    offset++,
                    (long) each[0] * MINUTE,
                    TimestampType.CREATE_TIME,
                    -1,
                    -1,
                    null,
                    ((String) each[1]).getBytes(UTF_8),
                    new RecordHeaders(),
                    Optional.empty()));
            rule.read(seen, NOW * MINUTE);
        }
        assertThat(rule.take().counts()).isEqualTo(new Evaluation.Counts(4, 3, 1, 1, 0, 0));
    }

    @Test
    void a_time_ahead_of_the_present_is_the_present() {
        Evaluation rule = of(rule(1, null, "0S", null));
        readAt(rule, 5_000, bad("a"), 10);
        assertThat(told).containsExactly("FIRING@10.0 {\"s\":\"a\"} 1");
        readAt(rule, 14, good("a"), 14);
        assertThat(told).hasSize(1);
        readAt(rule, 15, good("a"), 15);
        assertThat(told).hasSize(2);
    }

    @Test
    void a_rule_remembers_only_so_many_groups_and_says_how_many_records_were_of_others() {
        Evaluation rule = of(rule(1, null, "0S", null));
        SeenRecord seen = new SeenRecord(Decoders.PLAIN.of(RecordFormat.AUTO));
        for (int i = 0; i < Evaluation.MAX_GROUPS + 7; i++) {
            seen.show(new ConsumerRecord<>("t", 0, i, null, bad("g" + i).getBytes(UTF_8)));
            rule.read(seen, 0);
        }
        assertThat(rule.groups()).isEqualTo(Evaluation.MAX_GROUPS);
        assertThat(rule.take().counts().refused()).isEqualTo(7);
    }

    @Test
    void reminds_every_so_often_until_somebody_knows() {
        Evaluation rule = of(rule(1, null, "0S", "2M"));
        readAt(rule, 0, bad("a"), 0);
        SeenRecord seen = new SeenRecord(Decoders.PLAIN.of(RecordFormat.AUTO));
        seen.show(new ConsumerRecord<>("t", 0, 9, null, bad("a").getBytes(UTF_8)));
        rule.read(seen, 0);
        Group group = rule.take().groups().get(0);
        group.told(0);
        rule.remind(2 * MINUTE - 1, Long.MIN_VALUE);
        assertThat(rule.hasTurns()).isFalse();
        assertThat(rule.sleep(MINUTE, Long.MIN_VALUE)).isEqualTo(MINUTE);
        rule.remind(2 * MINUTE, Long.MIN_VALUE);
        assertThat(note(rule).turns().get(0).reminder()).isEqualTo(1);
        group.told(2 * MINUTE);
        rule.remind(4 * MINUTE, 5 * MINUTE);
        assertThat(rule.hasTurns()).as("muted").isFalse();
        group.acknowledge();
        rule.remind(90 * MINUTE, Long.MIN_VALUE);
        assertThat(rule.hasTurns()).as("acknowledged").isFalse();
    }

    @Test
    void what_was_never_told_is_told_at_once_when_the_rule_is_not_muted_any_more() {
        Evaluation rule = of(rule(1, null, "0S", null));
        SeenRecord seen = new SeenRecord(Decoders.PLAIN.of(RecordFormat.AUTO));
        seen.show(new ConsumerRecord<>("t", 0, 0, null, bad("a").getBytes(UTF_8)));
        rule.read(seen, 0);
        rule.take();
        assertThat(rule.sleep(MINUTE, 3 * MINUTE)).isEqualTo(2 * MINUTE);
        assertThat(rule.sleep(MINUTE, Long.MIN_VALUE)).isZero();
        rule.remind(MINUTE, Long.MIN_VALUE);
        assertThat(note(rule).turns()).singleElement().satisfies(turn -> {
            assertThat(turn.kind()).isEqualTo(Turn.Kind.FIRING);
            assertThat(turn.isNew()).isFalse();
        });
    }

    @Test
    void a_rule_that_was_stopped_knows_no_time_any_more() {
        Evaluation rule = of(rule(1, null, "0S", null));
        read(rule, 5_000, bad("a"));
        rule.stop(NOW * MINUTE, "changed");
        assertThat(note(rule).turns()).singleElement().satisfies(turn -> assertThat(turn.resolution())
                .isEqualTo("changed"));
        assertThat(rule.groups()).isZero();
        read(rule, 10, bad("a"));
        read(rule, 11, bad("a"));
        assertThat(told).hasSize(3).endsWith("FIRING@10.0 {\"s\":\"a\"} 1");
    }

    @Test
    void what_is_stored_goes_on_as_if_nothing_had_been() {
        Definition definition = rule(3, "10M", "1M", null);
        Evaluation rule = of(definition);
        List<Group.Stored> stored = new ArrayList<>();
        RuleClock clock = RuleClock.unset();
        String[] values = {bad("a"), bad("b"), bad("a"), bad("a"), good("a"), good("a"), bad("b"), good("b")};
        double[] minutes = {0, 1, 2, 3, 3.5, 4.2, 20, 40};
        for (int i = 0; i < values.length; i++) {
            read(rule, minutes[i], values[i]);
        }
        List<String> whole = List.copyOf(told);
        told.clear();
        for (int i = 0; i < values.length; i++) {
            Evaluation again = new Evaluation(
                    Condition.of(definition, Clock.systemUTC()), Terms.of(definition), clock, UUID::randomUUID);
            again.resume(stored);
            SeenRecord seen = new SeenRecord(Decoders.PLAIN.of(RecordFormat.AUTO));
            seen.show(new ConsumerRecord<>(
                    "t",
                    0,
                    i,
                    (long) (minutes[i] * MINUTE),
                    TimestampType.CREATE_TIME,
                    -1,
                    -1,
                    null,
                    values[i].getBytes(UTF_8),
                    new RecordHeaders(),
                    Optional.empty()));
            again.read(seen, NOW * MINUTE);
            Changes changes = note(again);
            stored.removeIf(one -> changes.over().contains(one.key())
                    || changes.groups().stream().anyMatch(group -> group.key().equals(one.key())));
            changes.groups().forEach(group -> stored.add(group.stored()));
        }
        assertThat(whole).containsExactly("FIRING@4.0 {\"s\":\"a\"} 3", "RESOLVED@13.0 {\"s\":\"a\"} 3");
        assertThat(told).isEqualTo(whole);
    }
}
