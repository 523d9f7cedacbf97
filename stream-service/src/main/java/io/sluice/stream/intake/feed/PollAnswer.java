package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.contract.Processing;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.SourceFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answers of one poll: JSON, or JSON Lines when the server says so. */
final class PollAnswer {
    private final Processing.Tree tree;
    private final Processing.Table table;
    private final DataKey key;

    PollAnswer(Processing processing) {
        this.tree = processing.tree();
        this.table = processing.table();
        this.key = DataKey.of(tree.dataKey());
    }

    /** @throws SourceFault if the answer as a whole cannot be read; a bad line of JSON Lines is told to the batch */
    List<byte[]> records(byte[] body, String contentType, Batch batch) throws SourceFault {
        String type = contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (new String(body, UTF_8).isBlank()) {
            return List.of();
        }
        return type.endsWith("ndjson") || type.endsWith("jsonl") || type.endsWith("jsonlines")
                ? lines(body, batch)
                : document(body);
    }

    private List<byte[]> document(byte[] body) throws SourceFault {
        List<byte[]> records = new ArrayList<>();
        try (JsonRecords found = JsonRecords.of(new ByteArrayInputStream(body), table.encoding(), key)) {
            for (byte[] record = found.next(); record != null; record = found.next()) {
                records.add(record);
            }
            return added("additional", tree.additionalKey(), body, added("info", tree.infoKey(), body, records));
        } catch (Unreadable fault) {
            throw fault.extent() == Unreadable.Extent.RECORD
                    ? SourceFault.lasting("The answer: " + fault.reason() + " (processing.data_key).")
                    : SourceFault.passing("The answer: " + fault.reason() + ".");
        } catch (IOException foreign) {
            throw SourceFault.lasting("The answer is not in the encoding that it should be in.");
        }
    }

    private List<byte[]> lines(byte[] body, Batch batch) throws SourceFault {
        List<byte[]> records = new ArrayList<>();
        try (LineRecords found = new LineRecords(new ByteArrayInputStream(body), key)) {
            boolean more = true;
            while (more) {
                try {
                    byte[] record = found.next();
                    more = record != null;
                    if (record != null) {
                        records.add(record);
                    }
                } catch (Unreadable fault) {
                    batch.failed(fault.reason());
                }
            }
            return records;
        } catch (IOException impossible) {
            throw SourceFault.passing("The answer cannot be read.");
        }
    }

    /** What a path of the whole document leads to becomes a member of each record that is an object. */
    private List<byte[]> added(String name, @Nullable String path, byte[] body, List<byte[]> records)
            throws IOException {
        byte[] value = path == null ? null : find(body, DataKey.of(path));
        if (value == null) {
            return records;
        }
        return records.stream()
                .map(record -> record[0] == '{' ? with(record, name, value) : record)
                .toList();
    }

    private static byte[] with(byte[] object, String name, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + value.length + name.length() + 4);
        out.write(object, 0, object.length - 1);
        out.writeBytes(((object.length > 2 ? ",\"" : "\"") + name + "\":").getBytes(UTF_8));
        out.writeBytes(value);
        out.write('}');
        return out.toByteArray();
    }

    private static byte @Nullable [] find(byte[] body, DataKey path) throws IOException {
        try (JsonParser parser = JsonRecords.FACTORY.createParser(body)) {
            return parser.nextToken() != null && path.find(parser) ? JsonRecords.compact(parser) : null;
        }
    }

    /** What tells a record apart: the text of a scalar, or the JSON of anything else; empty when there is none, or null. */
    static Optional<String> id(byte[] record, DataKey path) {
        try (JsonParser parser = JsonRecords.FACTORY.createParser(record)) {
            if (parser.nextToken() == null || !path.find(parser) || parser.currentToken() == JsonToken.VALUE_NULL) {
                return Optional.empty();
            }
            return Optional.of(
                    parser.currentToken().isScalarValue()
                            ? parser.getText()
                            : new String(JsonRecords.compact(parser), UTF_8));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
