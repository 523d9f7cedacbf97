package io.sluice.stream.kafka;

import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;

/** Ends producers of transactions. What is open is aborted, now or by whoever comes next under the same name, so nothing is waited for for long. */
public final class Closing {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private Closing() {}

    /** An interrupted close would leave its threads behind, so the interruption is put off until it is done. */
    public static void close(Producer<?, ?> producer) {
        boolean interrupted = Thread.interrupted();
        try {
            producer.close(TIMEOUT);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
