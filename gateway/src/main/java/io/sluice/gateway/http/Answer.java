package io.sluice.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.runtime.Json;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with, as a value: it can be stored for an {@code Idempotency-Key} and sent again.
 *
 * @param contentType null when there is no body
 */
public record Answer(
        int status, Map<String, String> headers, @Nullable String contentType, Buffer body) {
    public static final String JSON = "application/json";

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** @param value written in the platform's JSON dialect */
    public static Answer ok(Object value) {
        return json(200, value);
    }

    public static Answer json(int status, Object value) {
        return new Answer(status, Map.of(), JSON, encode(value));
    }

    /** @param location path of the new resource, percent-encoded */
    public static Answer created(String location, Object value) {
        return json(201, value).with("Location", location);
    }

    public static Answer noContent() {
        return new Answer(204, Map.of(), null, Buffer.buffer());
    }

    public static Answer text(String contentType, Buffer body) {
        return new Answer(200, Map.of(), contentType, body);
    }

    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, more, contentType, body);
    }

    private static Buffer encode(Object value) {
        try {
            return Buffer.buffer(Json.MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException unencodable) {
            throw new UncheckedIOException(unencodable);
        }
    }
}
