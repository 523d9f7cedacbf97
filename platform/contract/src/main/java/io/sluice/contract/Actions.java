package io.sluice.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stream-service's endpoints for the books of actions: what was asked for once and must not be done twice. Who carries an action out holds a
 * claim on it for a minute; whoever comes when that has passed takes it over. Somebody else's action is {@link Problem.NotFound}.
 */
public final class Actions {
    /** The action of this request, new or not; {@link Problem.Conflict} if the request was another one, or its action was released. */
    public static final Endpoint<Begin, Held> BEGIN = new Endpoint<>("stream.action.begin", Begin.class, Held.class);
    /** The action, claimed if it is active and nobody is about it. */
    public static final Endpoint<At, Held> CLAIM = new Endpoint<>("stream.action.claim", At.class, Held.class);
    /** Writes down a place in the topic, and holds the claim on. */
    public static final Endpoint<Note, Done> NOTE = new Endpoint<>("stream.action.note", Note.class, Done.class);
    /** Ends the claim, and the action unless it is left active. */
    public static final Endpoint<Settle, Action> SETTLE =
            new Endpoint<>("stream.action.settle", Settle.class, Action.class);
    /** An active one fails; any other stays as it is. */
    public static final Endpoint<At, Action> CANCEL = new Endpoint<>("stream.action.cancel", At.class, Action.class);
    /** Forgets what came of it; {@link Problem.Conflict} while it is active. */
    public static final Endpoint<At, Action> RELEASE = new Endpoint<>("stream.action.release", At.class, Action.class);
    /** What a group has committed of a topic, by partition. */
    public static final Endpoint<FindGroup, GroupOffsets> GROUP =
            new Endpoint<>("stream.action.group", FindGroup.class, GroupOffsets.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS = List.of(BEGIN, CLAIM, NOTE, SETTLE, CANCEL, RELEASE, GROUP);

    private Actions() {}

    public enum Status {
        ACTIVE,
        SUCCEEDED,
        FAILED
    }

    /**
     * @param requestId the caller's own
     * @param fingerprint a digest of the body
     * @param envelope what is told again with every answer, as JSON
     * @param body what is asked for, as JSON; null where it has records in it, which only the request itself brings
     * @param topic that it is about
     */
    public record Begin(
            Caller caller,
            String requestId,
            String fingerprint,
            String envelope,
            @Nullable String body,
            String topic) {}

    public record At(Caller caller, String id) {}

    /**
     * @param details what came of it, as JSON
     * @param sight what of the topic the caller saw then
     * @param mark of one that writes, where the topic ended before anything was written; of one that reads, up to where nothing was found
     */
    public record Action(
            String id,
            String user,
            Status status,
            String envelope,
            @Nullable String body,
            String topic,
            Instant startedAt,
            @Nullable Instant completedAt,
            @Nullable String details,
            @Nullable String sight,
            @Nullable Mark mark) {}

    /** @param topicId the incarnation of the topic; {@code ends} its end offsets by partition */
    public record Mark(String topicId, Map<Integer, Long> ends) {}

    /** @param claim what shows that the action is the asker's to carry out; null: it is finished, or somebody else is about it */
    public record Held(Action action, @Nullable String claim) {}

    public record Note(Caller caller, String id, String claim, Mark mark) {}

    /**
     * @param outcome with {@link Status#ACTIVE} it can be claimed again
     * @param group where a group stands behind what was read; committed once the outcome is stored. Null: none was named
     */
    public record Settle(
            Caller caller,
            String id,
            String claim,
            Outcome outcome,
            @Nullable GroupPlace group) {}

    public record Outcome(
            Status status,
            @Nullable String details,
            @Nullable String sight) {}

    /** @param group as Kafka knows it */
    public record GroupPlace(String group, String topic, Map<Integer, Long> offsets) {}

    public record FindGroup(Caller caller, String group, String topic) {}

    public record GroupOffsets(Map<Integer, Long> offsets) {}
}
