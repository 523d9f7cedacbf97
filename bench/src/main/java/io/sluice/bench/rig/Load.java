package io.sluice.bench.rig;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to partition 0 of a topic that nobody else writes to, so that it knows the offsets. Owned by one thread. */
public final class Load implements AutoCloseable {
    private final String topic;
    private final Values values = new Values();
    private final KafkaProducer<byte[], byte[]> producer;
    private long next;

    /** @param linger how long the producer may gather records, in milliseconds */
    public Load(Broker broker, String topic, int linger) {
        Map<String, Object> settings = new HashMap<>(broker.client());
        settings.put("linger.ms", linger);
        this.topic = topic;
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** The offset of the next record. */
    public long next() {
        return next;
    }

    /** As fast as the broker takes them. */
    public void send(long count) {
        for (long n = 0; n < count; n++) {
            send(values.plain(next));
        }
        producer.flush();
    }

    /**
     * {@code count} records, never more than {@code window} ahead of the slowest of {@code readers}.
     *
     * @throws IllegalStateException if one of them has lost its connection, or does not get on
     */
    public void send(long count, int window, Swarm readers) {
        long first = next;
        long end = first + count;
        while (next < end) {
            if (next - window >= first) {
                readers.awaitNumber(next - window);
            }
            long until = Math.min(end, Math.max(first - 1, readers.slowest()) + 1 + window);
            while (next < until) {
                send(values.plain(next));
            }
        }
        producer.flush();
    }

    /** Stamped with the time, evenly spread. */
    public void pace(int perSecond, long count) {
        long start = System.nanoTime();
        for (long n = 0; n < count; n++) {
            long due = start + n * 1_000_000_000L / perSecond;
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            send(values.stamped(next, System.nanoTime()));
        }
        producer.flush();
    }

    /** One with the region that only it has. */
    public void sendLast() {
        send(values.last());
        producer.flush();
    }

    private void send(byte[] value) {
        producer.send(new ProducerRecord<>(topic, 0, null, value));
        next++;
    }

    @Override
    public void close() {
        producer.close();
    }
}
