package io.sluice.deploy.node;

import io.sluice.catalog.CatalogConfig;
import io.sluice.catalog.CatalogVerticle;
import io.sluice.deploy.config.Live;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.DataDir;
import io.sluice.gateway.GatewayConfig;
import io.sluice.gateway.GatewayVerticle;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.edge.EdgeConfig;
import io.sluice.gateway.live.LiveConfig;
import io.sluice.runtime.Database;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.Network;
import io.sluice.runtime.Vault;
import io.sluice.runtime.config.ByteSize;
import io.sluice.stream.StreamConfig;
import io.sluice.stream.StreamVerticle;
import io.sluice.stream.access.Quotas;
import io.sluice.stream.consumer.ConsumerLimits;
import io.sluice.stream.intake.Intakes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The doors of the services: the one place that knows how each is made from the configuration. */
record Services(SluiceConfig config, DataDir data, Vault vault) {
    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");

    CatalogVerticle catalog(Database database) {
        return new CatalogVerticle(new CatalogConfig(
                database,
                config.identity().tokenLifetime(),
                config.identity().rotateKeysAfter(),
                config.federation().remotes(),
                config.audit().keep(),
                vault));
    }

    StreamVerticle stream(Database database, Brokers kafka) {
        Intakes.Config intakes = new Intakes.Config(
                vault,
                reachable(),
                config.sources().maxBytes().bytes(),
                data.resolve("sources"),
                config.sources().directories().stream().map(Path::of).toList());
        return new StreamVerticle(new StreamConfig(
                        database,
                        kafka.link(),
                        data.resolve("streams"),
                        config.kafka().replicationFactor(),
                        intakes)
                .withRegistry(config.kafka().schemaRegistry().toRegistry())
                .withMaxBytesPerStream(maxBytesPerStream())
                .withStandbyReplicas(config.streams().standbyReplicas())
                .withAccess(kafka.doorkeeper(), quotas())
                .withConsumers(new ConsumerLimits(
                        config.consumers().idle(), config.consumers().perUser())));
    }

    private Quotas quotas() {
        SluiceConfig.Quotas quotas = config.quotas();
        return new Quotas(
                bytes(quotas.bytesInPerSecond()),
                bytes(quotas.bytesOutPerSecond()),
                quotas.topics(),
                quotas.partitions(),
                quotas.topicPartitions());
    }

    private static long bytes(@Nullable ByteSize size) {
        return size == null ? 0 : size.bytes();
    }

    private long maxBytesPerStream() {
        ByteSize most = config.streams().maxBytesPerStream();
        return most == null ? 0 : most.bytes();
    }

    /** On a machine that has everything for itself, what listens on loopback is its owner's own. */
    private List<String> reachable() {
        List<String> allow = new ArrayList<>(config.sources().allow());
        if (config.kafka().bootstrap() == null && config.postgres().uri() == null) {
            allow.addAll(LOOPBACK);
        }
        return allow;
    }

    GatewayVerticle gateway(KafkaLink kafka) {
        SluiceConfig.Http http = config.http();
        int maxBody = Math.toIntExact(http.maxBody().bytes());
        return new GatewayVerticle(new GatewayConfig(
                        http.host(), http.port(), kafka, maxBody, BrowseLimits.DEFAULT, live(config.live()), vault)
                .withSignIn(config.identity().toConfig())
                .withRegistry(config.kafka().schemaRegistry().toRegistry())
                .withEdge(edge(http)));
    }

    private static EdgeConfig edge(SluiceConfig.Http http) {
        EdgeConfig.Limits limits = new EdgeConfig.Limits(
                Math.toIntExact(http.maxLine().bytes()),
                Math.toIntExact(http.maxHeaders().bytes()),
                http.connectionsPerAddress(),
                http.idle(),
                http.slowRequest());
        Path certificate = http.tls().certificate();
        Path key = http.tls().key();
        return new EdgeConfig(
                http.trustedProxies().stream().map(Network::of).toList(),
                http.cors().origins(),
                limits,
                certificate == null || key == null ? null : new EdgeConfig.Tls(certificate, key));
    }

    private static LiveConfig live(Live live) {
        LiveConfig.Memory memory = LiveConfig.Memory.DEFAULT.with(
                Math.toIntExact(live.ring().bytes()),
                Math.toIntExact(live.writeQueue().bytes()));
        LiveConfig.Limits limits = new LiveConfig.Limits(
                share(live.node()),
                share(live.user()),
                share(live.address()),
                live.subscriptionsPerSocket(),
                live.replayThreads());
        LiveConfig.Times times = LiveConfig.Times.DEFAULT.with(
                live.heartbeat(), live.answerWithin(), live.stalledAfter(), live.drainWithin());
        return LiveConfig.of(Map.of()).withMemory(memory).withLimits(limits).withTimes(times);
    }

    private static LiveConfig.Share share(Live.Share share) {
        return new LiveConfig.Share(
                share.subscriptions(),
                share.bytesPerSecond().bytes(),
                share.replayBytesPerSecond().bytes(),
                share.filterCost());
    }
}
