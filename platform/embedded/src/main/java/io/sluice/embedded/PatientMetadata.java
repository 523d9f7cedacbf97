package io.sluice.embedded;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;

/**
 * A broker's metadata that tells a partition without a leader from one that is deleted.
 *
 * <p>Kafka 4.3.1 says of both that there is no endpoint of a leader, and its transaction coordinator takes that for deleted: it ends the
 * transaction there without a marker, after which readers of committed records stand still at it for ever, though it may have been
 * committed. A broker that was killed has no leaders for a moment when it comes back. Told of a node that is not there, as Kafka's
 * own words for it are ({@link Node#noNode}), the coordinator waits for the leader.
 */
final class PatientMetadata extends KRaftMetadataCache {
    PatientMetadata(int broker, Supplier<KRaftVersion> kraftVersion) {
        super(broker, kraftVersion);
    }

    @Override
    public Optional<Node> getPartitionLeaderEndpoint(String topic, int partition, ListenerName listener) {
        return super.getPartitionLeaderEndpoint(topic, partition, listener)
                .or(() ->
                        numPartitions(topic).filter(count -> partition < count).map(exists -> Node.noNode()));
    }
}
