package io.sluice.query;

/** What an input reads, as it was written. */
public record Ref(Kind kind, String name) {
    public enum Kind {
        /** A topic, else a stream, else a dataset of this name. */
        NAME,
        TOPIC,
        STREAM,
        DATASET,
        /** The URL of a CSV file; only as a table. */
        CSV,
        /** A connection of the definition with a statement; only as a table. */
        POSTGRES
    }

    /** Whether it lies outside of Kafka and is loaded as a table. */
    public boolean isExternal() {
        return kind == Kind.CSV || kind == Kind.POSTGRES;
    }
}
