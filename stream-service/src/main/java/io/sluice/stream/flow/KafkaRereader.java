package io.sluice.stream.flow;

import io.sluice.runtime.KafkaLink;
import io.sluice.stream.kafka.Broker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads on the threads of a pool, one batch ahead of what is taken: at most {@link #FETCH_BYTES} in a consumer and {@link #MAX_RECORDS}
 * records here for each reading. A reading that fails begins again where it was.
 */
final class KafkaRereader implements Rereader {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRereader.class);
    private static final int FETCH_BYTES = 4 * 1024 * 1024;
    private static final int MAX_RECORDS = 2_000;
    private static final int THREADS = 2;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int FETCH_WAIT_MS = 50;

    private final KafkaLink link;
    private final String group;
    private final Broker broker;
    private final ExecutorService threads;

    /** For all readings of a node. */
    static ExecutorService threads() {
        return Executors.newFixedThreadPool(THREADS, job -> {
            Thread thread = new Thread(job, "sluice-reread");
            thread.setDaemon(true);
            return thread;
        });
    }

    KafkaRereader(KafkaLink link, String group, Broker broker, ExecutorService threads) {
        this.link = link;
        this.group = group;
        this.broker = broker;
        this.threads = threads;
    }

    @Override
    public CompletionStage<Long> committed(TopicPartition partition) {
        ListConsumerGroupOffsetsOptions decided = new ListConsumerGroupOffsetsOptions().requireStable(true);
        return broker.stage(
                        admin -> admin.listConsumerGroupOffsets(group, decided).partitionsToOffsetAndMetadata())
                .thenApply(all -> {
                    OffsetAndMetadata place = all.get(partition);
                    return place == null ? -1L : place.offset();
                });
    }

    @Override
    public Reading open(TopicPartition partition) {
        return new Ahead(partition);
    }

    private final class Ahead implements Reading {
        private final TopicPartition partition;
        /** What was read and not taken; null while it is being read. */
        private AtomicReference<@Nullable Batch> ready = new AtomicReference<>();

        private long next;
        /** Belongs to the job that runs; there is one at a time. */
        private @Nullable KafkaConsumer<byte[], byte[]> consumer;

        Ahead(TopicPartition partition) {
            this.partition = partition;
        }

        @Override
        public void from(long offset) {
            next = offset;
            ready = new AtomicReference<>();
            read();
        }

        @Override
        public Batch take() {
            Batch batch = ready.getAndSet(null);
            if (batch == null) {
                return new Batch(List.of(), next);
            }
            next = batch.next();
            read();
            return batch;
        }

        @Override
        public void close() {
            threads.execute(this::drop);
        }

        /** What was begun for another place puts its outcome where nobody looks. */
        private void read() {
            AtomicReference<@Nullable Batch> outcome = ready;
            long from = next;
            threads.execute(() -> outcome.set(read(from)));
        }

        private synchronized Batch read(long from) {
            try {
                KafkaConsumer<byte[], byte[]> open = consumer == null ? open() : consumer;
                consumer = open;
                if (open.position(partition) != from) {
                    open.seek(partition, from);
                }
                List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
                open.poll(POLL).forEach(records::add);
                return new Batch(records, open.position(partition));
            } catch (KafkaException passing) {
                LOG.warn("records are read again; partition={} from={} cause={}", partition, from, passing.toString());
                drop();
                return new Batch(List.of(), from);
            }
        }

        private KafkaConsumer<byte[], byte[]> open() {
            Map<String, Object> config = link.client(Map.of(
                    "client.id",
                    group + "-again",
                    "isolation.level",
                    "read_committed",
                    "auto.offset.reset",
                    "earliest",
                    "allow.auto.create.topics",
                    "false",
                    "max.poll.records",
                    MAX_RECORDS,
                    "fetch.max.bytes",
                    FETCH_BYTES,
                    "fetch.max.wait.ms",
                    FETCH_WAIT_MS));
            KafkaConsumer<byte[], byte[]> opened =
                    new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            opened.assign(List.of(partition));
            opened.seekToBeginning(List.of(partition));
            return opened;
        }

        private synchronized void drop() {
            KafkaConsumer<byte[], byte[]> open = consumer;
            consumer = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
