package io.sluice.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stream-service's endpoints for landings: a topic, or the topic of a stream, written to a table of a Postgres database.
 *
 * <p>The questions about landed rows and dead letters are answered over the bus although they carry content. They are answers of a person's
 * size and not a flow: a page has at most {@value #MAX_PAGE} items and {@value #MAX_PAGE_BYTES} bytes, and only a node of the stream-service
 * may open the secrets of a database, so nobody else could ask it.
 */
public final class Landings {
    /** Items of a page at most. */
    public static final int MAX_PAGE = 200;
    /** Bytes of a page at most, but for one item that is larger. */
    public static final int MAX_PAGE_BYTES = 4 << 20;
    /** Dead letters that one question sends again or discards at most. */
    public static final int MAX_DEAD_LETTERS = 1_000;

    public static final Endpoint<CreateLanding, Landing> CREATE =
            new Endpoint<>("stream.landing.create", CreateLanding.class, Landing.class);
    public static final Endpoint<FindLanding, Landing> FIND =
            new Endpoint<>("stream.landing.find", FindLanding.class, Landing.class);
    public static final Endpoint<ListLandings, LandingPage> LIST =
            new Endpoint<>("stream.landing.list", ListLandings.class, LandingPage.class);
    public static final Endpoint<UpdateLanding, Landing> UPDATE =
            new Endpoint<>("stream.landing.update", UpdateLanding.class, Landing.class);
    public static final Endpoint<RunLanding, Landing> RUN =
            new Endpoint<>("stream.landing.run", RunLanding.class, Landing.class);
    public static final Endpoint<DeleteLanding, Done> DELETE =
            new Endpoint<>("stream.landing.delete", DeleteLanding.class, Done.class);
    public static final Endpoint<QueryRows, RowPage> ROWS =
            new Endpoint<>("stream.landing.rows", QueryRows.class, RowPage.class);
    public static final Endpoint<CountRows, RowCount> COUNT =
            new Endpoint<>("stream.landing.count", CountRows.class, RowCount.class);
    public static final Endpoint<ListDeadLetters, DeadLetterPage> DEAD_LETTERS =
            new Endpoint<>("stream.landing.dead-letters", ListDeadLetters.class, DeadLetterPage.class);
    /** Sends dead letters again, or discards them. */
    public static final Endpoint<SettleDeadLetters, Settlements> SETTLE =
            new Endpoint<>("stream.landing.settle", SettleDeadLetters.class, Settlements.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS =
            List.of(CREATE, FIND, LIST, UPDATE, RUN, DELETE, ROWS, COUNT, DEAD_LETTERS, SETTLE);

    private Landings() {}

    public enum Mode {
        /** Each record is a row. */
        INSERT,
        /** Each key is a row: the newest record of it. */
        UPSERT
    }

    /** @param topic or {@code stream}, its id or name: exactly one of them */
    public record Origin(@Nullable String topic, @Nullable String stream) {}

    /**
     * @param type as Postgres writes it, {@code varchar(20)} say
     * @param path in the filter language; null: the member of the value that has the column's name
     */
    public record Column(String name, String type, @Nullable String path, boolean nullable) {}

    /**
     * What a landing writes, and how.
     *
     * @param schema null: {@code public}
     * @param key columns that make a row one and the same; empty under {@link Mode#INSERT}
     * @param rest name of the JSONB column for what no column takes; null: that is left out
     * @param strict a member that no column takes is a reason not to land
     * @param from text of a {@link StartAt}
     * @param retention after which rows are deleted, by the time of their record: {@code 7d}; null: never
     */
    public record Definition(
            String table,
            @Nullable String schema,
            List<Column> columns,
            List<String> key,
            Mode mode,
            @Nullable String rest,
            boolean strict,
            String from,
            @Nullable String retention) {
        public Definition {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
        }
    }

    /**
     * @param landed records that became rows, or changed some
     * @param rows that the table has of this landing
     * @param dead records that could not land, whatever became of them
     * @param lost records that were deleted from the topic before they could land
     * @param lag records between the position and the end of the topic
     * @param rate records landed per second, lately
     */
    public record Stats(
            long landed,
            long rows,
            long dead,
            long lost,
            long lag,
            double rate,
            @Nullable Instant lastLandedAt) {}

    /**
     * @param topic that is read, be it of a stream
     * @param database {@code host:port/name}; null: the platform's own
     * @param sizeBytes of the table with its indexes, where it is in the platform's own database
     * @param deadLetters the topic of records that could not land
     */
    public record Landing(
            UUID id,
            String name,
            Origin source,
            String topic,
            @Nullable String database,
            Definition definition,
            Streams.State state,
            @Nullable String reason,
            String owner,
            Instant createdAt,
            Stats stats,
            long sizeBytes,
            String deadLetters) {}

    /**
     * @param name null: that of the table, with a number where that is taken
     * @param database URI of a foreign database, sealed; null: the platform's own
     */
    public record CreateLanding(
            Caller caller,
            @Nullable String name,
            Origin source,
            Definition definition,
            @Nullable Sealed database) {}

    /** @param ref id or name */
    public record FindLanding(Caller caller, String ref) {}

    /** @param topic that they read; null: whatever they read */
    public record ListLandings(
            Caller caller,
            @Nullable String topic,
            int limit,
            @Nullable String cursor) {
        /** Whatever they read. */
        public ListLandings(Caller caller, int limit, @Nullable String cursor) {
            this(caller, null, limit, cursor);
        }
    }

    public record LandingPage(
            List<Landing> items, long total, @Nullable String next) {}

    /**
     * What is null stays.
     *
     * @param database the same database, with another password say
     * @param retention {@code ""}: for ever
     */
    public record UpdateLanding(
            Caller caller,
            String ref,
            @Nullable String name,
            @Nullable Sealed database,
            @Nullable Boolean strict,
            @Nullable String retention) {}

    public record RunLanding(Caller caller, String ref, boolean paused) {}

    /** @param keepTable also where the landing has made it */
    public record DeleteLanding(Caller caller, String ref, boolean keepTable) {}

    /**
     * @param where text by column or path
     * @param contains JSON that the rest must contain; null: anything
     * @param limit at most {@link #MAX_PAGE}
     */
    public record QueryRows(
            Caller caller,
            String ref,
            Map<String, String> where,
            @Nullable String contains,
            int limit,
            @Nullable String cursor) {}

    /** @param items JSON objects, newest first */
    public record RowPage(List<String> items, @Nullable String next) {}

    public record CountRows(Caller caller, String ref) {}

    public record RowCount(long count) {}

    public enum Fate {
        WAITING,
        RESENT,
        DISCARDED
    }

    /** @param fate null: any; {@code limit} at most {@link #MAX_PAGE} */
    public record ListDeadLetters(
            Caller caller,
            String ref,
            @Nullable Fate fate,
            int limit,
            @Nullable String cursor) {}

    /**
     * A record that could not land.
     *
     * @param id within its landing
     * @param key and {@code value}: JSON, as they are to be shown; null: it had none
     * @param column that was at fault; null: the whole record was
     * @param sqlstate where the database refused it
     */
    public record DeadLetter(
            String id,
            String topic,
            int partition,
            long offset,
            Instant timestamp,
            @Nullable String key,
            @Nullable String value,
            String reason,
            @Nullable String column,
            @Nullable String sqlstate,
            Instant at,
            Fate state) {}

    public record DeadLetterPage(
            List<DeadLetter> items, long total, @Nullable String next) {}

    /** @param value JSON to land instead of the record's own; null: that */
    public record Correction(String id, @Nullable String value) {}

    /**
     * @param fate {@link Fate#RESENT} or {@link Fate#DISCARDED}
     * @param items at most {@link #MAX_DEAD_LETTERS}; null: the oldest of those that wait, as many
     */
    public record SettleDeadLetters(
            Caller caller, String ref, Fate fate, @Nullable List<Correction> items) {}

    /** @param reason why it could not be done */
    public record Settlement(
            String id, boolean ok, @Nullable String reason) {}

    public record Settlements(List<Settlement> items) {}
}
