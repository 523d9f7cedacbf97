package io.sluice.stream.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.sluice.filter.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * The key of the records of a group of one column: JSON, but a text without quotes where nothing else is written like it. The newest
 * record of a key replaces those before, so two groups never have the same bytes.
 */
final class GroupKey {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> WORDS = Set.of("true", "false", "null");

    private GroupKey() {}

    static byte[] of(Value value) {
        return value instanceof Value.Text text && isJson(text.value()) ? value.json() : KeyOf.plain(value);
    }

    /** Of {@code $key}, which is a text or nothing: numbers and objects need no quotes. */
    static byte[] ofRecordKey(Value value) {
        boolean quoted = value instanceof Value.Text text
                && (text.value().equals("null") || text.value().startsWith("\""));
        return quoted ? value.json() : KeyOf.plain(value);
    }

    private static boolean isJson(String text) {
        String value = text.strip();
        if (WORDS.contains(value)) {
            return true;
        } else if (value.isEmpty() || "-0123456789\"[{".indexOf(value.charAt(0)) < 0) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(value)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (StreamConstraintsException tooMuch) {
            return true;
        } catch (JsonProcessingException none) {
            return false;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
