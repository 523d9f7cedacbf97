package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WindowingTest {
    private static final Windowing TEN = new Windowing.Tumbling(Duration.ofSeconds(10));
    private static final Duration FIVE = Duration.ofSeconds(5);

    @Property
    void a_row_is_in_every_window_that_contains_its_time_and_in_no_other(
            @ForAll @LongRange(min = -2_000, max = 2_000) long time,
            @ForAll @IntRange(min = 1, max = 300) int size,
            @ForAll @IntRange(min = 1, max = 300) int advance) {
        int step = Math.min(size, advance);
        Windowing hopping = new Windowing.Hopping(Duration.ofMillis(size), Duration.ofMillis(step));
        List<Bounds> expected = LongStream.rangeClosed(-5_000 / step, 5_000 / step)
                .map(i -> i * step)
                .filter(start -> start <= time && time < start + size)
                .mapToObj(start -> new Bounds(start, start + size))
                .toList();
        assertThat(hopping.windows(time)).isEqualTo(expected);
        if (step == size) {
            assertThat(new Windowing.Tumbling(Duration.ofMillis(size)).windows(time))
                    .isEqualTo(expected);
        }
    }

    @Test
    void z_f10_each_row_is_in_four_windows_of_an_hour_that_advance_by_a_quarter() {
        Windowing hopping = new Windowing.Hopping(Duration.ofHours(1), Duration.ofMinutes(15));
        long minute = Duration.ofMinutes(1).toMillis();
        assertThat(hopping.windows(130 * minute))
                .containsExactly(
                        new Bounds(75 * minute, 135 * minute),
                        new Bounds(90 * minute, 150 * minute),
                        new Bounds(105 * minute, 165 * minute),
                        new Bounds(120 * minute, 180 * minute));
    }

    @Test
    void z_f10_a_session_closes_after_its_gap() {
        Windowing.Session session = new Windowing.Session(Duration.ofMillis(100));
        Bounds first = session.grown(0, List.of());
        assertThat(session.meets(first, 100)).isTrue();
        assertThat(session.meets(first, 101)).isFalse();
        assertThat(session.isOver(first, Duration.ZERO, 100)).isFalse();
        assertThat(session.isOver(first, Duration.ZERO, 101)).isTrue();
    }

    @Property
    void sessions_are_the_same_in_whatever_order_rows_come(
            @ForAll @Size(max = 12) List<@LongRange(min = -60, max = 60) Long> times,
            @ForAll @IntRange(min = 1, max = 15) int gap) {
        Windowing.Session session = new Windowing.Session(Duration.ofMillis(gap));
        List<Bounds> expected = new ArrayList<>();
        for (long time : times.stream().sorted().toList()) {
            Bounds last = expected.isEmpty() ? null : expected.get(expected.size() - 1);
            if (last != null && time <= last.end()) {
                expected.set(expected.size() - 1, new Bounds(last.start(), time + gap));
            } else {
                expected.add(new Bounds(time, time + gap));
            }
        }
        List<Bounds> sessions = new ArrayList<>();
        for (long time : times) {
            List<Bounds> met =
                    sessions.stream().filter(each -> session.meets(each, time)).toList();
            sessions.removeAll(met);
            sessions.add(session.grown(time, met));
        }
        assertThat(sessions).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void z_j7_a_window_is_over_when_event_time_has_come_to_its_end_and_grace() {
        Bounds first = new Bounds(0, 10_000);
        assertThat(TEN.windows(9_000)).containsExactly(first);
        assertThat(TEN.isOver(first, FIVE, 12_000)).isFalse();
        assertThat(TEN.isOver(first, FIVE, 14_999)).isFalse();
        assertThat(TEN.isOver(first, FIVE, 15_000)).isTrue();
        assertThat(TEN.isOver(first, FIVE, 16_000)).isTrue();
    }

    @Test
    void the_end_of_time_is_no_trap() {
        assertThat(TEN.windows(Long.MAX_VALUE)).hasSize(1).allMatch(window -> window.end() == Long.MAX_VALUE);
        assertThat(new Windowing.Unbounded().isOver(Bounds.EVER, Duration.ZERO, Long.MAX_VALUE))
                .isFalse();
        assertThat(TEN.isOver(new Bounds(0, 10_000), FIVE, Long.MIN_VALUE)).isFalse();
    }
}
