package io.sluice.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class DeathsTest {
    private final Deaths deaths = new Deaths();

    @Test
    void an_application_that_dies_once_of_anything_is_begun_again() {
        deaths.add(new InvalidTxnStateException("of a broker that came back"));

        assertThat(deaths.hasDied()).isTrue();
        assertThat(deaths.verdict()).isEmpty();
        deaths.clear();
        assertThat(deaths.hasDied()).isFalse();
    }

    @Test
    void what_passes_by_itself_does_not_count() {
        for (int i = 0; i < 100; i++) {
            deaths.add(new IllegalStateException(new TimeoutException("the broker is away")));
            assertThat(deaths.verdict()).isEmpty();
        }
    }

    @Test
    void one_that_dies_all_the_time_is_given_up_and_has_all_chances_when_somebody_tries_again() {
        for (int i = 0; i < 5; i++) {
            deaths.add(new InvalidTxnStateException("again"));
            assertThat(deaths.verdict()).isEmpty();
        }
        deaths.add(new InvalidTxnStateException("again"));

        assertThat(deaths.verdict())
                .contains("The stream stopped on an error of Kafka Streams (InvalidTxnStateException).");
        deaths.add(new InvalidTxnStateException("after a while"));
        assertThat(deaths.verdict()).isEmpty();
    }
}
