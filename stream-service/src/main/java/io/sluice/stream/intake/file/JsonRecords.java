package io.sluice.stream.intake.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The records in a stream of JSON values, one by one, whatever the size of the whole: the elements of an array, or the value itself; with
 * a path, those of the value at that path in each of the stream's values. Belongs to one thread.
 */
final class JsonRecords {
    private final JsonParser parser;
    private final String path;
    private final Additions additions;
    private boolean within;
    private boolean found;

    /** @param path null: the values themselves */
    JsonRecords(JsonParser parser, @Nullable String path, Additions additions) {
        this.parser = parser;
        this.path = path == null ? "" : path;
        this.additions = additions;
    }

    /** @param value null if it is too large to become a record; {@code line} at which it ends */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Found(byte @Nullable [] value, int line) {}

    /** @return null at the end of the stream */
    @Nullable Found next() throws IOException {
        while (true) {
            JsonToken token = parser.nextToken();
            if (within && token != JsonToken.END_ARRAY) {
                return copy();
            } else if (within) {
                within = false;
                leave();
            } else if (token == null) {
                return null;
            } else if (seek(parser, path)) {
                found = true;
                within = parser.currentToken() == JsonToken.START_ARRAY;
                if (!within) {
                    Found only = copy();
                    leave();
                    return only;
                }
            }
        }
    }

    /** Whether there was something at the path, so far. */
    boolean hasFound() {
        return found;
    }

    private Found copy() throws IOException {
        byte[] value = JsonText.copy(parser, additions);
        return new Found(value, parser.currentLocation().getLineNr());
    }

    /** To the end of the value that the stream is in. */
    private void leave() throws IOException {
        while (!parser.getParsingContext().inRoot()) {
            JsonText.next(parser);
        }
    }

    /**
     * Goes to the value at a dotted and indexed path within the value that the parser stands at the beginning of. A field whose name
     * is the rest of the path, dots included, is the one that is meant.
     *
     * @return whether it stands at the beginning of what was looked for; otherwise it stands at the end of the value
     */
    static boolean seek(JsonParser parser, String path) throws IOException {
        if (path.isEmpty()) {
            return true;
        } else if (path.charAt(0) == '[') {
            return seekElement(parser, path);
        }
        String name = path.charAt(0) == '.' ? path.substring(1) : path;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return false;
        }
        while (JsonText.next(parser) != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            JsonText.next(parser);
            if (name.equals(field) || leads(field, name) && seek(parser, name.substring(field.length()))) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static boolean leads(String field, String name) {
        return name.startsWith(field)
                && name.length() > field.length()
                && (name.charAt(field.length()) == '.' || name.charAt(field.length()) == '[');
    }

    private static boolean seekElement(JsonParser parser, String path) throws IOException {
        int close = path.indexOf(']');
        boolean possible = close > 1 && path.substring(1, close).matches("\\d{1,9}");
        if (!possible || parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return false;
        }
        int wanted = Integer.parseInt(path.substring(1, close));
        for (int i = 0; JsonText.next(parser) != JsonToken.END_ARRAY; i++) {
            if (i == wanted && seek(parser, path.substring(close + 1))) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
