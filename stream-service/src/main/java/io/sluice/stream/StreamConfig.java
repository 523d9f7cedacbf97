package io.sluice.stream;

import io.sluice.decode.RegistryConfig;
import io.sluice.runtime.Database;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.access.Doorkeeper;
import io.sluice.stream.access.Quotas;
import io.sluice.stream.consumer.ConsumerLimits;
import io.sluice.stream.intake.Intakes;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a stream-service node needs to know.
 *
 * @param kafka how its clients reach the brokers
 * @param stateDir where Kafka Streams keeps local state, one directory per stream; removed with the stream
 * @param replicationFactor of topics made here when nobody says otherwise; -1: the broker's default
 * @param leaseRetry how often a node tries to take over what another node holds
 * @param intakes what sources of the outside world are read with
 * @param registry of the schemas that records are written with; null: there is none
 * @param maxBytesPerStream that the topic of a stream may hold on disk before the stream fails; 0: no limit
 * @param standbyReplicas on how many other nodes copies of what streams keep are held ready
 * @param doorkeeper of a broker in this process
 * @param quotas of users about whom nothing else was said
 * @param consumers that read over HTTP, how long and how many
 */
public record StreamConfig(
        Database database,
        KafkaLink kafka,
        Path stateDir,
        short replicationFactor,
        Duration leaseRetry,
        Intakes.Config intakes,
        @Nullable RegistryConfig registry,
        long maxBytesPerStream,
        int standbyReplicas,
        Doorkeeper doorkeeper,
        Quotas quotas,
        ConsumerLimits consumers) {
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
            Database database, KafkaLink kafka, Path stateDir, short replicationFactor, Intakes.Config intakes) {
        this(database, kafka, stateDir, replicationFactor, LEASE_RETRY, intakes);
    }

    public StreamConfig(
            Database database,
            KafkaLink kafka,
            Path stateDir,
            short replicationFactor,
            Duration leaseRetry,
            Intakes.Config intakes) {
        this(
                database,
                kafka,
                stateDir,
                replicationFactor,
                leaseRetry,
                intakes,
                null,
                0,
                0,
                Doorkeeper.NONE,
                Quotas.NONE,
                ConsumerLimits.DEFAULT);
    }

    public StreamConfig withRegistry(@Nullable RegistryConfig other) {
        return new StreamConfig(
                database,
                kafka,
                stateDir,
                replicationFactor,
                leaseRetry,
                intakes,
                other,
                maxBytesPerStream,
                standbyReplicas,
                doorkeeper,
                quotas,
                consumers);
    }

    public StreamConfig withMaxBytesPerStream(long other) {
        return new StreamConfig(
                database,
                kafka,
                stateDir,
                replicationFactor,
                leaseRetry,
                intakes,
                registry,
                other,
                standbyReplicas,
                doorkeeper,
                quotas,
                consumers);
    }

    public StreamConfig withStandbyReplicas(int other) {
        return new StreamConfig(
                database,
                kafka,
                stateDir,
                replicationFactor,
                leaseRetry,
                intakes,
                registry,
                maxBytesPerStream,
                other,
                doorkeeper,
                quotas,
                consumers);
    }

    public StreamConfig withAccess(Doorkeeper otherDoorkeeper, Quotas otherQuotas) {
        return new StreamConfig(
                database,
                kafka,
                stateDir,
                replicationFactor,
                leaseRetry,
                intakes,
                registry,
                maxBytesPerStream,
                standbyReplicas,
                otherDoorkeeper,
                otherQuotas,
                consumers);
    }

    public StreamConfig withConsumers(ConsumerLimits other) {
        return new StreamConfig(
                database,
                kafka,
                stateDir,
                replicationFactor,
                leaseRetry,
                intakes,
                registry,
                maxBytesPerStream,
                standbyReplicas,
                doorkeeper,
                quotas,
                other);
    }
}
