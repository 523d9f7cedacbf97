package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.live.Pulse.Due;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Heartbeat 15 s, answer within 15 s, stalled after 120 s; one tick a second. */
class PulseTest {
    private final AtomicLong now = new AtomicLong();
    private final Pulse answering = Pulse.ofAnswering(LiveConfig.Times.DEFAULT, now::get);
    private final Pulse listening = Pulse.ofListening(LiveConfig.Times.DEFAULT, now::get);

    @Test
    void a_silent_client_is_pinged_and_then_gone() {
        assertThat(seconds(answering, 14, false, 0)).containsOnly(Due.NOTHING);
        assertThat(seconds(answering, 1, false, 0)).containsExactly(Due.BEAT);
        assertThat(seconds(answering, 14, false, 0)).containsOnly(Due.NOTHING);
        assertThat(seconds(answering, 1, false, 0)).containsExactly(Due.GONE);
    }

    @Test
    void a_client_that_answers_is_pinged_for_ever() {
        for (int i = 0; i < 100; i++) {
            assertThat(seconds(answering, 15, false, 0)).endsWith(Due.BEAT).containsOnlyOnce(Due.BEAT);
            answering.sign();
        }
    }

    @Test
    void what_a_slow_client_has_yet_to_take_does_not_count_against_its_answer() {
        assertThat(seconds(answering, 15, false, 0)).endsWith(Due.BEAT);
        for (int left = 60; left > 0; left--) {
            assertThat(seconds(answering, 1, true, left)).containsExactly(Due.NOTHING);
        }
        assertThat(seconds(answering, 14, false, 0)).containsOnly(Due.NOTHING);
        assertThat(seconds(answering, 1, false, 0)).containsExactly(Due.GONE);
    }

    @Test
    void a_full_queue_that_does_not_move_is_stalled() {
        for (Pulse pulse : List.of(answering, listening)) {
            seconds(pulse, 1, true, 500);
            assertThat(seconds(pulse, 119, true, 500)).containsOnly(Due.NOTHING);
            assertThat(seconds(pulse, 1, true, 500)).containsExactly(Due.STALLED);
        }
    }

    @Test
    void one_byte_in_two_minutes_is_a_movement() {
        for (int left = 500; left > 490; left--) {
            assertThat(seconds(answering, 119, true, left)).containsOnly(Due.NOTHING);
        }
    }

    @Test
    void a_client_that_only_listens_gets_a_beat_after_silence_and_is_not_asked_for_an_answer() {
        for (int i = 0; i < 100; i++) {
            assertThat(seconds(listening, 15, false, 0)).endsWith(Due.BEAT).containsOnlyOnce(Due.BEAT);
        }
        listening.sign();
        assertThat(seconds(listening, 14, false, 0)).containsOnly(Due.NOTHING);
    }

    private List<Due> seconds(Pulse pulse, int count, boolean full, long bytes) {
        List<Due> due = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            due.add(pulse.tick(full, bytes));
        }
        return due;
    }
}
