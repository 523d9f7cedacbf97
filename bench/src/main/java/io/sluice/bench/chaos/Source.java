package io.sluice.bench.chaos;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic that is written all the time: the numbers from 0 on, {@code {"n":17}}, each into the partition that it leaves as a remainder,
 * with the name of the partition as its key. Idempotent and patient, so each is there once, whatever becomes of the broker. A thread.
 */
final class Source implements Runnable {
    private static final long NANOS = 1_000_000_000L;

    private final String topic;
    private final int partitions;
    private final int perSecond;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;
    private volatile boolean ended;
    private volatile int next;

    Source(String bootstrap, String topic, int partitions, int perSecond) {
        this.topic = topic;
        this.partitions = partitions;
        this.perSecond = perSecond;
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrap,
                "enable.idempotence",
                true,
                "delivery.timeout.ms",
                Integer.MAX_VALUE,
                "max.block.ms",
                Integer.MAX_VALUE);
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.thread = new Thread(this, "source-" + topic);
    }

    String topic() {
        return topic;
    }

    int partitions() {
        return partitions;
    }

    /** How many numbers there are, some of them on their way. */
    int written() {
        return next;
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        while (!ended) {
            long due = start + next * NANOS / perSecond;
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            send();
        }
    }

    /** Everything is in the topic when it returns. */
    void end() throws InterruptedException {
        ended = true;
        thread.join();
        producer.flush();
        producer.close();
    }

    private void send() {
        int partition = next % partitions;
        byte[] key = (topic + "/" + partition).getBytes(StandardCharsets.UTF_8);
        byte[] value = ("{\"n\":" + next + "}").getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, partition, key, value));
        next++;
    }
}
