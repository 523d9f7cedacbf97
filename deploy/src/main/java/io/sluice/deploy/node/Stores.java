package io.sluice.deploy.node;

import io.sluice.contract.Secret;
import io.sluice.deploy.config.KafkaSettings;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.DataDir;
import io.sluice.deploy.process.Parts;
import io.sluice.deploy.process.Parts.Stage;
import io.sluice.deploy.process.Ports;
import io.sluice.embedded.EmbeddedPostgres;
import io.sluice.runtime.Database;
import io.sluice.stream.access.Doorkeeper;
import java.util.concurrent.CompletableFuture;

/**
 * Where records and definitions are: embedded in this process, unless the configuration names external ones. Both start side
 * by side.
 *
 */
record Stores(CompletableFuture<Brokers> brokers, CompletableFuture<Database> database) {
    /** @throws io.sluice.deploy.process.StartFailure if a port is in use; nothing was started then */
    static Stores start(SluiceConfig config, DataDir data, Parts parts) {
        if (config.kafka().bootstrap() == null) {
            Ports.requireFree(config.kafka().host(), config.kafka().port(), "Kafka", "SLUICE_KAFKA_PORT");
        }
        return new Stores(brokers(config.kafka(), data, parts), database(config.postgres(), data, parts));
    }

    private static CompletableFuture<Brokers> brokers(KafkaSettings kafka, DataDir data, Parts parts) {
        String external = kafka.bootstrap();
        if (external != null) {
            return CompletableFuture.completedFuture(new Brokers(kafka.external(external), Doorkeeper.NONE));
        }
        return parts.addBlocking(Stage.STORES, "Kafka", () -> Brokers.start(data.resolve("kafka"), kafka))
                .thenApply(Brokers::of);
    }

    private static CompletableFuture<Database> database(SluiceConfig.Postgres postgres, DataDir data, Parts parts) {
        Secret external = postgres.uri();
        if (external != null) {
            return CompletableFuture.completedFuture(Database.of(external.reveal(), postgres.poolSize()));
        }
        return parts.addBlocking(
                        Stage.STORES, "PostgreSQL", () -> EmbeddedPostgres.start(data.resolve("postgres"), true))
                .thenApply(server -> Database.of(server.uri(), postgres.poolSize()));
    }
}
