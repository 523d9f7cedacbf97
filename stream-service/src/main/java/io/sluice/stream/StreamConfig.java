package io.sluice.stream;

import io.sluice.decode.RegistryConfig;
import io.sluice.runtime.Database;
import io.sluice.stream.intake.Intakes;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a stream-service node needs to know.
 *
 * @param kafkaBootstrap {@code host:port,…} of the brokers
 * @param stateDir where Kafka Streams keeps local state, one directory per stream; removed with the stream
 * @param replicationFactor of topics made here when nobody says otherwise; -1: the broker's default
 * @param leaseRetry how often a node tries to take over what another node holds
 * @param intakes what sources of the outside world are read with
 * @param registry of the schemas that records are written with; null: there is none
 * @param maxBytesPerStream that the topic of a stream may hold on disk before the stream fails; 0: no limit
 * @param standbyReplicas on how many other nodes copies of what streams keep are held ready
 */
public record StreamConfig(
        Database database,
        String kafkaBootstrap,
        Path stateDir,
        short replicationFactor,
        Duration leaseRetry,
        Intakes.Config intakes,
        @Nullable RegistryConfig registry,
        long maxBytesPerStream,
        int standbyReplicas) {
    private static final Duration LEASE_RETRY = Duration.ofSeconds(3);

    public StreamConfig {
        stateDir = stateDir.toAbsolutePath();
        if (leaseRetry.toMillis() < 1) {
            throw new IllegalArgumentException("leaseRetry must be at least 1 ms");
        } else if (maxBytesPerStream < 0) {
            throw new IllegalArgumentException("maxBytesPerStream must not be negative");
        }
    }

    public StreamConfig(
            Database database, String kafkaBootstrap, Path stateDir, short replicationFactor, Intakes.Config intakes) {
        this(database, kafkaBootstrap, stateDir, replicationFactor, LEASE_RETRY, intakes);
    }

    public StreamConfig(
            Database database,
            String kafkaBootstrap,
            Path stateDir,
            short replicationFactor,
            Duration leaseRetry,
            Intakes.Config intakes) {
        this(database, kafkaBootstrap, stateDir, replicationFactor, leaseRetry, intakes, null, 0, 0);
    }

    public StreamConfig withRegistry(@Nullable RegistryConfig other) {
        return new StreamConfig(
                database,
                kafkaBootstrap,
                stateDir,
                replicationFactor,
                leaseRetry,
                intakes,
                other,
                maxBytesPerStream,
                standbyReplicas);
    }

    public StreamConfig withMaxBytesPerStream(long other) {
        return new StreamConfig(
                database,
                kafkaBootstrap,
                stateDir,
                replicationFactor,
                leaseRetry,
                intakes,
                registry,
                other,
                standbyReplicas);
    }

    public StreamConfig withStandbyReplicas(int other) {
        return new StreamConfig(
                database,
                kafkaBootstrap,
                stateDir,
                replicationFactor,
                leaseRetry,
                intakes,
                registry,
                maxBytesPerStream,
                other);
    }
}
