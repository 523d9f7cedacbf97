package io.sluice.gateway.views;

import io.sluice.contract.StartAt;
import io.sluice.contract.Views.Content;
import io.sluice.contract.Views.Source;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.FilterTexts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a view shows; the texts of filter, projection and start are checked as for a reader that begins now. */
final class ContentReader {
    private static final Content EMPTY = new Content(new Source(null, null, null), "", "", List.of(), "latest");

    private ContentReader() {}

    static Content read(Fields fields) {
        if (!fields.has("source")) {
            fields.required("source");
        }
        return read(fields, EMPTY);
    }

    /** @param before what stays where nothing is said */
    static Content read(Fields fields, Content before) {
        Fields source = fields.optionalFields("source");
        String where = fields.text("where", before.where());
        String select = fields.text("select", before.select());
        String from = fields.text("from", before.from());
        @Nullable List<String> columns = fields.optionalTexts("columns", Content.MAX_COLUMNS);
        FilterTexts.where(where, fields.at("where"), fields.violations());
        FilterTexts.select(select, fields.at("select"), fields.violations());
        fields.violations().collect(() -> StartAt.parse(from, fields.at("from")));
        return new Content(
                source == null ? before.source() : source(source),
                where,
                select,
                columns == null ? before.columns() : columns,
                from);
    }

    private static Source source(Fields fields) {
        Source source =
                new Source(fields.optionalText("topic"), fields.optionalText("stream"), fields.optionalText("dataset"));
        fields.end();
        return source;
    }
}
