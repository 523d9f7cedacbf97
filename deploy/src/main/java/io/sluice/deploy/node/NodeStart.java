package io.sluice.deploy.node;

import io.sluice.contract.Secret;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.DataDir;
import io.sluice.deploy.process.MasterKey;
import io.sluice.deploy.process.Parts;
import io.sluice.deploy.process.Parts.Stage;
import io.sluice.deploy.process.Ports;
import io.sluice.deploy.process.StartFailure;
import io.sluice.deploy.secrets.DataKeys;
import io.sluice.deploy.secrets.Rotation;
import io.sluice.gateway.GatewayVerticle;
import io.sluice.gateway.edge.Certificates;
import io.sluice.runtime.Database;
import io.sluice.runtime.Vault;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node on its way up. Straight-line code of the main thread: what takes long runs beside it and is awaited as late as
 * possible, so broker and database start side by side, and each service as soon as what it needs is there.
 */
final class NodeStart {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStart.class);

    private final SluiceConfig config;
    private final Parts parts;
    private final DataDir data;
    private final List<Secret> masters = new ArrayList<>();

    NodeStart(SluiceConfig config, DataDir data, Parts parts) {
        this.config = config;
        this.data = data;
        this.parts = parts;
        masters.add(config.masterKey() == null ? MasterKey.of(data) : config.masterKey());
        masters.addAll(config.previousMasters());
    }

    Node run(Set<ServiceRole> roles, Function<Secret, CompletableFuture<Vertx>> bus) {
        Stores stores = Stores.start(config, data, parts);
        Vertx vertx = parts.await(parts.add(Stage.BUS, "bus", bus.apply(masters.get(0)), NodeStart::close));
        List<CompletableFuture<?>> starting = new ArrayList<>();
        Database database = parts.await(stores.database());
        LOG.info("database found; host={} port={}", database.host(), database.port());
        DataKeys keys = new DataKeys(database, masters);
        Vault vault = keys.open();
        Services services = new Services(config, data, vault);
        if (roles.contains(ServiceRole.CATALOG)) {
            starting.add(deploy(vertx, Stage.SERVICES, "catalog", services.catalog(database)));
        }
        Brokers kafka = parts.await(stores.brokers());
        LOG.info(
                "Kafka found; bootstrap={} users={}",
                kafka.link().bootstrap(),
                kafka.link().users().bootstrap());
        // The others ask the catalog as soon as they start; here it has been starting beside the broker, so this costs
        // nothing.
        starting.forEach(parts::await);
        if (roles.contains(ServiceRole.STREAM)) {
            starting.add(deploy(vertx, Stage.SERVICES, "stream", services.stream(database, kafka)));
        }
        GatewayVerticle gateway = roles.contains(ServiceRole.GATEWAY) ? services.gateway(kafka.link()) : null;
        if (gateway != null) {
            starting.add(deployGateway(vertx, gateway));
        }
        starting.forEach(parts::await);
        Rotation rotation = new Rotation(keys, vault, roles.contains(ServiceRole.CATALOG));
        parts.await(deploy(vertx, Stage.SERVICES, "secrets", rotation));
        return new Node(vertx, kafka.link().users().bootstrap(), gateway == null ? null : gateway.actualPort());
    }

    private CompletableFuture<String> deployGateway(Vertx vertx, GatewayVerticle gateway) {
        SluiceConfig.Http http = config.http();
        return deploy(vertx, Stage.GATEWAY, "gateway", gateway)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(http, failure)));
    }

    private static Throwable told(SluiceConfig.Http http, Throwable failure) {
        if (failure instanceof BindException taken) {
            return Ports.inUse(http.host(), http.port(), "HTTP", "SLUICE_HTTP_PORT", taken);
        }
        return failure instanceof Certificates.BadCertificate bad ? new StartFailure(bad.sentence(), bad) : failure;
    }

    private CompletableFuture<String> deploy(Vertx vertx, Stage stage, String name, Deployable service) {
        Future<String> deployed =
                vertx.deployVerticle(service).onSuccess(id -> LOG.info("service ready; service={}", name));
        return parts.add(stage, name, toCompletable(deployed), id -> toCompletable(vertx.undeploy(id)));
    }

    private static CompletableFuture<?> close(Vertx vertx) {
        return toCompletable(vertx.close());
    }

    private static <T extends @Nullable Object> CompletableFuture<T> toCompletable(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }
}
