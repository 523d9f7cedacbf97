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
        skip(text, before);
        try {
            return new Csv(builder.ofCsvRecord(new MarkedEnd(text)).iterator(), before);
        } catch (IllegalArgumentException clash) {
            throw SourceFault.lasting("Delimiter, quote and comment character must be different from each other.");
        }
    }

    private static void skip(BufferedReader text, int before) throws SourceFault, IOException {
        for (int line = 0; line < before; line++) {
            if (!skipLine(text)) {
                throw SourceFault.lasting("The file has fewer than " + (before + 1) + " lines, so there is no header.");
            }
        }
    }

    private static boolean skipLine(BufferedReader text) throws IOException {
        int next = text.read();
        if (next < 0) {
            return false;
        }
        while (next >= 0 && next != '\n' && next != '\r') {
            next = text.read();
        }
        if (next == '\r') {
            text.mark(1);
            if (text.read() != '\n') {
                text.reset();
            }
        }
        return true;
    }

    /** By the library. */
    final class Csv implements Rows {
        private final CloseableIterator<CsvRecord> records;
        private final int before;
        private long line;

        private Csv(CloseableIterator<CsvRecord> records, int before) {
            this.records = records;
            this.before = before;
            this.line = before;
        }

        @Override
        public @Nullable Row next() throws SourceFault, IOException {
            try {
                if (!records.hasNext()) {
                    return null;
                }
                CsvRecord next = records.next();
                line = before + next.getStartingLineNumber();
                return row(next.getFields());
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

        private @Nullable Row row(List<String> cells) throws SourceFault {
            String last = cells.get(cells.size() - 1);
            if (!last.endsWith(MarkedEnd.MARK)) {
                return new Row(line, cells);
            } else if (cells.size() == 1 && last.length() == MarkedEnd.MARK.length()) {
                return null;
            }
            // Somebody may still be writing it.
            throw SourceFault.passing("The row that begins in line " + line + " has a quote that is never closed.");
        }
    }

    /** Cells between runs of blanks; no quotes. */
    final class Blanks implements Rows {
        private static final int MAX_LINE = 16 * 1024 * 1024;

        private final BufferedReader text;
        private final @Nullable Character comment;
        private long line;

        private Blanks(BufferedReader text, @Nullable Character comment, int before) throws SourceFault, IOException {
            this.text = text;
            this.comment = comment;
            skip(text, before);
            this.line = before;
        }

        @Override
        public @Nullable Row next() throws SourceFault, IOException {
            for (String next = readLine(); next != null; next = readLine()) {
                line++;
                String stripped = next.strip();
                if (!stripped.isEmpty() && (comment == null || stripped.charAt(0) != comment)) {
                    return new Row(line, Arrays.asList(stripped.split("\\s+")));
                }
            }
            return null;
        }

        private @Nullable String readLine() throws SourceFault, IOException {
            StringBuilder read = new StringBuilder();
            int next = text.read();
            if (next < 0) {
                return null;
            }
            while (next >= 0 && next != '\n') {
                if (read.length() == MAX_LINE) {
                    throw SourceFault.lasting(
                            "After line " + line + " comes one of more than " + MAX_LINE + " characters.");
                }
                read.append((char) next);
                next = text.read();
            }
            return read.toString();
        }
    }
}
