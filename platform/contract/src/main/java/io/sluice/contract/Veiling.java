package io.sluice.contract;

import java.util.List;
import java.util.Map;

/**
 * What somebody does not see of a dataset's records.
 *
 * @param fields by path, what is done with each: {@code remove}, {@code hash}, {@code shorten(4,0)}, {@code replace("json")}
 * @param rows filters; a record is shown if it matches all of them
 * @param salt of the dataset, what hashes are keyed with
 */
public record Veiling(Map<String, String> fields, List<String> rows, Secret salt) {
    /** Everything is seen. */
    public static final Veiling NONE = new Veiling(Map.of(), List.of(), new Secret(""));

    public Veiling {
        fields = Map.copyOf(fields);
        rows = List.copyOf(rows);
    }

    public boolean isNone() {
        return fields.isEmpty() && rows.isEmpty();
    }
}
