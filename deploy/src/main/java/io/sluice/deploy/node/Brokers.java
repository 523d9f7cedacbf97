package io.sluice.deploy.node;

import io.sluice.deploy.config.KafkaSettings;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.embedded.Listener;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.access.Doorkeeper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Kafka as this node has it.
 *
 * @param link for our own clients
 * @param doorkeeper what a broker in this process does besides
 */
record Brokers(KafkaLink link, Doorkeeper doorkeeper) {

    static Listener listener(KafkaSettings kafka) {
        String host = kafka.host();
        return new Listener(host, kafka.port(), Objects.requireNonNullElse(kafka.advertisedHost(), host));
    }

    /** Blocks for seconds. */
    static EmbeddedKafka start(Path directory, KafkaSettings kafka) {
        return EmbeddedKafka.start(directory, listener(kafka), Map.of());
    }

    static Brokers of(EmbeddedKafka kafka) {
        KafkaLink.Users users = new KafkaLink.Users(kafka.bootstrap(), kafka.protocol(), kafka.ca());
        return new Brokers(new KafkaLink(kafka.internal(), kafka.client(), users), new Embedded(kafka));
    }

    private record Embedded(EmbeddedKafka kafka) implements Doorkeeper {
        @Override
        public void refuse(Set<String> usernames) {
            kafka.refuse(usernames);
        }

        @Override
        public Map<String, Instant> takeUses() {
            return kafka.takeUses();
        }

        @Override
        public Duration longestConnection() {
            return EmbeddedKafka.MAX_REAUTHENTICATION;
        }

        @Override
        public boolean sharesQuotas() {
            return true;
        }
    }
}
