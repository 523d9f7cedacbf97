package io.sluice.stream.alert;

import io.sluice.query.Aggregation;
import io.sluice.query.Windowing;
import java.util.List;

/**
 * What tells the rows of an aggregation apart, whatever their window: expressions over the key of a record, which is there even where the
 * row itself is taken back (a record without a value).
 */
final class RowGroups {
    private RowGroups() {}

    static List<String> of(Aggregation aggregation) {
        List<String> names =
                aggregation.keys().stream().map(Aggregation.Key::name).toList();
        if (aggregation.limit() > 0) {
            return List.of("$key.rank");
        } else if (aggregation.window() instanceof Windowing.Unbounded && names.size() == 1) {
            return List.of("$key");
        }
        return names.stream()
                .map(name -> "$key.\"" + name.replace("\"", "\"\"") + "\"")
                .toList();
    }
}
