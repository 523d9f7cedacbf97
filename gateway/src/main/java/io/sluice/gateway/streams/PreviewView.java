package io.sluice.gateway.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.sluice.contract.Plans.Previewed;
import io.sluice.filter.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stream would have written, as the API shows it: values that are JSON as they were written, others as texts. */
record PreviewView(List<Row> records, long late, long failed, long scanned) {
    private static final int MAX_DEPTH = 512;

    /** @param value JSON; null where there is none, or a {@code valueText} */
    record Row(
            @Nullable String key,
            @JsonRawValue @Nullable String value,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String valueText,

            long timestamp) {
        static Row of(Previewed.Row row) {
            String value = row.value();
            boolean isJson = value == null || JsonText.of(value.getBytes(UTF_8), MAX_DEPTH) != JsonText.NONE;
            return new Row(row.key(), isJson ? value : null, isJson ? null : value, row.timestamp());
        }
    }

    static PreviewView of(Previewed previewed) {
        return new PreviewView(
                previewed.records().stream().map(Row::of).toList(),
                previewed.late(),
                previewed.failed(),
                previewed.scanned());
    }
}
