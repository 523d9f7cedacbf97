package io.sluice.stream.intake.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Origin;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.file.JsonRecords.Found;
import io.sluice.stream.intake.json.Additions;
import io.sluice.stream.intake.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The records of a JSON document, or of several one after the other, streamed. A document that is broken cannot be read further. */
public final class JsonReader implements FileReader.Content {
    private final JsonParser parser;
    private final JsonRecords records;
    private final Processing.Tree tree;

    private JsonReader(JsonParser parser, Processing.Tree tree, Additions additions) {
        this.parser = parser;
        this.tree = tree;
        this.records = new JsonRecords(parser, tree.dataKey(), additions);
    }

    public static Reader.Factory of(Origin origin, Source.Json source) {
        return positions -> open(origin, source.url(), positions);
    }

    private static Reader open(Origin origin, String url, Map<String, String> positions)
            throws SourceFault, IOException {
        Place place = Place.of(positions);
        RemoteFile file = RemoteFile.open(origin, url, place);
        Processing processing = origin.processing();
        return FileReader.open(file, place.row(), () -> {
            BufferedReader text =
                    Decoding.reader(file.content(), processing.table().encoding());
            if (JsonForm.of(text, url, file.contentType()) == JsonForm.LINES) {
                return new JsonLinesReader(text, processing.tree());
            }
            Additions additions = Additions.of(processing.tree(), pass -> {
                try (RemoteFile again = RemoteFile.open(origin, url, file.place(1))) {
                    Charset encoding = processing.table().encoding();
                    pass.read(JsonText.parser(Decoding.reader(again.content(), encoding)));
                } catch (JsonProcessingException malformed) {
                    throw fault(malformed);
                }
            });
            return new JsonReader(JsonText.parser(text), processing.tree(), additions);
        });
    }

    @Override
    public boolean next(@Nullable Batch into) throws SourceFault, IOException {
        Found next;
        try {
            next = records.next();
        } catch (JsonProcessingException malformed) {
            throw fault(malformed);
        }
        if (next == null) {
            checkFound();
            return false;
        }
        if (into != null && next.value() != null) {
            into.json(next.value());
        } else if (into != null) {
            into.failed("line " + next.line() + ": the record that ends here is too large to be written");
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private void checkFound() throws SourceFault {
        if (tree.dataKey() != null && !records.hasFound()) {
            throw SourceFault.lasting("The document has nothing at \"" + tree.dataKey() + "\" (processing.data_key).");
        }
    }

    private static SourceFault fault(JsonProcessingException malformed) {
        String place = JsonText.place(malformed, 0);
        if (malformed instanceof StreamConstraintsException) {
            return SourceFault.lasting(
                    "The document has a longer value, or is deeper nested, than is read, at " + place + ".");
        }
        return malformed instanceof JsonEOFException
                ? SourceFault.lasting("The document ends in the middle, at " + place + ".")
                : SourceFault.lasting("The document is not valid JSON at " + place + ".");
    }
}
