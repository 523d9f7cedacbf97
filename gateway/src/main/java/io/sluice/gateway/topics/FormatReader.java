package io.sluice.gateway.topics;

import io.sluice.contract.RecordFormat;
import io.sluice.contract.RecordFormat.Part;
import io.sluice.contract.RecordFormat.Type;
import io.sluice.gateway.http.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads how the records of a topic are to be read: {@code {"value": {"type": "avro"}, "key": {"type": "long"}}}. */
final class FormatReader {
    private static final String TYPES =
            Arrays.stream(Type.values()).map(Type::text).collect(Collectors.joining(", "));

    private FormatReader() {}

    static RecordFormat.Change read(@Nullable Fields format) {
        if (format == null) {
            return RecordFormat.Change.NONE;
        }
        RecordFormat.Change change =
                new RecordFormat.Change(part(format.optionalFields("key")), part(format.optionalFields("value")));
        format.end();
        return change;
    }

    private static @Nullable Part part(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        @Nullable Type type = fields.optionalChoice("type", Type::of, TYPES);
        List<String> columns = fields.texts("columns", Part.MAX_COLUMNS);
        Part part = new Part(
                type == null ? Type.AUTO : type,
                fields.optionalText("subject"),
                fields.optionalText("delimiter"),
                columns);
        if (!fields.has("type")) {
            fields.required("type");
        }
        fields.end();
        if (type != null) {
            part.check("").forEach(fault -> fields.violations()
                    .add(fields.at(fault.pointer().substring(1)), fault.reason()));
        }
        return part;
    }
}
