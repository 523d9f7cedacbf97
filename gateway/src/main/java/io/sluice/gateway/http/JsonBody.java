package io.sluice.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Violation;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A request body as JSON: UTF-8, one value, no name twice in an object. */
public final class JsonBody {
    private static final ObjectReader READER = Json.MAPPER
            .reader()
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonBody() {}

    /** @throws ProblemException {@link Problem.Invalid} with the position when the bytes are not such a JSON text */
    public static JsonNode parse(byte[] body) {
        requireUtf8(body);
        try {
            return READER.readTree(body);
        } catch (JsonProcessingException malformed) {
            throw malformed(body, malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The parser would also take UTF-16 and UTF-32, which have a zero among the first bytes of any JSON text. */
    public static void requireUtf8(byte[] body) {
        if (body.length == 0) {
            throw Problem.Invalid.at("", "a JSON body is required").toException();
        }
        for (int i = 0; i < Math.min(4, body.length); i++) {
            if (body[i] == 0) {
                throw Problem.Invalid.at("", "the body is not JSON in UTF-8").toException();
            }
        }
    }

    public static ProblemException malformed(byte[] body, JsonProcessingException cause) {
        long offset = cause.getLocation() == null ? -1 : cause.getLocation().getByteOffset();
        int end = (int) Math.max(0, Math.min(offset, body.length));
        int position = new String(body, 0, end, StandardCharsets.UTF_8).length();
        String reason = "the body is not valid JSON (near character " + position + ")";
        return Problem.Invalid.of(List.of(new Violation("", reason, position))).toException();
    }
}
