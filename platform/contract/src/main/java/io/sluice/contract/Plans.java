package io.sluice.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stream-service's endpoints for what a stream would do, before there is one. */
public final class Plans {
    /** What a stream would do, in words and numbers; makes nothing. */
    public static final Endpoint<PlanStream, Planned> PLAN =
            new Endpoint<>("stream.stream.plan", PlanStream.class, Planned.class);
    /** What a stream would have written of the newest records; makes nothing. */
    public static final Endpoint<PreviewStream, Previewed> PREVIEW =
            new Endpoint<>("stream.stream.preview", PreviewStream.class, Previewed.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(PLAN, PREVIEW);

    private Plans() {}

    public record PlanStream(Streams.CreateStream stream) {}

    /**
     * How a stream would run.
     *
     * @param sql canonical text of its query; null: it is none
     */
    public record Planned(
            @Nullable String sql,
            List<Read> reads,
            List<Repartition> repartitions,
            List<Store> stores,
            List<Write> writes,
            List<String> notes) {
        public Planned {
            reads = List.copyOf(reads);
            repartitions = List.copyOf(repartitions);
            stores = List.copyOf(stores);
            writes = List.copyOf(writes);
            notes = List.copyOf(notes);
        }

        /**
         * @param as name of the input in the query; empty: it has none
         * @param kind {@code stream} or {@code table}
         */
        public record Read(String topic, int partitions, String as, String kind) {}

        /** Rows go through a topic of the stream's own, so that those of equal values of {@code by} are together. */
        public record Repartition(String by, String topic, int partitions) {}

        /**
         * What is kept.
         *
         * @param retention how long; null: as long as the stream is there
         * @param estimatedKeys from what the newest records fill
         * @param changelog topic that it is restored from
         */
        public record Store(
                String name,
                String kind,
                @Nullable String retention,
                long estimatedKeys,
                long estimatedBytes,
                @Nullable String changelog) {}

        /**
         * @param key in words
         * @param columns known ones
         */
        public record Write(String topic, int partitions, String key, List<String> columns) {
            public Write {
                columns = List.copyOf(columns);
            }
        }
    }

    /** @param records how many of the newest of each topic */
    public record PreviewStream(Streams.CreateStream stream, int records) {}

    /**
     * What would be written; the one answer that carries rows, at most {@link #MAX_ROWS} and {@link #MAX_BYTES}.
     *
     * @param scanned records that were read
     */
    public record Previewed(List<Row> records, long late, long failed, long scanned) {
        public static final int MAX_ROWS = 1_000;
        public static final int MAX_BYTES = 1024 * 1024;

        public Previewed {
            records = List.copyOf(records);
        }

        /**
         * @param value JSON, or another text; null: what was written for the key before is taken back
         * @param timestamp epoch milliseconds
         */
        public record Row(@Nullable String key, @Nullable String value, long timestamp) {}
    }
}
