package io.sluice.stream.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;

/** What is told of a {@link Turn}: one JSON text, the same on the topic and to the webhook. */
final class Notice {
    private Notice() {}

    /** As the API names it. */
    static String kind(Turn turn) {
        return turn.kind().name().toLowerCase(Locale.ROOT);
    }

    /** @param at when it is told */
    static String body(AlertRow rule, Turn turn, Instant at) {
        StringWriter text = new StringWriter();
        boolean resolved = turn.kind() == Turn.Kind.RESOLVED;
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("event_id", turn.event().toString());
            json.writeStringField("alert", rule.id().toString());
            json.writeStringField("name", rule.name());
            json.writeStringField("severity", rule.severity());
            json.writeFieldName("group");
            json.writeRawValue(turn.group());
            json.writeStringField("state", resolved ? "resolved" : "firing");
            json.writeStringField("notice", kind(turn));
            json.writeStringField(
                    "started_at", Instant.ofEpochMilli(turn.since()).toString());
            if (resolved) {
                json.writeStringField(
                        "ended_at", Instant.ofEpochMilli(turn.at()).toString());
                json.writeStringField("resolution", turn.resolution());
            }
            if (turn.reminder() > 0) {
                json.writeNumberField("reminder", turn.reminder());
            }
            json.writeStringField("at", at.toString());
            json.writeNumberField("count", turn.matched());
            json.writeFieldName("sample");
            json.writeRawValue(turn.sample());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
