package io.sluice.contract;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stream-service's endpoints for durable streams, and the state of what it runs for the catalog. */
public final class Streams {
    public static final Endpoint<CreateStream, Stream> CREATE =
            new Endpoint<>("stream.stream.create", CreateStream.class, Stream.class);
    public static final Endpoint<FindStream, Stream> FIND =
            new Endpoint<>("stream.stream.find", FindStream.class, Stream.class);
    public static final Endpoint<ListStreams, StreamPage> LIST =
            new Endpoint<>("stream.stream.list", ListStreams.class, StreamPage.class);
    public static final Endpoint<UpdateStream, Stream> UPDATE =
            new Endpoint<>("stream.stream.update", UpdateStream.class, Stream.class);
    public static final Endpoint<RunStream, Stream> RUN =
            new Endpoint<>("stream.stream.run", RunStream.class, Stream.class);
    public static final Endpoint<DeleteStream, Done> DELETE =
            new Endpoint<>("stream.stream.delete", DeleteStream.class, Done.class);
    public static final Endpoint<GetUsage, Usage> USAGE =
            new Endpoint<>("stream.stream.usage", GetUsage.class, Usage.class);
    public static final Endpoint<GetSourceStates, SourceStates> SOURCE_STATES =
            new Endpoint<>("stream.source.states", GetSourceStates.class, SourceStates.class);
    /** Stops what a deleted dataset ran and deletes the topic that belonged to it. Idempotent. */
    public static final Endpoint<RemoveSource, Done> REMOVE_SOURCE =
            new Endpoint<>("stream.source.remove", RemoveSource.class, Done.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS =
            List.of(CREATE, FIND, LIST, UPDATE, RUN, DELETE, USAGE, SOURCE_STATES, REMOVE_SOURCE);

    private Streams() {}

    public enum State {
        STARTING,
        RUNNING,
        PAUSED,
        FAILED,
        COMPLETED
    }

    /**
     * What a stream reads, as its owner wrote it. Exactly one of keywords, datasets, topics is not empty.
     *
     * @param where filter text, applied first; empty: every record
     * @param select projection text, applied last; empty: the whole value
     * @param from text of a {@link StartAt}
     * @param filters NDP rules between the two, in order: each a text, or the JSON of a structured rule, which begins with a
     *     brace
     * @param envelope by source topic, a JSON object that goes beside each value: {@code {"values": value, "stream_info": object}},
     *     as older consumers read it; empty: values are written as they are
     * @param batchMode a record whose fields are all lists of one length becomes that many records, before {@code where}
     * @param columns that the records have for certain, whatever may be missing in one; empty: not known. Found when a stream is
     *     made, whatever the caller says
     * @param sql canonical text of a query, which says what is read and what becomes of it, in the place of keywords, datasets, topics,
     *     {@code where}, {@code select} and rules; empty: there is none
     * @param branches topics of their own for some of the records, in the order in which they are asked
     */
    public record Definition(
            List<String> keywords,
            boolean matchAll,
            List<String> datasets,
            List<String> topics,
            String where,
            String select,
            String from,
            List<String> filters,
            Map<String, String> envelope,
            boolean batchMode,
            List<String> columns,
            String sql,
            List<Branch> branches) {
        /** Streams that were stored before there were rules have none, and no envelope; likewise what came later. */
        public Definition {
            filters = filters == null ? List.of() : List.copyOf(filters);
            envelope = envelope == null ? Map.of() : Map.copyOf(envelope);
            columns = columns == null ? List.of() : List.copyOf(columns);
            sql = sql == null ? "" : sql;
            branches = branches == null ? List.of() : List.copyOf(branches);
        }

        /**
         * Records that go to a topic of their own.
         *
         * @param where filter text, on the records as they are written
         * @param topic empty: the stream's topic, a dash and the name
         */
        public record Branch(String name, String where, String topic) {}

        /** What a query says; it begins to read at {@code from}. */
        public static Definition query(String sql, String from) {
            return new Definition(List.of(), true, List.of(), List.of(), "", "", from).withSql(sql);
        }

        /** Records as they come, of any columns. */
        public Definition(
                List<String> keywords,
                boolean matchAll,
                List<String> datasets,
                List<String> topics,
                String where,
                String select,
                String from,
                List<String> filters,
                Map<String, String> envelope) {
            this(
                    keywords, matchAll, datasets, topics, where, select, from, filters, envelope, false, List.of(), "",
                    List.of());
        }

        /** Without an envelope. */
        public Definition(
                List<String> keywords,
                boolean matchAll,
                List<String> datasets,
                List<String> topics,
                String where,
                String select,
                String from,
                List<String> filters) {
            this(keywords, matchAll, datasets, topics, where, select, from, filters, Map.of());
        }

        /** Without rules. */
        public Definition(
                List<String> keywords,
                boolean matchAll,
                List<String> datasets,
                List<String> topics,
                String where,
                String select,
                String from) {
            this(keywords, matchAll, datasets, topics, where, select, from, List.of());
        }

        /** The same, in batch mode or not. */
        public Definition withBatchMode(boolean mode) {
            return new Definition(
                    keywords, matchAll, datasets, topics, where, select, from, filters, envelope, mode, columns, sql,
                    branches);
        }

        /** The same, as a query says it. */
        public Definition withSql(String text) {
            return new Definition(
                    keywords, matchAll, datasets, topics, where, select, from, filters, envelope, batchMode, columns,
                    text, branches);
        }

        /** The same with another filter and projection. */
        public Definition withFilter(String filter, String projection) {
            return new Definition(
                    keywords,
                    matchAll,
                    datasets,
                    topics,
                    filter,
                    projection,
                    from,
                    filters,
                    envelope,
                    batchMode,
                    columns,
                    sql,
                    branches);
        }

        /** The same, some of whose records go elsewhere. */
        public Definition withBranches(List<Branch> others) {
            return new Definition(
                    keywords, matchAll, datasets, topics, where, select, from, filters, envelope, batchMode, columns,
                    sql, others);
        }

        /** The same with other objects beside its values. */
        public Definition withEnvelope(Map<String, String> other) {
            return new Definition(
                    keywords, matchAll, datasets, topics, where, select, from, filters, other, batchMode, columns, sql,
                    branches);
        }

        /** The same over records of these columns. */
        public Definition withColumns(List<String> known) {
            return new Definition(
                    keywords, matchAll, datasets, topics, where, select, from, filters, envelope, batchMode, known, sql,
                    branches);
        }
    }

    /**
     * @param dataset name of the dataset through which the topic was found
     * @param rate records read of it per second, lately
     * @param lag records between the committed position and its end; of a table none
     */
    public record StreamSource(String topic, @Nullable String dataset, double rate, long lag) {
        /** Nothing is moving. */
        public StreamSource(String topic, @Nullable String dataset) {
            this(topic, dataset, 0, 0);
        }
    }

    /**
     * @param scanned records read since the stream was created, {@code matched} of them written, {@code failed} not
     *     decidable (not JSON under a filter on fields), or too large to be written
     * @param lag records between the committed position and the end of the sources
     * @param rate records scanned per second, lately; {@code matchedRate} likewise those that were written
     * @param late records that came after their window had closed
     * @param failures the newest {@link #MAX_FAILURES} of those that failed, newest first
     */
    public record Stats(
            long scanned,
            long matched,
            long failed,
            long lag,
            double rate,
            double matchedRate,
            long late,
            List<Failure> failures) {
        public static final int MAX_FAILURES = 20;

        public Stats {
            failures = List.copyOf(failures);
        }

        /** Nothing late, and no failures to tell of. */
        public Stats(long scanned, long matched, long failed, long lag, double rate) {
            this(scanned, matched, failed, lag, rate, 0, 0, List.of());
        }

        public Stats withLag(long other) {
            return new Stats(scanned, matched, failed, other, rate, matchedRate, late, failures);
        }
    }

    /**
     * A record that a stream could not decide about or write.
     *
     * @param topic where it was read, as {@code partition} and {@code offset} are
     * @param reason in words for people
     */
    public record Failure(String topic, int partition, long offset, String reason) {}

    /** @param count of the records that were written to the topic since the stream was created */
    public record DeadLetters(String topic, long count) {}

    /**
     * A version of a stream that is to take the place of the one that runs.
     *
     * @param lag records that it has yet to read
     * @param reason why it failed; the stream goes on as it is
     */
    public record Upgrade(
            int version, State state, long lag, @Nullable String reason) {}

    /**
     * @param hasCredentials it was made with some; they are never shown
     * @param deadLetters null: it is from before there were any
     * @param version counts from 1; with each change of the definition
     * @param upgrade the version that catches up beside this one; null: there is none
     */
    public record Stream(
            UUID id,
            String name,
            String topic,
            @Nullable String title,
            @Nullable String notes,
            State state,
            @Nullable String reason,
            List<StreamSource> sources,
            Definition source,
            boolean hasCredentials,
            String owner,
            Instant createdAt,
            Stats stats,
            @Nullable DeadLetters deadLetters,
            int version,
            @Nullable Upgrade upgrade) {
        /** A first version that reads with what its datasets have, without dead letters. */
        public Stream(
                UUID id,
                String name,
                String topic,
                @Nullable String title,
                @Nullable String notes,
                State state,
                @Nullable String reason,
                List<StreamSource> sources,
                Definition source,
                String owner,
                Instant createdAt,
                Stats stats) {
            this(
                    id, name, topic, title, notes, state, reason, sources, source, false, owner, createdAt, stats, null,
                    1, null);
        }
    }

    /**
     * @param name null: {@code data_stream_<user>_<n>} with the lowest free n
     * @param credentials {@link #USERNAME} and {@link #PASSWORD}, and {@link #CONNECTION connections}, sealed: what the caller reads those datasets with that lack their
     *     own; empty: none. Never shown
     */
    public record CreateStream(
            Caller caller, @Nullable String name, Definition source, Map<String, Sealed> credentials) {
        public static final String USERNAME = "username";
        public static final String PASSWORD = "password";
        /** Before the name of a connection: {@code {"uri", "query"}} of a table from outside. */
        public static final String CONNECTION = "connection/";

        public CreateStream {
            credentials = Map.copyOf(credentials);
        }

        public CreateStream(Caller caller, @Nullable String name, Definition source) {
            this(caller, name, source, Map.of());
        }

        /** The connections alone. */
        public Map<String, Sealed> connections() {
            Map<String, Sealed> connections = new HashMap<>(credentials);
            connections.keySet().removeIf(name -> !name.startsWith(CONNECTION));
            return connections;
        }

        /** Whether there is anything beside connections. */
        public boolean hasCredentials() {
            return connections().size() < credentials.size();
        }

        /** The same with another definition. */
        public CreateStream with(Definition other) {
            return new CreateStream(caller, name, other, credentials);
        }
    }

    /** @param ref id or name */
    public record FindStream(Caller caller, String ref) {}

    /** @param topic that they read; null: whatever they read */
    public record ListStreams(
            Caller caller,
            @Nullable String owner,
            @Nullable String topic,
            int limit,
            @Nullable String cursor) {
        /** Whatever they read. */
        public ListStreams(Caller caller, @Nullable String owner, int limit, @Nullable String cursor) {
            this(caller, owner, null, limit, cursor);
        }
    }

    public record StreamPage(
            List<Stream> items, long total, @Nullable String next) {}

    /** @param change null: the definition stays as it is */
    public record UpdateStream(
            Caller caller,
            String ref,
            @Nullable String title,
            @Nullable String notes,
            @Nullable Change change) {
        /** Of what people read about it. */
        public UpdateStream(Caller caller, String ref, @Nullable String title, @Nullable String notes) {
            this(caller, ref, title, notes, null);
        }
    }

    /**
     * Another definition for a stream.
     *
     * @param source the whole of it; null: the version that has not taken its place yet is called off
     * @param credentials as of {@link CreateStream}; what is not named stays
     * @param version that it was made from: another one is a conflict
     */
    public record Change(@Nullable Definition source, Map<String, Sealed> credentials, int version) {
        public Change {
            credentials = Map.copyOf(credentials);
        }
    }

    public record RunStream(Caller caller, String ref, boolean paused) {}

    /** Of the streams that the caller may change. */
    public record GetUsage(Caller caller) {}

    /** @param bytes by id of a stream: all that goes when it is deleted, on disk, of each partition its largest replica */
    public record Usage(Map<UUID, Long> bytes) {
        public Usage {
            bytes = Map.copyOf(bytes);
        }
    }

    public record DeleteStream(Caller caller, String ref) {}

    public record GetSourceStates(List<UUID> datasets) {}

    /** @param rate records per second, lately */
    public record SourceState(
            UUID dataset, State state, @Nullable String reason, Progress progress, double rate) {}

    /**
     * How far a source has come since its dataset was created, or its address or the way its content is cut was changed.
     *
     * @param records written to its topic
     * @param rows read from the source; a row can become no record, one or many
     * @param bytes read from the source
     * @param size of a finite source, in bytes; null where it is not known
     * @param failed rows, or files of a directory, that could not become records
     * @param failures why the latest {@link #MAX_FAILURES} of them could not, oldest first
     * @param idle it has had nothing to read for a while
     */
    public record Progress(
            long records,
            long rows,
            long bytes,
            @Nullable Long size,
            long failed,
            List<String> failures,
            boolean idle) {
        public static final int MAX_FAILURES = 20;

        public static final Progress NONE = new Progress(0, 0, 0, null, 0, List.of(), false);

        public Progress {
            failures = List.copyOf(failures);
        }

        public @Nullable String lastFailure() {
            return failures.isEmpty() ? null : failures.get(failures.size() - 1);
        }

        /** Of the size, 0 to 100; null where the size is not known. */
        public @Nullable Double percent() {
            return size == null ? null : size == 0 ? 100.0 : Math.min(100.0, 100.0 * bytes / size);
        }
    }

    public record SourceStates(List<SourceState> items) {}

    public record RemoveSource(Caller caller, UUID dataset, String topic) {}
}
