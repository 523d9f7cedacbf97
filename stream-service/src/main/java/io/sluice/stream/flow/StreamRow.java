package io.sluice.stream.flow;

import io.sluice.contract.Caller;
import io.sluice.contract.Sealed;
import io.sluice.contract.Streams.Definition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream as it is stored.
 *
 * @param wanted what all nodes work towards
 * @param started whether some node has been running it since that was wanted
 * @param reason why it failed
 * @param credentials of its owner, for sources that have none; empty: it reads what is there anyway
 * @param isPrivate made from something private: seen only by its owner and administrators
 */
record StreamRow(
        UUID id,
        String name,
        String topic,
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
        Instant createdAt) {

    StreamRow {
        sources = List.copyOf(sources);
        credentials = Map.copyOf(credentials);
    }

    boolean maySee(Caller caller) {
        return !isPrivate || caller.isAdmin() || owner.equals(caller.user());
    }

    enum Wanted {
        CREATING,
        RUNNING,
        PAUSED,
        FAILED,
        DELETING
    }

    /**
     * @param id the broker's id of the source topic when the stream was made
     * @param dataset through which it was found
     * @param input topic of the stream alone that the source is copied to with the stream's credentials; null: the source topic itself
     *     is read
     */
    record Reading(
            String topic,
            String id,
            @Nullable String dataset,
            @Nullable String input) {
        Reading(String topic, String id, @Nullable String dataset) {
            this(topic, id, dataset, null);
        }

        /** The topic that the stream reads. */
        String read() {
            return input == null ? topic : input;
        }
    }

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
