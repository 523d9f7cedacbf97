package io.sluice.stream.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Sealed;
import io.sluice.rights.Kind;
import io.sluice.rights.Thing;
import io.sluice.runtime.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is stored.
 *
 * @param definition with nothing left open
 * @param source topic that is read, {@code sourceId} the broker's id of it when the rule came to it
 * @param streamId the id that the world knows of the stream whose topic that is; null: a topic is watched, not a stream
 * @param topic that events are written to
 * @param chosen that topic as the owner named it; null: not at all
 * @param ownsTopic it was made for this rule, and goes with it
 * @param webhook URL; null: none
 * @param secret that bodies of the webhook are signed with
 * @param wanted what all nodes work towards
 * @param epoch fence: see the migration
 * @param condition version of what is watched, {@code applied} the one of what is remembered
 */
record AlertRow(
        UUID id,
        String name,
        String owner,
        Definition definition,
        String source,
        String sourceId,
        @Nullable UUID streamId,
        String severity,
        String topic,
        @Nullable String chosen,
        boolean ownsTopic,
        @Nullable String webhook,
        @Nullable Sealed secret,
        boolean isPrivate,
        Wanted wanted,
        @Nullable String reason,
        long revision,
        long epoch,
        long condition,
        long applied,
        @Nullable Instant mutedUntil,
        Instant createdAt) {
    static final String COLUMNS =
            "a.id, a.name, a.owner, a.definition, a.source, a.source_id, a.stream_id, a.severity, a.topic,"
                    + " a.chosen, a.owns_topic, a.webhook, a.secret, a.is_private, a.wanted, a.reason, a.revision, a.epoch,"
                    + " a.condition, a.applied, a.muted_until, a.created_at";

    enum Wanted {
        RUNNING,
        FAILED,
        DELETING
    }

    Thing thing() {
        return new Thing(Kind.ALERT, id.toString(), owner, !isPrivate);
    }

    /** Epoch milliseconds; the smallest number when it is not muted. */
    long mutedUntilMillis() {
        return mutedUntil == null ? Long.MIN_VALUE : mutedUntil.toEpochMilli();
    }

    static AlertRow read(Row row) {
        String secret = row.getString("secret");
        return new AlertRow(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("owner"),
                definition(row.getJsonObject("definition")),
                row.getString("source"),
                row.getString("source_id"),
                row.getUUID("stream_id"),
                row.getString("severity"),
                row.getString("topic"),
                row.getString("chosen"),
                row.getBoolean("owns_topic"),
                row.getString("webhook"),
                secret == null ? null : new Sealed(secret),
                row.getBoolean("is_private"),
                Wanted.valueOf(row.getString("wanted")),
                row.getString("reason"),
                row.getLong("revision"),
                row.getLong("epoch"),
                row.getLong("condition"),
                row.getLong("applied"),
                instant(row.getOffsetDateTime("muted_until")),
                row.getOffsetDateTime("created_at").toInstant());
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static JsonObject json(Definition definition) {
        try {
            return new JsonObject(Json.MAPPER.writeValueAsString(definition));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException(unwritable);
        }
    }

    private static Definition definition(JsonObject json) {
        try {
            return Json.MAPPER.readValue(json.encode(), Definition.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
