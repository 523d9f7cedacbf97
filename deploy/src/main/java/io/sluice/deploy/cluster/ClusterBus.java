package io.sluice.deploy.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import io.sluice.deploy.config.ClusterTls;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.StartFailure;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The event bus between the nodes of a cluster. Its members and their bus speak mutual TLS and nothing else; who cannot prove that
 * it knows the secret (or has a certificate of the operator's authority) is refused on both ports, and told of in the log.
 */
public final class ClusterBus {
    /** A member that says nothing for so long is taken for dead, and its services for gone. */
    private static final int SILENT_SECONDS = 10;

    private static final String NAME = "sluice";
    /** Where Vert.x looks for the id of a member that it did not start itself. */
    private static final String NODE_ID = "__vertx.nodeId";

    private ClusterBus() {}

    /**
     * Joins the others, or begins a cluster where nobody is there yet.
     *
     * @throws StartFailure at once or in the future: a file of credentials is not good, or a node that is to be joined is of another cluster
     */
    public static CompletableFuture<Vertx> start(SluiceConfig.Cluster cluster, VertxOptions options) {
        Credentials credentials = credentials(cluster);
        Doorman doorman = new Doorman(Clock.systemUTC());
        credentials.secure(options.getEventBusOptions().setHost(cluster.host()).setPort(cluster.busPort()));
        return CompletableFuture.supplyAsync(() -> join(cluster, credentials, doorman), ClusterBus::onThread)
                .thenCompose(members -> Vertx.builder()
                        .with(options)
                        .withTransport(BusDoor.transport(credentials, doorman))
                        .withClusterManager(new Members(members))
                        .buildClustered()
                        .toCompletionStage()
                        .whenCompleteAsync((vertx, failure) -> leaveIf(failure, members), ClusterBus::onThread));
    }

    private static void onThread(Runnable work) {
        Thread thread = new Thread(work, "start-members");
        thread.setDaemon(true);
        thread.start();
    }

    private static void leaveIf(@Nullable Throwable failure, HazelcastInstance members) {
        if (failure != null) {
            members.getLifecycleService().terminate();
        }
    }

    private static Credentials credentials(SluiceConfig.Cluster cluster) {
        ClusterTls tls = cluster.tls();
        if (tls.certificate() != null && tls.key() != null && tls.authority() != null) {
            return PemFiles.credentials(tls.certificate(), tls.key(), tls.authority());
        }
        if (cluster.secret() != null) {
            return SecretAuthority.credentials(cluster.secret(), Instant.now());
        }
        throw new IllegalArgumentException("neither a secret nor certificates");
    }

    /** Takes seconds. A node that goes on alone because the others are of another cluster would be a cluster beside them. */
    private static HazelcastInstance join(SluiceConfig.Cluster cluster, Credentials credentials, Doorman doorman) {
        SecuredMembers secured = new SecuredMembers(credentials.context(), doorman);
        HazelcastInstance members;
        try {
            members = HazelcastInstanceFactory.newHazelcastInstance(hazelcast(cluster), null, secured);
        } catch (IllegalStateException gaveUp) {
            throw doorman.stranger().isDone() ? otherCluster(doorman.stranger().join(), gaveUp) : gaveUp;
        }
        if (doorman.stranger().isDone()) {
            members.getLifecycleService().terminate();
            throw otherCluster(doorman.stranger().join(), null);
        }
        return members;
    }

    private static StartFailure otherCluster(String node, @Nullable Throwable cause) {
        String sentence =
                "The node at " + node + " belongs to another cluster: its cluster.secret, or the authority of its "
                        + "certificate, is not the one of this node.";
        return cause == null ? new StartFailure(sentence) : new StartFailure(sentence, cause);
    }

    /** Vert.x's own settings, with members named one by one: no multicast, no discovery, nothing sent to the makers. */
    private static Config hazelcast(SluiceConfig.Cluster cluster) {
        Config config = ConfigUtil.loadConfig()
                .setClusterName(NAME)
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "1")
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", Integer.toString(SILENT_SECONDS));
        config.getMemberAttributeConfig()
                .setAttribute(NODE_ID, UUID.randomUUID().toString());
        NetworkConfig network = config.getNetworkConfig()
                .setPort(cluster.port())
                .setPortAutoIncrement(false)
                .setPublicAddress(cluster.host() + ":" + cluster.port());
        network.getInterfaces().setEnabled(true).addInterface(cluster.host());
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(cluster.host() + ":" + cluster.port());
        cluster.join().forEach(join.getTcpIpConfig()::addMember);
        return config;
    }
}
