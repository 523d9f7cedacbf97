package io.sluice.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The rows of the report, in its order: what is measured, beside what, and what is to be reached. A name is a command's. */
enum Row {
    TAIL("records/s scanned by a tail, one filter, 1 % match", "bare KafkaConsumer", "≥ 0.65"),
    FANOUT(
            "deliveries/s to 1,000 WebSocket subscribers of one filter",
            "bare Vert.x broadcast of equal, already encoded frames",
            "≥ 0.7"),
    FILTERS("records/s with 10,000 distinct equality filters", "the same with one", "≥ 0.5"),
    RANGES("records/s with 1,000 distinct range filters", "the same with one", "≥ 0.4"),
    GROWTH("CPU seconds per million records, 1,000 subscribers that match nothing", "the same with one", "≤ 1.3"),
    GROWTH_DISTINCT("the same, a filter for each subscriber", "the same with one", ""),
    LATENCY("ms from produce to client, p99, 100 subscribers, 1,000 records/s", "bare KafkaConsumer", "≤ 2.0"),
    LATENCY_P50("the same, p50", "bare KafkaConsumer", ""),
    CPU(
            "deliveries per CPU-second of the gateway, 50 subscribers, 500 records/s",
            "bare Vert.x, the same records as frames of the same size",
            "≥ 0.6 and ≥ 150,000"),
    CPU_P99("ms from produce to client in that run, p99", "", "< 50"),
    REPLAY("records/s of one replay from earliest to now, 1 % match", "bare KafkaConsumer", "≥ 0.5"),
    REPLAY_ALL("the same, all match", "bare KafkaConsumer", ""),
    CONNECTIONS("bytes of heap and direct memory per idle WebSocket subscriber, 10,000 of them", "", "≤ 24,576"),
    SEARCH("ms for a search in a catalog of a million datasets, p95", "best hand-written SQL", "≤ 1.5"),
    SEARCH_P50("the same, p50", "best hand-written SQL", ""),
    STREAMS(
            "records/s through one stream, 1 % match, exactly once",
            "bare Kafka Streams topology, filter by hand, same guarantee", "≥ 0.8"),
    STREAMS_MANY("the same through 100 streams of 1 % each", "one stream", "≥ 0.5"),
    STREAMS_EVEN("the same through 100 streams of 1 % each", "one stream that writes as much as they do", ""),
    LANDING(
            "rows/s from a topic to a table, typed columns and a JSONB rest",
            "COPY of the same rows to the same table",
            "≥ 0.5"),
    LANDING_SINGLE("the same", "an INSERT and a commit for each row", "");

    private final String value;
    private final String baseline;
    private final String target;

    Row(String value, String baseline, String target) {
        this.value = value;
        this.baseline = baseline;
        this.target = target;
    }

    /** Of a benchmark, or of a figure that one shows beside its own. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String value() {
        return value;
    }

    String baseline() {
        return baseline;
    }

    /** Empty: shown for orientation. */
    String target() {
        return target;
    }

    static Optional<Row> of(String id) {
        return Arrays.stream(values()).filter(row -> row.id().equals(id)).findFirst();
    }
}
