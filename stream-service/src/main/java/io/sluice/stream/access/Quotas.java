package io.sluice.stream.access;

/**
 * What one user may use of Kafka, unless an administrator says otherwise; 0: no limit.
 *
 * @param bytesIn a second that the user's clients write, {@code bytesOut} that they read
 * @param topics that the user owns, {@code partitions} likewise
 */
public record Quotas(long bytesIn, long bytesOut, int topics, int partitions) {
    public static final Quotas NONE = new Quotas(0, 0, 0, 0);

    public Quotas {
        if (bytesIn < 0 || bytesOut < 0 || topics < 0 || partitions < 0) {
            throw new IllegalArgumentException("a quota must not be negative");
        }
    }
}
