package io.sluice.stream;

import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Numbers, {@code {"n": 0}} and so on, that are written to a topic one after the other, at a steady rate, until it is ended. */
final class Flow extends Thread {
    private static final int FLUSHED_TOGETHER = 100;
    private static final long NANOS_BETWEEN = 20_000_000;

    private final Node node;
    private final String topic;
    private final int partitions;
    private volatile boolean ends;
    private volatile int written;

    Flow(Node node, String topic, int partitions) {
        this.node = node;
        this.topic = topic;
        this.partitions = partitions;
        start();
    }

    @Override
    public void run() {
        for (int n = 0; !ends || n % FLUSHED_TOGETHER != 0; n++) {
            byte[] value = ("{\"n\":" + n + "}").getBytes(UTF_8);
            node.kafka.send(new ProducerRecord<>(topic, n % partitions, null, value));
            if (n % FLUSHED_TOGETHER == FLUSHED_TOGETHER - 1) {
                node.kafka.flush();
                written = n + 1;
                LockSupport.parkNanos(NANOS_BETWEEN);
            }
        }
    }

    void more(int records) {
        int end = written + records;
        eventually().until(() -> written >= end);
    }

    /** @return how many there are */
    int end() throws InterruptedException {
        ends = true;
        join();
        return written;
    }
}
