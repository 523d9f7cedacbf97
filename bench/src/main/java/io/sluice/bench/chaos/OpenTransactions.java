package io.sluice.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;

/** What keeps readers of committed records from going on in a topic: transactions that have no end there, and what their coordinator knows. */
final class OpenTransactions {
    private OpenTransactions() {}

    /** A line for each. */
    static List<String> of(String bootstrap, String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<TopicPartition> partitions =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                            .flatMap(described -> described.partitions().stream())
                            .map(partition -> new TopicPartition(topic, partition.partition()))
                            .toList();
            List<String> lines = new ArrayList<>();
            for (var entry : admin.describeProducers(partitions).all().get().entrySet()) {
                for (ProducerState producer : entry.getValue().activeProducers()) {
                    if (producer.currentTransactionStartOffset().isPresent()) {
                        lines.add(entry.getKey() + " is open: " + producer + ", for its coordinator "
                                + coordinated(admin, producer));
                    }
                }
            }
            return lines;
        } catch (ExecutionException failed) {
            return List.of("The broker does not tell its open transactions: " + failed.getCause());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<TransactionListing> coordinated(Admin admin, ProducerState producer)
            throws ExecutionException, InterruptedException {
        ListTransactionsOptions one = new ListTransactionsOptions().filterProducerIds(Set.of(producer.producerId()));
        return List.copyOf(admin.listTransactions(one).all().get());
    }
}
