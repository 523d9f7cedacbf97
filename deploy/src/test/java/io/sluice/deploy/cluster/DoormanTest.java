package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoormanTest {
    private final ClusterLog log = new ClusterLog();
    private final Hands clock = new Hands();
    private final Doorman doorman = new Doorman(clock);

    @AfterEach
    void detach() {
        log.close();
    }

    @Test
    void the_same_is_told_once_a_minute_whatever_port_it_comes_from() {
        for (int port = 1; port < 100; port++) {
            doorman.refused("bus", new InetSocketAddress("127.0.0.1", port), Refusal.PLAIN);
        }
        clock.now = clock.now.plus(Duration.ofSeconds(59));
        doorman.refused("bus", new InetSocketAddress("127.0.0.1", 100), Refusal.PLAIN);
        assertThat(log.rest()).hasSize(1);

        clock.now = clock.now.plus(Duration.ofSeconds(1));
        doorman.refused("bus", new InetSocketAddress("127.0.0.1", 101), Refusal.PLAIN);
        assertThat(log.rest()).hasSize(2);
    }

    @Test
    void another_door_another_address_and_another_reason_are_told_each() {
        doorman.refused("bus", new InetSocketAddress("127.0.0.1", 1), Refusal.PLAIN);
        doorman.refused("members", new InetSocketAddress("127.0.0.1", 1), Refusal.PLAIN);
        doorman.refused("bus", new InetSocketAddress("127.0.0.2", 1), Refusal.PLAIN);
        doorman.refused("bus", new InetSocketAddress("127.0.0.1", 1), Refusal.UNPROVEN);
        doorman.refused("bus", null, Refusal.UNPROVEN);

        assertThat(log.rest()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void remembers_the_first_stranger_that_was_to_be_joined() {
        doorman.turnedAway(new InetSocketAddress("127.0.0.1", 1), Refusal.LEFT);
        assertThat(doorman.stranger()).isNotDone();

        doorman.turnedAway(new InetSocketAddress("127.0.0.1", 2), Refusal.FOREIGN);
        doorman.turnedAway(new InetSocketAddress("127.0.0.1", 3), Refusal.FOREIGN);
        doorman.turnedAway(new InetSocketAddress("127.0.0.1", 2), Refusal.LEFT);
        assertThat(doorman.stranger()).isCompletedWithValue("127.0.0.1:2");
        assertThat(log.rest()).hasSize(3);
    }

    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
