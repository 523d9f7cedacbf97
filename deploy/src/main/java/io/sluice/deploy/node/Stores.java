package io.sluice.deploy.node;

import io.sluice.contract.Secret;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.DataDir;
import io.sluice.deploy.process.Parts;
import io.sluice.deploy.process.Parts.Stage;
import io.sluice.deploy.process.Ports;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.embedded.EmbeddedPostgres;
import io.sluice.runtime.Database;
import java.util.concurrent.CompletableFuture;

/**
 * Where records and definitions are: embedded in this process, unless the configuration names external ones. Both start side
 * by side.
 *
 * @param bootstrap of Kafka
 */
record Stores(CompletableFuture<String> bootstrap, CompletableFuture<Database> database) {
    private static final String LOOPBACK = "127.0.0.1";

    /** @throws io.sluice.deploy.process.StartFailure if a port is in use; nothing was started then */
    static Stores start(SluiceConfig config, DataDir data, Parts parts) {
        if (config.kafka().bootstrap() == null) {
            Ports.requireFree(LOOPBACK, config.kafka().port(), "Kafka", "SLUICE_KAFKA_PORT");
        }
        return new Stores(bootstrap(config.kafka(), data, parts), database(config.postgres(), data, parts));
    }

    private static CompletableFuture<String> bootstrap(SluiceConfig.Kafka kafka, DataDir data, Parts parts) {
        String external = kafka.bootstrap();
        if (external != null) {
            return CompletableFuture.completedFuture(external);
        }
        return parts.addBlocking(Stage.STORES, "Kafka", () -> EmbeddedKafka.start(data.resolve("kafka"), kafka.port()))
                .thenApply(EmbeddedKafka::bootstrap);
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
