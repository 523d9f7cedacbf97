package io.sluice.stream.flow;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/** Kafka's own clients, but for producers, see {@link Settling}. */
final class Clients implements KafkaClientSupplier {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new Settling(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return consumer(config);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * A producer that is given up, with its thread, when it does not end a transaction in time.
     *
     * <p>Kafka Streams (4.3.1) takes such a {@link TimeoutException} for a matter of one task: it restores that task, and goes on with the same
     * producer and the same transaction. But its commit may still come to pass; other tasks have written to the transaction, too; and a
     * task that is restored in place keeps the offset up to which it had fetched, and may commit that before it has read anything again. Records are
     * then missing or there twice. A thread that ends closes its producer first, so nothing more comes of it by the time that
     * another one takes its tasks over with nothing but what was committed, as after a crash. What is not sent in time ends its
     * thread by {@link Refusals}.
     *
     * <p>Closing it does not wait for long (offsets of a topic that is deleted are refused for ever): otherwise its thread never ends, and its
     * member never leaves the group. What it leaves open the broker aborts.
     */
    private static final class Settling extends KafkaProducer<byte[], byte[]> {
        private boolean isGivenUp;

        Settling(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            try {
                super.sendOffsetsToTransaction(offsets, group);
            } catch (TimeoutException late) {
                throw givenUp("The positions of a transaction were not taken in time.", late);
            }
        }

        @Override
        public void commitTransaction() {
            try {
                super.commitTransaction();
            } catch (TimeoutException late) {
                throw givenUp("It is not known whether a transaction was committed.", late);
            }
        }

        private KafkaException givenUp(String why, TimeoutException late) {
            isGivenUp = true;
            return new KafkaException(why, late);
        }

        /** What is on its way to be committed cannot be aborted; closing it aborts whatever else there is. */
        @Override
        public void abortTransaction() {
            if (isGivenUp) {
                throw new TimeoutException("It is not known how the transaction ends.");
            }
            super.abortTransaction();
        }

        @Override
        public void close() {
            close(PATIENCE);
        }
    }
}
