package io.sluice.stream.landing.table;

import io.sluice.stream.landing.table.Books.Counts;
import io.sluice.stream.landing.table.Books.Place;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Deletes rows whose record is older than a landing keeps them, some at a time, each node those of the partitions that it lands. What is deleted
 * is subtracted in the same transaction. Belongs to one thread.
 */
public final class Expiry {
    private static final int AT_ONCE = 5_000;
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(10);
    /** Whoever lands it also deletes what came from topics that are not landed any more. */
    private static final int OF_EARLIER = 0;
    /** A row is deleted at most this part of its time too late. */
    private static final int PART = 100;

    private final Layout layout;
    private final Books books;
    private final UUID landing;
    private final String topic;
    private final List<String> earlier;
    private final Duration retention;
    private final Duration pause;
    private long next = System.nanoTime();

    /** @param topics of the landing, oldest first; the last one is landed now */
    public Expiry(Layout layout, Books books, UUID landing, List<String> topics, Duration retention) {
        this.layout = layout;
        this.books = books;
        this.landing = landing;
        this.topic = topics.get(topics.size() - 1);
        this.earlier = List.copyOf(topics.subList(0, topics.size() - 1));
        this.retention = retention;
        Duration part = retention.dividedBy(PART);
        this.pause = part.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : part.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : part;
    }

    /**
     * Deletes and commits, if it is time.
     *
     * @return the partitions whose counters changed
     */
    public Map<Integer, Place> step(Connection on, Collection<Integer> partitions) throws SQLException {
        Map<Integer, Place> changed = new HashMap<>();
        if (System.nanoTime() - next < 0) {
            return changed;
        }
        boolean more = false;
        for (int partition : partitions) {
            int deleted = partition == OF_EARLIER ? delete(on, partition) + deleteEarlier(on) : delete(on, partition);
            if (deleted > 0) {
                changed.putAll(books.count(on, landing, partition, new Counts(0, -deleted, 0, 0, 0)));
            }
            on.commit();
            more |= deleted >= AT_ONCE;
        }
        next = System.nanoTime() + (more ? 0 : pause.toNanos());
        return changed;
    }

    private int delete(Connection on, int partition) throws SQLException {
        try (PreparedStatement delete = on.prepareStatement(layout.expire())) {
            delete.setTimestamp(1, Timestamp.from(Instant.now().minus(retention)));
            delete.setString(2, topic);
            delete.setInt(3, partition);
            delete.setInt(4, AT_ONCE);
            return delete.executeUpdate();
        }
    }

    private int deleteEarlier(Connection on) throws SQLException {
        if (earlier.isEmpty()) {
            return 0;
        }
        try (PreparedStatement delete = on.prepareStatement(layout.expireEarlier())) {
            delete.setTimestamp(1, Timestamp.from(Instant.now().minus(retention)));
            delete.setArray(2, on.createArrayOf("text", earlier.toArray()));
            delete.setInt(3, AT_ONCE);
            return delete.executeUpdate();
        }
    }
}
