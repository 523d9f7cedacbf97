package io.sluice.stream.intake.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path into a document: names with dots in between, and elements of arrays from 0, as {@code a.b[0].c} or {@code a.b.0.c}. A field
 * whose name is the rest of the path, dots and brackets included, is the one that is meant; of two members of one name the first. Immutable.
 *
 * @param text "": the document itself
 */
public record DataKey(String text) {
    public static final DataKey NONE = new DataKey("");

    private static final Pattern ELEMENT = Pattern.compile("\\.?(?:\\[(\\d{1,9})]|(\\d{1,9})(?=[.\\[]|$))(.*)");

    public static DataKey of(@Nullable String path) {
        return path == null ? NONE : new DataKey(path);
    }

    public boolean isNone() {
        return text.isEmpty();
    }

    /**
     * From the first token of a document to the first one of what the path leads to.
     *
     * @return whether it is there; if not, the parser stands at the end of the document
     */
    public boolean find(JsonParser parser) throws IOException {
        return find(parser, text);
    }

    private static boolean find(JsonParser parser, String path) throws IOException {
        if (path.isEmpty()) {
            return true;
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> member(parser, path.charAt(0) == '.' ? path.substring(1) : path);
            case START_ARRAY -> element(parser, path);
            default -> false;
        };
    }

    private static boolean member(JsonParser parser, String path) throws IOException {
        while (JsonText.next(parser) != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonText.next(parser);
            if (path.equals(name) || leads(name, path) && find(parser, path.substring(name.length()))) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static boolean leads(String name, String path) {
        return path.startsWith(name)
                && path.length() > name.length()
                && (path.charAt(name.length()) == '.' || path.charAt(name.length()) == '[');
    }

    private static boolean element(JsonParser parser, String path) throws IOException {
        Matcher index = ELEMENT.matcher(path);
        if (!index.matches()) {
            parser.skipChildren();
            return false;
        }
        int wanted = Integer.parseInt(index.group(1) == null ? index.group(2) : index.group(1));
        for (int i = 0; JsonText.next(parser) != JsonToken.END_ARRAY; i++) {
            if (i == wanted && find(parser, index.group(3))) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    @Override
    public String toString() {
        return text;
    }
}
