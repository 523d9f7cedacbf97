package io.sluice.stream.intake.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.sluice.contract.Processing;
import io.sluice.stream.intake.SourceFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a document says once and each of its records gets: {@code info} and {@code additional}. Immutable. */
public record Additions(Map<String, byte[]> fields) {
    public static final Additions NONE = new Additions(Map.of());

    /** Opens the document again from its beginning, lets it be read, and closes it. */
    public interface Document {
        void read(Pass pass) throws SourceFault, IOException;
    }

    /** What is done with an opened document. */
    public interface Pass {
        void read(JsonParser parser) throws IOException;
    }

    /**
     * Looks for them with a pass of its own each, because they may stand behind the records.
     *
     * @return without those that are not there
     */
    public static Additions of(Processing.Tree tree, Document document) throws SourceFault, IOException {
        if (tree.infoKey() == null && tree.additionalKey() == null) {
            return NONE;
        }
        Map<String, byte[]> fields = new LinkedHashMap<>();
        put(fields, "info", tree.infoKey(), document);
        put(fields, "additional", tree.additionalKey(), document);
        return new Additions(fields);
    }

    private static void put(Map<String, byte[]> fields, String name, @Nullable String path, Document document)
            throws SourceFault, IOException {
        if (path == null) {
            return;
        }
        document.read(parser -> {
            boolean found = parser.nextToken() != null && DataKey.of(path).find(parser);
            byte[] value = found ? JsonText.copy(parser, NONE) : null;
            if (value != null) {
                fields.put(name, value);
            }
        });
    }

    /** A record's own field of that name stays. */
    Additions without(String name) {
        if (!fields.containsKey(name)) {
            return this;
        }
        Map<String, byte[]> rest = new LinkedHashMap<>(fields);
        rest.remove(name);
        return new Additions(rest);
    }

    void write(JsonGenerator generator) throws IOException {
        for (Map.Entry<String, byte[]> field : fields.entrySet()) {
            generator.writeFieldName(field.getKey());
            generator.writeRawValue(new String(field.getValue(), StandardCharsets.UTF_8));
        }
    }
}
