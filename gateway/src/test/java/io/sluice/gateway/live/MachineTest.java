package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.live.Turn.Next;
import org.junit.jupiter.api.Test;

class MachineTest {
    private static final Position BEGIN = Position.zero(1);
    private static final Position FURTHER = Position.of(7);

    private static Machine.Step answered(boolean skips) {
        Machine asked = Machine.opening(skips).opened(BEGIN).machine();
        Machine slow = asked.slowed(BEGIN).machine();
        return slow.answered(slow.turn(), Turn.empty("id", FURTHER, Next.LIVE, null));
    }

    @Test
    void a_lossless_subscriber_whose_socket_got_slow_in_its_turn_does_not_go_live() {
        Machine.Step step = answered(false);
        assertThat(step.machine().state()).isEqualTo(new Machine.Lagging(FURTHER, Next.TAIL));
        assertThat(step.effects()).contains(new Machine.Leave(false));
        Machine.Step drained = step.machine().drained();
        assertThat(drained.machine().state()).isEqualTo(new Machine.Replaying(FURTHER));
    }

    @Test
    void one_that_begins_at_the_end_does_neither() {
        Machine slow =
                Machine.opening(false).opened(null).machine().slowed(BEGIN).machine();
        Machine.Step step = slow.answered(slow.turn(), Turn.empty("id", FURTHER, Next.LIVE, null));
        assertThat(step.machine().state()).isEqualTo(new Machine.Lagging(FURTHER, Next.TAIL));
        assertThat(step.effects()).contains(new Machine.Leave(false), new Machine.Acknowledge());
    }

    @Test
    void one_that_skips_goes_live_and_skips() {
        assertThat(answered(true).machine().state()).isEqualTo(new Machine.Live());
    }
}
