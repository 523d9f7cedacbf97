package io.sluice.gateway.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A response, whole. */
public record Reply(int status, HttpHeaders headers, byte[] body) {
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException notJson) {
            throw new UncheckedIOException(text(), notJson);
        }
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }
}
