package io.sluice.stream.intake.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Processing;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.file.JsonRecords.Found;
import io.sluice.stream.intake.json.Additions;
import io.sluice.stream.intake.json.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON Lines: each line is read for itself, and one that is broken is counted and passed over. A row is a line. */
final class JsonLinesReader implements FileReader.Content {
    private static final int MAX_LINE = 16 * 1024 * 1024;

    private final BufferedReader text;
    private final Processing.Tree tree;
    private final StringBuilder line = new StringBuilder();
    private long number;

    JsonLinesReader(BufferedReader text, Processing.Tree tree) {
        this.text = text;
        this.tree = tree;
    }

    @Override
    public boolean next(@Nullable Batch into) throws SourceFault, IOException {
        do {
            if (!readLine()) {
                return false;
            }
            number++;
        } while (isBlank());
        if (into == null) {
            return true;
        }
        if (line.length() >= MAX_LINE) {
            into.failed("line " + number + ": longer than " + MAX_LINE + " characters");
            return true;
        }
        try {
            records().forEach(into::json);
        } catch (JsonProcessingException malformed) {
            into.failed(JsonText.place(malformed, number - 1) + ": not valid JSON");
        } catch (Missing missing) {
            into.failed("line " + number + ": " + missing.getMessage());
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    /** Everything in the line or nothing: it is written only when all of it is JSON. */
    private List<byte[]> records() throws SourceFault, IOException, Missing {
        String whole = line.toString();
        Additions additions = Additions.of(tree, pass -> pass.read(JsonText.parser(whole)));
        List<byte[]> values = new ArrayList<>();
        try (JsonParser parser = JsonText.parser(whole)) {
            JsonRecords records = new JsonRecords(parser, tree.dataKey(), additions);
            for (Found found = records.next(); found != null; found = records.next()) {
                if (found.value() == null) {
                    throw new Missing("a record is too large to be written");
                }
                values.add(found.value());
            }
            if (!records.hasFound()) {
                throw new Missing("nothing at \"" + tree.dataKey() + "\" (processing.data_key)");
            }
        }
        return values;
    }

    /** @return false at the end of the text; what is longer than a line may be is cut */
    private boolean readLine() throws IOException {
        line.setLength(0);
        int next = text.read();
        if (next < 0) {
            return false;
        }
        while (next >= 0 && next != '\n') {
            if (line.length() < MAX_LINE) {
                line.append((char) next);
            }
            next = text.read();
        }
        return true;
    }

    private boolean isBlank() {
        return line.chars().allMatch(Character::isWhitespace);
    }

    /** The line is JSON, but has no record to give. */
    private static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String reason) {
            super(reason, null, false, false);
        }
    }
}
