package io.sluice.stream.kafka;

import org.apache.kafka.common.errors.RetriableException;

/**
 * A record can be decoded by nobody at the moment, because the schema registry does not answer. Retriable, but no {@code TimeoutException}: Kafka
 * Streams takes that for one of its own, and would set only the task back in which it is thrown, not the transaction that it shares with
 * others.
 */
public final class RegistryAway extends RetriableException {
    private static final long serialVersionUID = 1;

    public RegistryAway() {
        super("the schema registry does not answer");
    }
}
