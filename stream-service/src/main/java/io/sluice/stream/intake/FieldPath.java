package io.sluice.stream.intake;

import io.sluice.stream.intake.JsonSlices.Slice;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way to a value inside a record: {@code a.b[2].c}. A field whose name is the whole text, dots and brackets included, comes
 * first; then of the names that fit at each step the longest that leads to a value. Immutable.
 */
record FieldPath(String text) {

    /** @return null when there is nothing at this path */
    @Nullable Slice in(Slice record, Map<String, Slice> fields) throws IOException {
        Slice literal = fields.get(text);
        return literal != null ? literal : longest(fields, text, record);
    }

    private static @Nullable Slice longest(Map<String, Slice> fields, String path, Slice within) throws IOException {
        for (int end = path.length() - 1; end > 0; end--) {
            char next = path.charAt(end);
            Slice value = next == '.' || next == '[' ? fields.get(path.substring(0, end)) : null;
            Slice found = value == null ? null : follow(value, path.substring(end));
            if (found != null) {
                return found;
            }
        }
        return path.startsWith("[") ? follow(within, path) : null;
    }

    /** @param rest "", or begins with a dot or a bracket */
    private static @Nullable Slice follow(Slice value, String rest) throws IOException {
        if (rest.isEmpty()) {
            return value;
        }
        if (rest.charAt(0) == '[') {
            return element(value, rest);
        }
        Map<String, Slice> fields = value.json()[value.start()] == '{' ? JsonSlices.fields(value) : null;
        if (fields == null) {
            return null;
        }
        String path = rest.substring(1);
        Slice literal = fields.get(path);
        return literal != null ? literal : longest(fields, path, value);
    }

    private static @Nullable Slice element(Slice value, String rest) throws IOException {
        int close = rest.indexOf(']');
        List<Slice> elements = value.json()[value.start()] == '[' ? JsonSlices.elements(value) : null;
        if (close < 0 || elements == null || !rest.substring(1, close).matches("\\d{1,9}")) {
            return null;
        }
        int index = Integer.parseInt(rest.substring(1, close));
        return index < elements.size() ? follow(elements.get(index), rest.substring(close + 1)) : null;
    }
}
