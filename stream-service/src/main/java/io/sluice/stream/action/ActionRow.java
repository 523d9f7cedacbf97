package io.sluice.stream.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Actions.Action;
import io.sluice.contract.Actions.GroupPlace;
import io.sluice.contract.Actions.Mark;
import io.sluice.contract.Actions.Status;
import io.sluice.runtime.Json;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An action as it is stored.
 *
 * @param released what came of it is not told any more
 * @param owed what a group is still to commit
 */
record ActionRow(
        Action action,
        String fingerprint,
        boolean released,
        @Nullable GroupPlace owed) {

    static ActionRow read(Row row) {
        OffsetDateTime completed = row.getOffsetDateTime("completed_at");
        return new ActionRow(
                new Action(
                        row.getUUID("id").toString(),
                        row.getString("username"),
                        Status.valueOf(row.getString("status")),
                        row.getString("envelope"),
                        row.getString("body"),
                        row.getString("topic"),
                        row.getOffsetDateTime("started_at").toInstant(),
                        completed == null ? null : completed.toInstant(),
                        row.getString("details"),
                        row.getString("sight"),
                        parse(row.getString("mark"), Mark.class)),
                row.getString("fingerprint"),
                row.getBoolean("released"),
                parse(row.getString("owed"), GroupPlace.class));
    }

    static String json(Record value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static <T> @Nullable T parse(@Nullable String json, Class<T> type) {
        try {
            return json == null ? null : Json.MAPPER.readValue(json, type);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException(notOurs);
        }
    }
}
