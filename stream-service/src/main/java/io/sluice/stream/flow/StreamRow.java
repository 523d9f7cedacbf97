package io.sluice.stream.flow;

import io.sluice.contract.Sealed;
import io.sluice.contract.Streams.Definition;
import io.sluice.query.Query;
import io.sluice.rights.Kind;
import io.sluice.rights.Thing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of a stream as it is stored.
 *
 * @param id of the version: what runs goes by it
 * @param stream the id that the world knows
 * @param follows the version that has to end first, for it begins there; null: it begins by itself
 * @param deadLetters topic of the records that it cannot decide about or write; null: it is from before there were any
 * @param wanted what all nodes work towards
 * @param started whether some node has been running it since that was wanted
 * @param reason why it failed
 * @param credentials of its owner, for sources that have none; empty: it reads what is there anyway
 * @param shared it is a member of the applications that its topics' streams share; else it has an application of its own
 * @param isPrivate made from something private: seen only by its owner and administrators
 */
record StreamRow(
        UUID id,
        UUID stream,
        int version,
        Era era,
        @Nullable UUID follows,
        String name,
        String topic,
        @Nullable String deadLetters,
        String owner,
        @Nullable String title,
        @Nullable String notes,
        Definition definition,
        List<Reading> sources,
        Map<String, Sealed> credentials,
        Wanted wanted,
        boolean started,
        @Nullable String reason,
        boolean isPrivate,
        boolean shared,
        Instant createdAt) {

    StreamRow {
        sources = List.copyOf(sources);
        credentials = Map.copyOf(credentials);
    }

    /** What rights to it are about; the same for all of its versions. */
    Thing thing() {
        return new Thing(Kind.STREAM, stream.toString(), owner, !isPrivate);
    }

    /** Where records of a branch go. */
    String topic(Definition.Branch branch) {
        return branch.topic().isEmpty() ? topic + "-" + branch.name() : branch.topic();
    }

    /** The same, with other sources. */
    StreamRow withSources(List<Reading> others) {
        return new StreamRow(
                id,
                stream,
                version,
                era,
                follows,
                name,
                topic,
                deadLetters,
                owner,
                title,
                notes,
                definition,
                others,
                credentials,
                wanted,
                started,
                reason,
                isPrivate,
                shared,
                createdAt);
    }

    /** Topics that its results are in: its own, and those of its branches. */
    List<String> outputs() {
        List<String> outputs = new ArrayList<>(List.of(topic));
        definition.branches().forEach(branch -> outputs.add(topic(branch)));
        return outputs;
    }

    /** Topics that it writes to: those with its results, and its dead letters. */
    List<String> topics() {
        List<String> topics = outputs();
        if (deadLetters != null) {
            topics.add(deadLetters);
        }
        return topics;
    }

    /** Whether a topic is one that it keeps to itself. */
    boolean isInternal(String name) {
        return name.startsWith(application() + "-");
    }

    /** What it computes that keeps something between two records, beyond rules; else it is a filter and a projection. */
    Optional<Query> query() {
        return query(definition);
    }

    private static Optional<Query> query(Definition definition) {
        return definition.sql().isEmpty()
                ? Optional.empty()
                : Optional.of(Query.parse(definition.sql()).orElseThrow()).filter(StreamRow::isStateful);
    }

    static boolean isStateful(Definition definition) {
        return query(definition).isPresent();
    }

    static boolean isStateful(Query query) {
        return query.aggregation() != null || !query.joins().isEmpty();
    }

    enum Wanted {
        CREATING,
        RUNNING,
        PAUSED,
        FAILED,
        /** It stops at positions that are final, for the version that follows. */
        ENDING,
        DELETING
    }

    /** Of a version. */
    enum Era {
        /** What the stream is. */
        CURRENT,
        /** It catches up beside the current one. */
        NEXT,
        /** It was replaced or called off. */
        PAST
    }

    /**
     * @param id the broker's id of the source topic when the stream was made
     * @param dataset through which it was found
     * @param input topic of the stream alone that the source is copied to with the stream's credentials; null: the source topic itself
     *     is read
     * @param inputs of the stream's query that read it: 0 is what it begins with, n its join number n; none where there is no query
     * @param table it is read as a table, from its beginning on every node
     */
    record Reading(
            String topic,
            String id,
            @Nullable String dataset,
            @Nullable String input,
            List<Integer> inputs,
            boolean table) {
        /** Streams that were stored before there were queries have none. */
        Reading {
            inputs = inputs == null ? List.of() : List.copyOf(inputs);
        }

        Reading(String topic, String id, @Nullable String dataset) {
            this(topic, id, dataset, null, List.of(), false);
        }

        /** The same, copied to a topic of the stream alone. */
        Reading withInput(String own) {
            return new Reading(topic, id, dataset, own, inputs, table);
        }

        /** The same, as a query reads it. */
        Reading readBy(List<Integer> readers, boolean asTable) {
            return new Reading(topic, id, dataset, input, readers, asTable);
        }

        /** The application id that streams of this topic share; the id of a topic cannot come again. */
        String sharedApplication() {
            return SHARED + id;
        }

        /** The topic that the stream reads. */
        String read() {
            return input == null ? topic : input;
        }
    }

    private static final String SHARED = "sluice-shared-";

    /** The topic of its own for a source; internal, and gone with the stream. */
    static String input(UUID id, int number) {
        return application(id) + "-input-" + number;
    }

    /** The application id: also the consumer group and the prefix of internal topics. */
    String application() {
        return application(id);
    }

    static String application(UUID id) {
        return "sluice-" + id;
    }
}
