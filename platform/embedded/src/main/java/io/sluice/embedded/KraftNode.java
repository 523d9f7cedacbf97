package io.sluice.embedded;

import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller and a broker put together as {@link KafkaRaftServer} does it, but that the broker sees its metadata through {@link
 * PatientMetadata}. Owns both.
 */
final class KraftNode {
    private static final Logger LOG = LoggerFactory.getLogger(KraftNode.class);

    private final String id;
    private final Metrics metrics;
    private final ControllerServer controller;
    private final BrokerServer broker;

    KraftNode(KafkaConfig config) {
        this.id = Integer.toString(config.nodeId());
        var storage = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        this.metrics = Server.initializeMetrics(
                config, Time.SYSTEM, storage._1().clusterId().orElseThrow());
        SharedServer shared = new SharedServer(
                config,
                storage._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2());
        this.broker = new PatientBroker(shared);
    }

    /** The broker finds the controller's endpoints, so that comes first. */
    void start() {
        controller.startup();
        broker.startup();
        AppInfoParser.registerAppInfo(Server.MetricsPrefix(), id, metrics, Time.SYSTEM.milliseconds());
    }

    /** The broker takes leave of the controller, so it goes first. */
    void stop() {
        broker.shutdown();
        controller.shutdown();
        AppInfoParser.unregisterAppInfo(Server.MetricsPrefix(), id, metrics);
        broker.awaitShutdown();
        controller.awaitShutdown();
    }

    /** Ends the connections of callers that are refused. */
    void cutRefused() {
        new Cutting(broker.socketServer()).cutRefused();
    }

    KRaftMetadataCache metadata() {
        return broker.metadataCache();
    }

    private static final class PatientBroker extends BrokerServer {
        private final SharedServer shared;

        PatientBroker(SharedServer shared) {
            super(shared);
            this.shared = shared;
        }

        /** What it tells is Kafka's. */
        @Override
        public String loggerName() {
            return BrokerServer.class.getName();
        }

        /** Called once, before anything reads it. */
        @Override
        public void metadataCache_$eq(KRaftMetadataCache made) {
            super.metadataCache_$eq(new PatientMetadata(
                    config().nodeId(), () -> shared.raftManager().client().kraftVersion()));
        }
    }
}
