package io.sluice.query;

import io.sluice.filter.Filter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A definition in the parts of its JSON form, as they were written; what is absent is null. It says the same as a query in SQL, and how its records
 * are spread over topics.
 *
 * @param alias the name of what is read first, where something is joined
 */
public record Form(
        List<Ref> sources,
        @Nullable Text alias,
        @Nullable Text where,
        @Nullable Text select,
        @Nullable Window window,
        List<JoinForm> joins,
        List<BranchForm> branches) {
    public Form {
        sources = List.copyOf(sources);
        joins = List.copyOf(joins);
        branches = List.copyOf(branches);
    }

    /** One text of the document, and where it stands there, as of RFC 6901. */
    public record Text(String pointer, String value) {}

    /**
     * Groups and their windows.
     *
     * @param type {@code tumbling}, {@code hopping}, {@code session} or {@code none}, which is the default
     * @param emit {@code change}, which is the default, or {@code close}
     */
    public record Window(
            String pointer,
            @Nullable Text type,
            @Nullable Text size,
            @Nullable Text advance,
            @Nullable Text gap,
            @Nullable Text grace,
            @Nullable Text time,
            @Nullable Text timeFormat,
            List<Text> groupBy,
            List<Text> aggregates,
            @Nullable Text having,
            List<Text> orderBy,
            @Nullable Integer limit,
            @Nullable Text emit,
            @Nullable Text idle) {
        public Window {
            groupBy = List.copyOf(groupBy);
            aggregates = List.copyOf(aggregates);
            orderBy = List.copyOf(orderBy);
        }
    }

    /**
     * One join.
     *
     * @param refs several: as if they were one
     * @param within how much earlier or later than the left row the right one may be; or both, with a comma
     * @param kind {@code stream} or {@code table}; the default is a table for what is outside of Kafka, else a stream
     * @param type {@code inner}, which is the default, {@code left} or {@code outer}
     */
    public record JoinForm(
            String pointer,
            List<Ref> refs,
            @Nullable Text alias,
            @Nullable Text kind,
            @Nullable Text type,
            @Nullable Text on,
            @Nullable Text within,
            @Nullable Text grace,
            @Nullable Text refresh) {
        public JoinForm {
            refs = List.copyOf(refs);
        }

        /** With one source. */
        public JoinForm(
                String pointer,
                Ref ref,
                @Nullable Text alias,
                @Nullable Text kind,
                @Nullable Text type,
                @Nullable Text on,
                @Nullable Text within,
                @Nullable Text grace,
                @Nullable Text refresh) {
            this(pointer, List.of(ref), alias, kind, type, on, within, grace, refresh);
        }
    }

    /** Records that go elsewhere. */
    public record BranchForm(
            String pointer,
            String name,
            Text where,
            @Nullable Text topic) {}

    /**
     * Records go to the first branch whose condition is true of what would be written, else to the stream's own topic.
     *
     * @param topic null: named after that of the stream
     */
    public record Branch(
            String name, Filter where, @Nullable String topic) {}

    /** What a form says, or why it says nothing. */
    public sealed interface Reading {
        /** A form that is right. */
        record Right(Query query, List<Branch> branches) implements Reading {
            public Right {
                branches = List.copyOf(branches);
            }
        }

        /** At least one fault, by text and position. */
        record Wrong(List<Fault> faults) implements Reading {
            public Wrong {
                faults = List.copyOf(faults);
            }
        }
    }

    /** Never throws, whatever the texts. */
    public Reading read() {
        return new FormReader(this).read();
    }

    /** The form of a query, which reads as an equal one. */
    public static Form of(Query query, List<Branch> branches) {
        return new FormWriter(query).write(branches);
    }
}
