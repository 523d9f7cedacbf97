package io.sluice.gateway.landings;

import io.sluice.contract.Landings;
import io.sluice.contract.Landings.Column;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Landings.Mode;
import io.sluice.contract.Landings.Origin;
import io.sluice.contract.StartAt;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what a new landing is to be. What the names and types in it mean is the stream-service's business, which tells by the same pointers. */
final class LandingReader {
    private static final int MAX_COLUMNS = 500;
    private static final String REST = "rest";
    private static final String LATEST = "latest";

    private final Fields body;
    private final Violations violations;

    LandingReader(Fields body) {
        this.body = body;
        this.violations = body.violations();
    }

    Origin source() {
        Fields source = body.fields("source");
        if (source == null) {
            return new Origin(null, null);
        }
        String topic = source.optionalText("topic");
        String stream = source.optionalText("stream");
        source.end();
        if ((topic == null) == (stream == null)) {
            violations.add(body.at("source"), "expected exactly one of topic and stream");
        }
        return new Origin(topic, stream);
    }

    Definition definition() {
        String table = body.text("table");
        String schema = body.optionalText("schema");
        List<Column> columns = body.has("columns") ? columns() : List.of();
        List<String> key = body.texts("key", MAX_COLUMNS);
        Mode mode = body.optionalChoice("mode", LandingReader::mode, "insert or upsert");
        boolean strict = body.flag("strict", false);
        String from = body.text("from", LATEST);
        violations.collect(() -> StartAt.parse(from, body.at("from")));
        return new Definition(
                table,
                schema,
                columns,
                key,
                mode != null ? mode : key.isEmpty() ? Mode.INSERT : Mode.UPSERT,
                rest(strict),
                strict,
                from,
                body.optionalText("retention"));
    }

    private static Mode mode(String text) {
        return switch (text) {
            case "insert" -> Mode.INSERT;
            case "upsert" -> Mode.UPSERT;
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** A column's name, or false for none; where nothing is let through beside the columns, none is needed. */
    private @Nullable String rest(boolean strict) {
        Object rest = body.any("rest");
        if (rest == null) {
            return strict ? null : REST;
        } else if (rest instanceof String name) {
            return name;
        }
        if (!Boolean.FALSE.equals(rest)) {
            violations.add(body.at("rest"), "expected the name of a column, or false");
        }
        return null;
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (Fields column : body.list("columns", MAX_COLUMNS)) {
            columns.add(new Column(
                    column.text("name"),
                    column.text("type"),
                    column.optionalText("path"),
                    column.flag("nullable", true)));
            column.end();
        }
        return columns;
    }

    /** Of a fate as the API names it. */
    static Landings.Fate fate(String text) {
        return Landings.Fate.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
