package io.sluice.stream.landing.table;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far landings have come, and what they have counted: a table beside the tables that they write, so that a position moves in the
 * transaction of the rows. Whoever moves one says where it was; if it was elsewhere, somebody else lands that partition now. Immutable; its
 * methods take part in the caller's transaction.
 */
public final class Books {
    static final String PREFIX = "sluice_landing_";
    private static final String PLACE = "partition, next_offset, landed, rows, dead, lost, settled, landed_at, changes";
    /** A random number that names the lock under which tables are made. */
    private static final long MAKING = 7_903_118_422_016L;

    private final String positions;
    private final String letters;

    public Books(String schema) {
        this.positions = Identifier.quote(schema) + "." + PREFIX + "position";
        this.letters = Identifier.quote(schema) + "." + PREFIX + "dead_letter";
    }

    /**
     * @param next offset to land
     * @param landed records that became rows or changed some, since the landing was made; {@code dead} and {@code lost} likewise
     * @param rows more than there were, of all partitions together
     * @param settled dead letters that wait no more
     * @param changes grows with each change of these
     */
    public record Place(
            long next,
            long landed,
            long rows,
            long dead,
            long lost,
            long settled,
            @Nullable Instant landedAt,
            long changes) {}

    /** From where to where a position moves. */
    public record Move(long from, long to) {}

    /** What is to be added to the counters. */
    public record Counts(long landed, long rows, long dead, long lost, long settled) {
        public static Counts landed(long landed, long rows, long dead) {
            return new Counts(landed, rows, dead, 0, 0);
        }
    }

    /** Where dead letters are listed. */
    String letters() {
        return letters;
    }

