package io.sluice.gateway.views;

import io.sluice.contract.StartAt;
import io.sluice.contract.Views.Change;
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

    /** Of a new view. */
    static Content content(Fields fields) {
        if (!fields.has("source")) {
            fields.required("source");
        }
        return change(fields).over(EMPTY);
    }

    static Change change(Fields fields) {
        Fields source = fields.optionalFields("source");
        String where = fields.optionalText("where");
        String select = fields.optionalText("select");
        String from = fields.optionalText("from");
        @Nullable List<String> columns = fields.optionalTexts("columns", Content.MAX_COLUMNS);
        if (where != null) {
            FilterTexts.where(where, fields.at("where"), fields.violations());
        }
        if (select != null) {
            FilterTexts.select(select, fields.at("select"), fields.violations());
        }
        if (from != null) {
            fields.violations().collect(() -> StartAt.parse(from, fields.at("from")));
        }
        return new Change(source == null ? null : source(source), where, select, columns, from);
    }

    private static Source source(Fields fields) {
        Source source =
                new Source(fields.optionalText("topic"), fields.optionalText("stream"), fields.optionalText("dataset"));
        fields.end();
        return source;
    }
}
