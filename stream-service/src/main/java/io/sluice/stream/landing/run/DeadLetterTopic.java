package io.sluice.stream.landing.run;

import io.sluice.runtime.KafkaLink;
import io.sluice.stream.landing.table.DeadLetters.Dead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records that could not land to the topic for them, whole, with what was wrong in headers that begin with {@code sluice.}. One producer
 * for all landings of a node. Any thread; its methods block.
 *
 * <p>A record is there before its position moves, so none is missing; when a node dies in between it is there twice, and its place
 * ({@code sluice.topic}, {@code sluice.partition}, {@code sluice.offset}) tells. The list of dead letters has it once.
 */
public final class DeadLetterTopic implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final int MAX_RECORD = 64 << 20;

    private final Producer<byte[], byte[]> producer;

    public DeadLetterTopic(KafkaLink link) {
        this.producer = new KafkaProducer<>(
                link.client(Map.of(
                        "client.id",
                        "sluice-dead-letters",
                        "acks",
                        "all",
                        "linger.ms",
                        5,
                        "max.request.size",
                        MAX_RECORD,
                        "max.block.ms",
                        8_000,
                        "request.timeout.ms",
                        6_000,
                        "delivery.timeout.ms",
                        15_000)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** @throws KafkaException if one of them is not known to be written */
    void write(String topic, List<Dead> dead) throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Dead one : dead) {
            ConsumerRecord<byte[], byte[]> record = one.record();
            Long time = record.timestamp() < 0 ? null : record.timestamp();
            sent.add(
                    producer.send(new ProducerRecord<>(topic, null, time, record.key(), record.value(), headers(one))));
        }
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
            }
        }
    }

    private static Headers headers(Dead dead) {
        Headers headers = new RecordHeaders(dead.record().headers().toArray());
        put(headers, "sluice.reason", dead.cause().reason());
        put(headers, "sluice.column", dead.cause().column());
        put(headers, "sluice.sqlstate", dead.cause().sqlstate());
        put(headers, "sluice.topic", dead.record().topic());
        put(headers, "sluice.partition", Integer.toString(dead.record().partition()));
        put(headers, "sluice.offset", Long.toString(dead.record().offset()));
        return headers;
    }

    private static void put(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
