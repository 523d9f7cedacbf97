package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Map;

/**
 * What somebody does not see of a dataset's records.
 *
 * @param fields what is done with each; of several for one field the strongest counts
 * @param rows filters; a record is shown if it matches all of them
 * @param salt of the dataset, what hashes are keyed with
 */
public record Veiling(List<Field> fields, List<String> rows, Secret salt) {
    /** Everything is seen. */
    public static final Veiling NONE = new Veiling(List.of(), List.of(), new Secret(""));

    @JsonCreator
    public Veiling {
        fields = List.copyOf(fields);
        rows = List.copyOf(rows);
    }

    /** @param fields by path, what is done with each */
    public Veiling(Map<String, String> fields, List<String> rows, Secret salt) {
        this(
                fields.entrySet().stream()
                        .map(field -> new Field(field.getKey(), field.getValue()))
                        .toList(),
                rows,
                salt);
    }

    /**
     * @param path of the field, as it is written in a filter
     * @param action {@code remove}, {@code hash}, {@code shorten(4,0)} or {@code replace("json")}
     */
    public record Field(String path, String action) {}

    public boolean isNone() {
        return fields.isEmpty() && rows.isEmpty();
    }
}