    /** One at a time makes tables, until the transaction ends. */
    static void lock(Connection on) throws SQLException {
        try (PreparedStatement lock = on.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, MAKING);
            lock.execute();
        }
    }

    void create(Connection on) throws SQLException {
        try (Statement statement = on.createStatement()) {
            statement.execute("create table if not exists " + positions
                    + " (landing uuid not null, topic text not null, partition int not null, next_offset bigint not null,"
                    + " landed bigint not null default 0, rows bigint not null default 0, dead bigint not null default 0,"
                    + " lost bigint not null default 0, settled bigint not null default 0, landed_at timestamptz,"
                    + " changes bigint not null default 0, primary key (landing, partition)) with (fillfactor = 50)");
            statement.execute(
                    "create table if not exists " + letters
                            + " (landing uuid not null, course int not null, partition int not null, record_offset bigint not null,"
                            + " record_time timestamptz not null, key bytea, value bytea, headers bytea not null,"
                            + " reason text not null, column_name text, sqlstate text, at timestamptz not null default now(),"
                            + " state text not null default 'WAITING', primary key (landing, course, partition, record_offset))");
            statement.execute("create index if not exists " + PREFIX + "dead_letter_by_state on " + letters
                    + " (landing, state, partition, record_offset)");
        }
        update(on);
    }

    /** A list that was made before landings came through more than one topic learns to tell them apart. */
    public void update(Connection on) throws SQLException {
        if (isUpToDate(on)) {
            return;
        }
        lock(on);
        if (!isUpToDate(on)) {
            try (Statement statement = on.createStatement()) {
                statement.execute("alter table " + letters
                        + " add column course int not null default 0, drop constraint " + PREFIX
                        + "dead_letter_pkey, add primary key (landing, course, partition, record_offset)");
            }
        }
    }

    private boolean isUpToDate(Connection on) throws SQLException {
        try (PreparedStatement query = on.prepareStatement(
                "select 1 from pg_attribute where attrelid = to_regclass(?) and attname = 'course' and not attisdropped")) {
            query.setString(1, letters);
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        }
    }

    /** Partitions that came later begin at 0; where the landing is gone, or has gone on to another topic, nothing happens. */
    public void grow(Connection on, UUID landing, String topic, Collection<Integer> partitions) throws SQLException {
        try (PreparedStatement insert = on.prepareStatement("insert into " + positions
                + " (landing, topic, partition, next_offset) select ?, ?, ?, 0 where exists (select 1 from " + positions
                + " where landing = ? and topic = ?) on conflict do nothing")) {
            for (int partition : partitions) {
                insert.setObject(1, landing);
                insert.setString(2, topic);
                insert.setInt(3, partition);
                insert.setObject(4, landing);
                insert.setString(5, topic);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** A partition that is known already keeps its position. */
    public void begin(Connection on, UUID landing, String topic, Map<Integer, Long> starts) throws SQLException {
        try (PreparedStatement insert = on.prepareStatement("insert into " + positions
                + " (landing, topic, partition, next_offset) values (?, ?, ?, ?) on conflict do nothing")) {
            for (Map.Entry<Integer, Long> start : starts.entrySet()) {
                insert.setObject(1, landing);
                insert.setString(2, topic);
                insert.setInt(3, start.getKey());
                insert.setLong(4, start.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** In this topic; empty where the landing is gone, or has gone on to another one. */
    public Map<Integer, Place> places(Connection on, UUID landing, String topic) throws SQLException {
        try (PreparedStatement query =
                on.prepareStatement("select " + PLACE + " from " + positions + " where landing = ? and topic = ?")) {
            query.setObject(1, landing);
            query.setString(2, topic);
            return read(query);
        }
    }

    /** In whatever topic: what is counted is of all that there were. */
    public Map<Integer, Place> places(Connection on, UUID landing) throws SQLException {
        try (PreparedStatement query =
                on.prepareStatement("select " + PLACE + " from " + positions + " where landing = ?")) {
            query.setObject(1, landing);
            return read(query);
        }
    }

    /**
     * Everything of the topics before is landed: the landing goes on at the beginning of another one, and its counters go with it. Nothing
     * happens where that has been done.
     */
    public void pass(Connection on, UUID landing, Collection<String> before, String topic) throws SQLException {
        try (PreparedStatement update = on.prepareStatement("update " + positions
                + " set topic = ?, next_offset = 0, changes = changes + 1 where landing = ? and topic = any(?)")) {
            update.setString(1, topic);
            update.setObject(2, landing);
            update.setArray(3, on.createArrayOf("text", before.toArray()));
            update.executeUpdate();
        }
    }

    /**
     * Moves positions, and keeps others from moving them until the transaction ends.
     *
     * @return how things stand then; empty where one of them was not where it was said to be: then the transaction must not be committed
     */
    public Optional<Map<Integer, Place>> move(Connection on, UUID landing, String topic, Map<Integer, Move> moves)
            throws SQLException {
        List<Integer> partitions = moves.keySet().stream().sorted().toList();
        Array named = on.createArrayOf("int4", partitions.toArray());
        Array from = on.createArrayOf(
                "int8", partitions.stream().map(p -> move(moves, p).from()).toArray());
        Array to = on.createArrayOf(
                "int8", partitions.stream().map(p -> move(moves, p).to()).toArray());
        try (PreparedStatement update = on.prepareStatement("update " + positions
                + " p set next_offset = m.new, changes = p.changes + 1 from unnest(?, ?, ?) as m(partition, old, new)"
                + " where p.landing = ? and p.topic = ? and p.partition = m.partition and p.next_offset = m.old returning "
                + PLACE.replace("partition,", "p.partition,"))) {
            update.setArray(1, named);
            update.setArray(2, from);
            update.setArray(3, to);
            update.setObject(4, landing);
            update.setString(5, topic);
            Map<Integer, Place> moved = read(update);
            return moved.size() == moves.size() ? Optional.of(moved) : Optional.empty();
        }
    }

    private static Move move(Map<Integer, Move> moves, int partition) {
        return Objects.requireNonNull(moves.get(partition));
    }

    /**
     * @param partition whose counters these are added to; only the sums over all say something
     * @return how that stands then; nothing where the landing is gone
     */
    public Map<Integer, Place> count(Connection on, UUID landing, int partition, Counts counts) throws SQLException {
        try (PreparedStatement update = on.prepareStatement("update " + positions
                + " set landed = landed + ?, rows = rows + ?, dead = dead + ?, lost = lost + ?, settled = settled + ?,"
                + " landed_at = case when ? then now() else landed_at end, changes = changes + 1"
                + " where landing = ? and partition = ? returning " + PLACE)) {
            update.setLong(1, counts.landed());
            update.setLong(2, counts.rows());
            update.setLong(3, counts.dead());
            update.setLong(4, counts.lost());
            update.setLong(5, counts.settled());
            update.setBoolean(6, counts.landed() > 0);
            update.setObject(7, landing);
            update.setInt(8, partition);
            return read(update);
        }
    }

    private static Map<Integer, Place> read(PreparedStatement query) throws SQLException {
        Map<Integer, Place> places = new HashMap<>();
        try (ResultSet found = query.executeQuery()) {
            while (found.next()) {
                Timestamp landedAt = found.getTimestamp(8);
                places.put(
                        found.getInt(1),
                        new Place(
                                found.getLong(2),
                                found.getLong(3),
                                found.getLong(4),
                                found.getLong(5),
                                found.getLong(6),
                                found.getLong(7),
                                landedAt == null ? null : landedAt.toInstant(),
                                found.getLong(9)));
            }
        }
        return places;
    }

    /** Everything that is kept of a landing. */
    public void forget(Connection on, UUID landing) throws SQLException {
        for (String table : List.of(positions, letters)) {
            try (PreparedStatement delete = on.prepareStatement("delete from " + table + " where landing = ?")) {
                delete.setObject(1, landing);
                delete.executeUpdate();
            }
        }
    }
}
