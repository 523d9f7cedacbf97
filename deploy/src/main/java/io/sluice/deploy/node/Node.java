package io.sluice.deploy.node;

import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.DataDir;
import io.sluice.deploy.process.Parts;
import io.sluice.deploy.process.Ports;
import io.sluice.deploy.process.StartFailure;
import io.vertx.core.Vertx;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node that is up. What it consists of belongs to the {@link Parts} that it was started with, which also stop it.
 *
 * @param kafka bootstrap of the broker that it uses, as users are told it
 * @param port where the gateway listens; null: this node has no gateway
 */
public record Node(Vertx vertx, String kafka, @Nullable Integer port) {

    /**
     * Everything in one process; a broker and a database are embedded unless external ones are configured.
     *
     * @throws StartFailure if it cannot start; the parts hold what has to be stopped then
     */
    public static Node single(SluiceConfig config, DataDir data, Parts parts) {
        requireHttpPort(config.http());
        return new NodeStart(config, data, parts).run(Set.of(ServiceRole.values()), master -> Bus.local(data));
    }

    /** One of several nodes that meet on the bus. Kafka and Postgres must be external. */
    public static Node clustered(SluiceConfig config, DataDir data, Parts parts, Set<ServiceRole> roles) {
        if (config.kafka().bootstrap() == null || config.postgres().uri() == null) {
            throw new StartFailure("A node of a cluster needs an external Kafka and PostgreSQL; "
                    + "name them with SLUICE_KAFKA_BOOTSTRAP and SLUICE_POSTGRES_URI.");
        }
        if (config.masterKey() == null) {
            throw new StartFailure(
                    "A node of a cluster needs the master key that all nodes have; set it with SLUICE_MASTER_KEY.");
        }
        if (roles.contains(ServiceRole.GATEWAY)) {
            requireHttpPort(config.http());
        }
        SluiceConfig.Cluster cluster = config.cluster();
        if (cluster.secret() == null && !cluster.tls().isSet()) {
            throw new StartFailure("A node of a cluster needs a secret that all its nodes share, or certificates; "
                    + "set SLUICE_CLUSTER_SECRET, or SLUICE_CLUSTER_TLS_CERTIFICATE, _KEY and _AUTHORITY.");
        }
        Ports.requireFree(cluster.host(), cluster.port(), "the cluster", "SLUICE_CLUSTER_PORT");
        return new NodeStart(config, data, parts).run(roles, master -> Bus.clustered(cluster, data, master));
    }

    private static void requireHttpPort(SluiceConfig.Http http) {
        Ports.requireFree(http.host(), http.port(), "HTTP", "SLUICE_HTTP_PORT");
    }
}
