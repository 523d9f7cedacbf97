package io.sluice.stream.intake.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.stream.intake.json.Additions;
import io.sluice.stream.intake.json.DataKey;
import io.sluice.stream.intake.json.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The records in a stream of JSON values, one by one, whatever the size of the whole: the elements of an array, or the value itself; with
 * a path, those of the value at that path in each of the stream's values. Belongs to one thread.
 */
final class JsonRecords {
    private final JsonParser parser;
    private final DataKey path;
    private final Additions additions;
    private boolean within;
    private boolean found;

    /** @param path null: the values themselves */
    JsonRecords(JsonParser parser, @Nullable String path, Additions additions) {
        this.parser = parser;
        this.path = DataKey.of(path);
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
            } else if (path.find(parser)) {
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
}
