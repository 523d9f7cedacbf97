package io.sluice.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
    private final AtomicLong now = new AtomicLong();
    private final CommitPace pace = new CommitPace(now::get);

    private void write(int topics) {
        pace.onChanged();
        for (int n = 0; n < topics; n++) {
            pace.onWritten("t" + n);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private boolean isDueAfter(Duration time) {
        pass(time.minusNanos(1));
        assertThat(pace.isDue()).isFalse();
        pass(Duration.ofNanos(1));
        return pace.isDue();
    }

    @Test
    void one_topic_is_committed_ten_times_a_second() {
        write(1);
        assertThat(isDueAfter(CommitPace.SHORTEST)).isTrue();
        write(1);
        assertThat(isDueAfter(CommitPace.SHORTEST)).isTrue();
    }

    @Test
    void nothing_is_committed_where_nothing_has_changed() {
        write(1);
        assertThat(isDueAfter(CommitPace.SHORTEST)).isTrue();
        assertThat(isDueAfter(CommitPace.LONGEST)).isFalse();
        pace.onChanged();
        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void many_topics_are_committed_later_each_time_that_they_are_written_to() {
        write(30);
        write(30);
        assertThat(isDueAfter(Duration.ofMillis(300))).isTrue();
        write(1);
        assertThat(isDueAfter(CommitPace.SHORTEST)).isTrue();
    }

    @Test
    void when_nothing_more_comes_nothing_is_waited_for() {
        write(1000);
        pass(CommitPace.SHORTEST);
        assertThat(pace.isDue()).isFalse();
        pass(CommitPace.SHORTEST);
        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void a_thousand_topics_wait_no_longer_than_the_longest() {
        write(1000);
        assertThat(isDueAfter(CommitPace.LONGEST)).isTrue();
    }
}
