package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord.BrokerEndpoint;
import org.apache.kafka.common.metadata.RegisterBrokerRecord.BrokerEndpointCollection;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.server.common.KRaftVersion;
import org.junit.jupiter.api.Test;

class PatientMetadataTest {
    private static final ListenerName LISTENER = new ListenerName("PLAINTEXT");
    private static final Uuid RIDES = Uuid.randomUuid();

    private final PatientMetadata metadata = new PatientMetadata(1, () -> KRaftVersion.LATEST_PRODUCTION);

    @Test
    void a_partition_that_has_a_leader_is_at_its_leader() {
        leader(1);

        assertThat(endpoint("rides", 0).map(Node::id)).contains(1);
    }

    @Test
    void a_partition_without_a_leader_is_there_though_nowhere() {
        leader(-1);

        assertThat(endpoint("rides", 0)).contains(Node.noNode());
    }

    @Test
    void what_is_not_there_is_nowhere() {
        leader(1);

        assertThat(endpoint("rides", 1)).isEmpty();
        assertThat(endpoint("others", 0)).isEmpty();
    }

    private Optional<Node> endpoint(String topic, int partition) {
        return metadata.getPartitionLeaderEndpoint(topic, partition, LISTENER);
    }

    /** One broker, and one topic with one partition. */
    private void leader(int leader) {
        MetadataDelta delta =
                new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
        BrokerEndpointCollection endpoints = new BrokerEndpointCollection();
        endpoints.add(new BrokerEndpoint()
                .setName(LISTENER.value())
                .setHost("127.0.0.1")
                .setPort(9092));
        delta.replay(new RegisterBrokerRecord().setBrokerId(1).setEndPoints(endpoints));
        delta.replay(new TopicRecord().setName("rides").setTopicId(RIDES));
        delta.replay(new PartitionRecord()
                .setTopicId(RIDES)
                .setPartitionId(0)
                .setLeader(leader)
                .setReplicas(List.of(1))
                .setIsr(List.of(1))
                .setDirectories(List.of(Uuid.randomUuid())));
        metadata.setImage(delta.apply(new MetadataProvenance(1, 1, 1, true)));
    }
}
