package io.sluice.gateway.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.JsonBody;
import io.sluice.gateway.http.Violations;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"records": [{"key", "value", …}, …]}}.
 *
 * <p>A {@code value} must reach the topic exactly as it was sent, every digit and blank of it, so it is never made into a tree: a
 * streaming parser walks the body, and where a value begins and ends its bytes are cut out of the body as they stand. Everything
 * else of a record is small and goes through {@link Fields} like any other input.
 */
final class ProduceReader {
    static final int MAX_RECORDS = 10_000;

    /** What is inside a value is its sender's business, a number of any length too; the body's limit bounds it. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] body;
    private final Violations violations;
    private final List<Draft> drafts = new ArrayList<>();

    private ProduceReader(byte[] body, Violations violations) {
        this.body = body;
        this.violations = violations;
    }

    /** @param value the bytes of {@code value}; null when the record had none */
    private record Draft(ObjectNode rest, byte @Nullable [] value) {}

    /** @throws io.sluice.contract.ProblemException with every fault of the body */
    static List<NewRecord> read(byte[] body, Violations violations) {
        JsonBody.requireUtf8(body);
        ProduceReader reader = new ProduceReader(body, violations);
        try (JsonParser parser = FACTORY.createParser(body)) {
            reader.body(parser);
        } catch (JsonProcessingException malformed) {
            throw JsonBody.malformed(body, malformed);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        violations.check();
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < reader.drafts.size(); i++) {
            records.add(reader.toRecord(reader.drafts.get(i), "/records/" + i));
        }
        violations.check();
        return records;
    }

    private void body(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            violations.add("", "expected a JSON object");
            return;
        }
        boolean found = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("records") && !found) {
                found = true;
                records(parser, value);
            } else {
                violations.add("/" + name, "unknown property \"" + name + "\"; records are in \"records\"");
                parser.skipChildren();
            }
        }
        if (!found) {
            violations.add("/records", "\"records\" is required");
        }
        if (parser.nextToken() != null) {
            violations.add("", "there is more behind the JSON object");
        }
    }

    private void records(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            violations.add("/records", "expected a list of records");
            parser.skipChildren();
            return;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                violations.add("/records/" + i, "expected a JSON object");
                parser.skipChildren();
            } else if (i < MAX_RECORDS) {
                drafts.add(draft(parser, "/records/" + i));
            } else {
                parser.skipChildren();
            }
            if (i == MAX_RECORDS) {
                violations.add("/records", "at most " + MAX_RECORDS + " records at a time");
            }
        }
        if (drafts.isEmpty()) {
            violations.add("/records", "expected at least one record");
        }
    }

    private Draft draft(JsonParser parser, String pointer) throws IOException {
        ObjectNode rest = Json.MAPPER.createObjectNode();
        Set<String> names = new HashSet<>();
        byte[] value = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (!names.add(name)) {
                violations.add(pointer, "has \"" + name + "\" twice");
            }
            if (name.equals("value")) {
                value = slice(parser);
            } else {
                rest.set(name, Json.MAPPER.readTree(parser));
            }
        }
        return new Draft(rest, value);
    }

    /** The current value as it stands in the body; leaves the parser on its last token. */
    private byte[] slice(JsonParser parser) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return Arrays.copyOfRange(body, start, end);
    }

    private NewRecord toRecord(Draft draft, String pointer) {
        Fields fields = new Fields(draft.rest(), pointer, violations);
        String key = fields.optionalText("key");
        String text = fields.optionalText("value_text");
        String base64 = fields.optionalText("value_base64");
        Map<String, @Nullable String> headers = fields.optionalTextMap("headers", true);
        Long partition = fields.optionalWhole("partition", 0, Integer.MAX_VALUE);
        Long timestamp = fields.optionalWhole("timestamp", 0, Long.MAX_VALUE);
        fields.end();
        int given = (draft.value() == null ? 0 : 1) + (text == null ? 0 : 1) + (base64 == null ? 0 : 1);
        if (given != 1 && violations.isEmpty()) {
            violations.add(pointer, "expected exactly one of value, value_text and value_base64");
        }
        byte[] value = draft.value() == null ? other(fields, text, base64) : tombstoneOr(draft.value());
        return new NewRecord(
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value,
                headers == null ? Map.of() : new TreeMap<>(headers),
                partition == null ? null : partition.intValue(),
                timestamp);
    }

    private static byte @Nullable [] tombstoneOr(byte[] value) {
        return Arrays.equals(value, new byte[] {'n', 'u', 'l', 'l'}) ? null : value;
    }

    private static byte @Nullable [] other(Fields fields, @Nullable String text, @Nullable String base64) {
        if (base64 == null) {
            return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            fields.violations().add(fields.at("value_base64"), "is not base64");
            return null;
        }
    }
}
