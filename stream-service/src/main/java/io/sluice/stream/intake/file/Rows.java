package io.sluice.stream.intake.file;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.sluice.contract.Processing;
import io.sluice.stream.intake.SourceFault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a delimited text, one by one: blank lines and comments left out. Belongs to one thread. */
interface Rows {

    /** @param line at which it begins, from 1 */
    record Row(long line, List<String> cells) {}

    /**
     * @return null at the end
     * @throws SourceFault if it cannot be told where the row ends
     */
    @Nullable Row next() throws SourceFault, IOException;

    /** @param before lines to pass over, whatever is in them */
    static Rows of(BufferedReader text, Delimiter delimiter, Processing.Table table, int before)
            throws SourceFault, IOException {
        return delimiter.isBlanks()
                ? new Blanks(text, table.commentChar(), before)
                : csv(text, delimiter, table, before);
    }

    private static Rows csv(BufferedReader text, Delimiter delimiter, Processing.Table table, int before)
            throws SourceFault, IOException {
        Character comment = table.commentChar();
        Character quote = table.quoteChar();
        CsvReader.CsvReaderBuilder builder = CsvReader.builder()
                .fieldSeparator(delimiter.text())
                .quoteCharacter(quote == null ? '"' : quote)
                .commentStrategy(comment == null ? CommentStrategy.NONE : CommentStrategy.SKIP)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .detectBomHeader(false);
        if (delimiter.text().length() == 1) {
            builder.allowExtraCharsAfterClosingQuote(true);
        }
        if (comment != null) {
            builder.commentCharacter(comment);
        }
        try {
            CsvReader<CsvRecord> reader = builder.ofCsvRecord(text);
            reader.skipLines(before);
            return new Csv(reader.iterator());
        } catch (IllegalArgumentException clash) {
            throw SourceFault.lasting("Delimiter, quote and comment character must be different from each other.");
        } catch (CsvParseException | UncheckedIOException tooShort) {
            if (tooShort.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw SourceFault.lasting("The file has fewer than " + (before + 1) + " lines, so there is no header.");
        }
    }

    /** By the library. */
    final class Csv implements Rows {
        private final CloseableIterator<CsvRecord> records;
        private long line = 1;

        private Csv(CloseableIterator<CsvRecord> records) {
            this.records = records;
        }

        @Override
        public @Nullable Row next() throws SourceFault, IOException {
            try {
                if (!records.hasNext()) {
                    return null;
                }
                CsvRecord next = records.next();
                line = next.getStartingLineNumber();
                return new Row(line, next.getFields());
            } catch (UncheckedIOException broken) {
                throw broken.getCause();
            } catch (CsvParseException malformed) {
                if (malformed.getCause() instanceof IOException broken) {
                    throw broken;
                }
                throw SourceFault.lasting("After line " + line
                        + " comes a row that is too large or has too many cells; a quote may be missing.");
            }
        }
    }

    /** Cells between runs of blanks; no quotes. */
    final class Blanks implements Rows {
        private final BufferedReader text;
        private final @Nullable Character comment;
        private long line;

        private Blanks(BufferedReader text, @Nullable Character comment, int before) throws IOException {
            this.text = text;
            this.comment = comment;
            while (line < before && text.readLine() != null) {
                line++;
            }
        }

        @Override
        public @Nullable Row next() throws IOException {
            for (String next = text.readLine(); next != null; next = text.readLine()) {
                line++;
                String stripped = next.strip();
                if (!stripped.isEmpty() && (comment == null || stripped.charAt(0) != comment)) {
                    return new Row(line, Arrays.asList(stripped.split("\\s+")));
                }
            }
            return null;
        }
    }
}
