package io.sluice.stream.intake.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dotted path into a document: names, and numbers for elements of arrays from 0. Two members of one name: the first counts.
 *
 * @param steps none: the document itself
 */
record DataKey(List<String> steps) {
    static final DataKey NONE = new DataKey(List.of());

    static DataKey of(@Nullable String path) {
        return path == null ? NONE : new DataKey(List.of(path.split("\\.", -1)));
    }

    boolean isNone() {
        return steps.isEmpty();
    }

    /**
     * From the first token of a document to the first one of what the path leads to.
     *
     * @return whether it is there; if not, the parser is somewhere inside of the document or at its end
     */
    boolean find(JsonParser parser) throws IOException {
        for (String step : steps) {
            boolean found =
                    switch (parser.currentToken()) {
                        case START_OBJECT -> member(parser, step);
                        case START_ARRAY -> element(parser, step);
                        default -> false;
                    };
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static boolean member(JsonParser parser, String name) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean here = parser.currentName().equals(name);
            parser.nextToken();
            if (here) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static boolean element(JsonParser parser, String number) throws IOException {
        if (number.isEmpty() || number.length() > 9 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        for (int left = Integer.parseInt(number); parser.nextToken() != JsonToken.END_ARRAY; left--) {
            if (left == 0) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    @Override
    public String toString() {
        return String.join(".", steps);
    }
}
