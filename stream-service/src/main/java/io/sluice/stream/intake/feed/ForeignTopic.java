package io.sluice.stream.intake.feed;

import io.sluice.stream.intake.SourceFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * The topic of a source as its brokers know it. Blocking; belongs to one thread.
 *
 * <p>Kafka's client looks host names up itself. So the hosts are checked when the source is opened, those that the brokers advertise
 * before a record is read, and both again with every look.
 */
final class ForeignTopic implements AutoCloseable {
    private static final int PROBE_MS = 3_000;
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final KafkaAccess access;
    private final Admin admin;

    /** @param id changes when the topic is deleted and made anew */
    record Found(String id, List<TopicPartition> partitions) {}

    private ForeignTopic(KafkaAccess access, Admin admin) {
        this.access = access;
        this.admin = admin;
    }

    static ForeignTopic open(KafkaAccess access) throws SourceFault {
        for (String host : access.hosts()) {
            access.checkHost(host);
        }
        probe(access.bootstrap());
        try {
            return new ForeignTopic(access, Admin.create(access.config()));
        } catch (KafkaException fault) {
            throw access.unusable(fault);
        }
    }

    /** The admin client tries for long what nobody listens to; this knows at once. */
    private static void probe(String bootstrap) throws SourceFault {
        for (String broker : bootstrap.split(",")) {
            int colon = broker.lastIndexOf(':');
            try (Socket socket = new Socket()) {
                int port = Integer.parseInt(broker.substring(colon + 1).strip());
                socket.connect(new InetSocketAddress(broker.substring(0, colon).strip(), port), PROBE_MS);
                return;
            } catch (IOException | IllegalArgumentException next) {
                // Another one may be there.
            }
        }
        throw SourceFault.passing("No broker accepts a connection at " + bootstrap + ".");
    }

    Found look() throws SourceFault, InterruptedException {
        for (Node node : answer(admin.describeCluster().nodes())) {
            access.checkHost(node.host());
        }
        Collection<TopicDescription> described = answer(
                        admin.describeTopics(List.of(access.topic())).allTopicNames())
                .values();
        TopicDescription topic = described.iterator().next();
        int[] numbers = topic.partitions().stream()
                .mapToInt(TopicPartitionInfo::partition)
                .sorted()
                .toArray();
        return new Found(
                topic.topicId().toString(),
                Arrays.stream(numbers)
                        .mapToObj(number -> new TopicPartition(access.topic(), number))
                        .toList());
    }

    private <T> T answer(KafkaFuture<T> future) throws SourceFault, InterruptedException {
        try {
            return future.get(KafkaAccess.API_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw access.told(failed);
        }
    }

    @Override
    public void close() {
        admin.close(CLOSE);
    }
}
