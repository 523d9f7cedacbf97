package io.sluice.stream.landing;

import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Sealed;
import io.sluice.rights.Kind;
import io.sluice.rights.Thing;
import io.sluice.stream.landing.table.Layout;
import io.sluice.stream.landing.table.LayoutReader;
import io.sluice.stream.topic.TopicName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A landing as it is stored.
 *
 * @param topic that is landed now
 * @param topicId the broker's id of the topic when the landing came to it
 * @param earlier topics of the stream's past versions that were landed before, oldest first
 * @param stream whose topic it is, as it was called, and {@code streamId} the id that the world knows; null: nobody said
 * @param database URI of a foreign database, and {@code databaseName} what is shown of it; null: the platform's own
 * @param madeTable the table goes with the landing, unless {@code keepTable}
 * @param version grows with each change of what it does
 * @param isPrivate made from something private: seen only by its owner and administrators
 */
record LandingRow(
        UUID id,
        String name,
        String owner,
        String topic,
        String topicId,
        List<String> earlier,
        @Nullable String stream,
        @Nullable UUID streamId,
        Definition definition,
        @Nullable Sealed database,
        @Nullable String databaseName,
        boolean madeTable,
        boolean keepTable,
        Wanted wanted,
        long version,
        boolean isPrivate,
        Instant createdAt) {

    LandingRow {
        earlier = List.copyOf(earlier);
    }

    enum Wanted {
        CREATING,
        RUNNING,
        PAUSED,
        DELETING
    }

    Thing thing() {
        return new Thing(Kind.LANDING, id.toString(), owner, !isPrivate);
    }

    /** All that were landed, oldest first. */
    List<String> topics() {
        List<String> topics = new ArrayList<>(earlier);
        topics.add(topic);
        return List.copyOf(topics);
    }

    Layout layout() {
        return LayoutReader.read(definition);
    }

    String deadLetters() {
        return TopicName.deadLetters(id);
    }
}
