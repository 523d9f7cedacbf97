package io.sluice.stream.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.KafkaLink;
import io.sluice.testkit.TestKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ExactWriterIT {
    private static final int ROUNDS = 30;
    private static final int PARTITIONS = 8;

    private final TestKafka kafka = TestKafka.shared();
    private final KafkaLink link = KafkaLink.plain(kafka.bootstrap());

    /** Without waiting for it, some of what was committed cannot be read yet, about one time in six. */
    @Test
    void what_is_settled_can_be_read() throws Exception {
        String topic = kafka.newTopic("settled", PARTITIONS);
        UUID dataset = UUID.randomUUID();
        List<ProducerRecord<byte[], byte[]>> records = IntStream.range(0, PARTITIONS)
                .mapToObj(partition ->
                        new ProducerRecord<byte[], byte[]>(topic, partition, null, new byte[] {(byte) partition}))
                .toList();
        List<Integer> behind = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (ExactWriter writer = ExactWriter.open(link, dataset)) {
                writer.write(records, List.of());
                ExactWriter.settle(link, dataset);
            }
            if (ends(topic, IsolationLevel.READ_COMMITTED) < ends(topic, IsolationLevel.READ_UNCOMMITTED)) {
                behind.add(round);
            }
        }
        assertThat(behind).isEmpty();
    }

    private long ends(String topic, IsolationLevel isolation) throws Exception {
        long sum = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            TopicPartition place = new TopicPartition(topic, partition);
            sum += kafka.admin()
                    .listOffsets(Map.of(place, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
                    .partitionResult(place)
                    .get()
                    .offset();
        }
        return sum;
    }
}
