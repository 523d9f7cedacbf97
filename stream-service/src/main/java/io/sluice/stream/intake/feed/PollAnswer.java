package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.contract.Processing;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.json.Additions;
import io.sluice.stream.intake.json.DataKey;
import io.sluice.stream.intake.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answers of one poll: JSON, JSON Lines when the server says so, RSS or Atom when they are XML. */
final class PollAnswer {
    private final Processing.Tree tree;
    private final Processing.Table table;
    private final DataKey key;

    PollAnswer(Processing processing) {
        this.tree = processing.tree();
        this.table = processing.table();
        this.key = DataKey.of(tree.dataKey());
    }

    /** @param id what tells the records of this form apart, if it is known; null: only their owner may know */
    record Found(List<byte[]> records, @Nullable DataKey id) {}

    /** @throws SourceFault if the answer as a whole cannot be read; a bad line of JSON Lines is told to the batch */
    Found records(byte[] body, String contentType, Batch batch) throws SourceFault {
        String type = contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (new String(body, UTF_8).isBlank()) {
            return new Found(List.of(), null);
        } else if (SyndicatedFeed.begins(body) || type.endsWith("rss+xml") || type.endsWith("atom+xml")) {
            return new Found(SyndicatedFeed.records(body, contentType), SyndicatedFeed.ID);
        }
        boolean isLines = type.endsWith("ndjson") || type.endsWith("jsonl") || type.endsWith("jsonlines");
        return new Found(isLines ? lines(body, batch) : document(body), null);
    }

    private List<byte[]> document(byte[] body) throws SourceFault {
        List<byte[]> records = new ArrayList<>();
        try (JsonRecords found =
                JsonRecords.of(new ByteArrayInputStream(body), table.encoding(), key, additions(body))) {
            for (byte[] record = found.next(); record != null; record = found.next()) {
                records.add(record);
            }
            return records;
        } catch (Unreadable fault) {
            throw fault.extent() == Unreadable.Extent.RECORD
                    ? SourceFault.lasting("The answer: " + fault.reason() + " (processing.data_key).")
                    : SourceFault.passing("The answer: " + fault.reason() + ".");
        } catch (IOException foreign) {
            throw SourceFault.lasting("The answer is not in the encoding that it should be in.");
        }
    }

    private Additions additions(byte[] body) throws SourceFault, IOException {
        try {
            return Additions.of(
                    tree, pass -> pass.read(JsonRecords.parser(new ByteArrayInputStream(body), table.encoding())));
        } catch (JsonProcessingException broken) {
            // Reading the records comes to the same place and tells it.
            return Additions.NONE;
        }
    }

    private List<byte[]> lines(byte[] body, Batch batch) throws SourceFault {
        List<byte[]> records = new ArrayList<>();
        try (LineRecords found = new LineRecords(new ByteArrayInputStream(body), table.encoding(), tree)) {
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

    /** What tells a record apart: the text of a scalar, or the JSON of anything else; empty when there is none, or null. */
    static Optional<String> id(byte[] record, DataKey path) {
        try (JsonParser parser = JsonText.FACTORY.createParser(record)) {
            if (parser.nextToken() == null || !path.find(parser) || parser.currentToken() == JsonToken.VALUE_NULL) {
                return Optional.empty();
            }
            if (parser.currentToken().isScalarValue()) {
                return Optional.of(parser.getText());
            }
            byte[] structure = JsonText.copy(parser, Additions.NONE);
            return structure == null ? Optional.empty() : Optional.of(new String(structure, UTF_8));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
