package io.sluice.stream.landing.run;

import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.kafka.Broker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Whether a topic is still the one that it was. An id never comes back, so records that were read before an answer with the right id are
 * of the right topic; a consumer alone would go on in another topic of the same name without a word.
 */
final class TopicWatch {
    private final Admin admin;
    private final String topic;
    private final String id;

    TopicWatch(Admin admin, LandingTask task) {
        this.admin = admin;
        this.topic = task.topic();
        this.id = task.topicId();
    }

    /** A question that is under way. */
    final class Question {
        private final KafkaFuture<TopicDescription> answer = Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic));

        /** Waits for the answer. */
        void check() throws SourceFault, InterruptedException {
            try {
                if (!answer.get().topicId().toString().equals(id)) {
                    throw SourceFault.lasting("The topic \"" + topic + "\" was deleted and created again.");
                }
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                    throw SourceFault.lasting("The topic \"" + topic + "\" is gone.");
                }
                throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
            }
        }
    }

    Question ask() {
        return new Question();
    }

    /** What is behind the last record of each partition, be it of a transaction that is still open. Waits for the answer. */
    Map<Integer, Long> ends() throws InterruptedException {
        Map<Integer, Long> ends = new HashMap<>();
        try {
            TopicDescription description = Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic))
                    .get();
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            Broker.partitions(description).forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
            admin.listOffsets(wanted)
                    .all()
                    .get()
                    .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
            return ends;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        }
    }
}
