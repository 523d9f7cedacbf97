package io.sluice.deploy.node;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.sluice.contract.Secret;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.DataDir;
import io.sluice.runtime.RecordCodec;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.CompletableFuture;

/** The event bus: inside the process, or between the nodes of a cluster. The codecs are registered before anything can use it. */
final class Bus {
    /** A member that says nothing for so long is taken for dead, and its services for gone. */
    private static final int SILENT_SECONDS = 10;

    private Bus() {}

    static CompletableFuture<Vertx> local(DataDir data) {
        Vertx vertx = Vertx.vertx(options(data));
        RecordCodec.register(vertx);
        return CompletableFuture.completedFuture(vertx);
    }

    static CompletableFuture<Vertx> clustered(SluiceConfig.Cluster cluster, DataDir data, Secret master) {
        EventBusOptions bus = new EventBusOptions().setHost(cluster.host()).setPort(cluster.busPort());
        return Vertx.builder()
                .with(options(data).setEventBusOptions(bus))
                .withClusterManager(new HazelcastClusterManager(hazelcast(cluster)))
                .buildClustered()
                .onSuccess(vertx -> RecordCodec.register(vertx, master))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** Vert.x's own settings, with members named one by one: no multicast, no discovery, nothing sent to the makers. */
    private static Config hazelcast(SluiceConfig.Cluster cluster) {
        Config config = ConfigUtil.loadConfig()
                .setClusterName("sluice")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "1")
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", Integer.toString(SILENT_SECONDS));
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

    private static VertxOptions options(DataDir data) {
        FileSystemOptions files =
                new FileSystemOptions().setFileCacheDir(data.resolve("cache").toString());
        return new VertxOptions().setFileSystemOptions(files);
    }
}
