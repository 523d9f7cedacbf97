package io.sluice.contract;

import java.time.Instant;
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
    public static final Endpoint<GetSourceStates, SourceStates> SOURCE_STATES =
            new Endpoint<>("stream.source.states", GetSourceStates.class, SourceStates.class);
    /** Stops what a deleted dataset ran and deletes the topic that belonged to it. Idempotent. */
    public static final Endpoint<RemoveSource, Done> REMOVE_SOURCE =
            new Endpoint<>("stream.source.remove", RemoveSource.class, Done.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS =
            List.of(CREATE, FIND, LIST, UPDATE, RUN, DELETE, SOURCE_STATES, REMOVE_SOURCE);

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
            List<String> columns) {
        /** Streams that were stored before there were rules have none, and no envelope; likewise columns. */
        public Definition {
            filters = filters == null ? List.of() : List.copyOf(filters);
            envelope = envelope == null ? Map.of() : Map.copyOf(envelope);
            columns = columns == null ? List.of() : List.copyOf(columns);
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
            this(keywords, matchAll, datasets, topics, where, select, from, filters, envelope, false, List.of());
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
                    keywords, matchAll, datasets, topics, where, select, from, filters, envelope, mode, columns);
        }

        /** The same over records of these columns. */
        public Definition withColumns(List<String> known) {
            return new Definition(
                    keywords, matchAll, datasets, topics, where, select, from, filters, envelope, batchMode, known);
        }
    }

    /** @param dataset name of the dataset through which the topic was found */
    public record StreamSource(String topic, @Nullable String dataset) {}

    /**
     * @param scanned records read since the stream was created, {@code matched} of them written, {@code failed} not
     *     decidable (not JSON under a filter on fields)
     * @param lag records between the committed position and the end of the sources
     * @param rate records scanned per second, lately
     */
    public record Stats(long scanned, long matched, long failed, long lag, double rate) {}

    /** @param hasCredentials it was made with some; they are never shown */
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
            Stats stats) {
        /** One that reads with what its datasets have. */
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
            this(id, name, topic, title, notes, state, reason, sources, source, false, owner, createdAt, stats);
        }
    }

    /**
     * @param name null: {@code data_stream_<user>_<n>} with the lowest free n
     * @param credentials {@link #USERNAME} and {@link #PASSWORD}, sealed: what the caller reads those datasets with that lack their
     *     own; empty: none. Never shown
     */
    public record CreateStream(
            Caller caller, @Nullable String name, Definition source, Map<String, Sealed> credentials) {
        public static final String USERNAME = "username";
        public static final String PASSWORD = "password";

        public CreateStream {
            credentials = Map.copyOf(credentials);
        }

        public CreateStream(Caller caller, @Nullable String name, Definition source) {
            this(caller, name, source, Map.of());
        }
    }

    /** @param ref id or name */
    public record FindStream(Caller caller, String ref) {}

    public record ListStreams(
            Caller caller,
            @Nullable String owner,
            int limit,
            @Nullable String cursor) {}

    public record StreamPage(
            List<Stream> items, long total, @Nullable String next) {}

    public record UpdateStream(
            Caller caller,
            String ref,
            @Nullable String title,
            @Nullable String notes) {}

    public record RunStream(Caller caller, String ref, boolean paused) {}

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
