package io.sluice.stream.access;

/**
 * What one user may use of Kafka, unless an administrator says otherwise; 0: no limit.
 *
 * @param bytesIn a second that the user's clients write, {@code bytesOut} that they read
 * @param topics that the user owns, {@code partitions} likewise
 * @param topicPartitions of one topic
 */
public record Quotas(long bytesIn, long bytesOut, int topics, int partitions, int topicPartitions) {
    public static final Quotas NONE = new Quotas(0, 0, 0, 0);

    /** Of one topic as many as of all. */
    public Quotas(long bytesIn, long bytesOut, int topics, int partitions) {
        this(bytesIn, bytesOut, topics, partitions, 0);
    }

    public Quotas {
        if (bytesIn < 0 || bytesOut < 0 || topics < 0 || partitions < 0 || topicPartitions < 0) {
            throw new IllegalArgumentException("a quota must not be negative");
        }
    }
}
