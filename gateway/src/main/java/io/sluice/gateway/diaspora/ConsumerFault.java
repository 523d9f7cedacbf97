package io.sluice.gateway.diaspora;

/** A failure that has a code of its own in the REST Proxy's API. */
final class ConsumerFault extends RuntimeException {
    static final int NO_TOPIC = 40401;
    static final int NO_PARTITION = 40402;
    static final int NO_CONSUMER = 40403;
    static final int CONSUMER_EXISTS = 40902;
    static final int ILLEGAL_STATE = 40903;
    static final int INVALID_CONFIG = 42204;

    private static final long serialVersionUID = 1;

    private final int code;

    private ConsumerFault(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    static ConsumerFault noTopic(String topic) {
        return new ConsumerFault(NO_TOPIC, "Topic " + topic + " not found.");
    }

    static ConsumerFault noPartition(String topic, int partition) {
        return new ConsumerFault(NO_PARTITION, "Partition " + partition + " of topic " + topic + " not found.");
    }

    static ConsumerFault consumerExists(String id) {
        return new ConsumerFault(CONSUMER_EXISTS, "Consumer instance " + id + " already exists.");
    }

    static ConsumerFault illegalState(String message) {
        return new ConsumerFault(ILLEGAL_STATE, message);
    }

    static ConsumerFault invalidConfig(String message) {
        return new ConsumerFault(INVALID_CONFIG, message);
    }

    int code() {
        return code;
    }
}
