package io.sluice.stream.intake.file;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.file.Rows.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delimited text from anywhere, read like that of a csv source: its rows as JSON objects, one by one. Belongs to one thread. */
public final class TableText {
    private static final String COMMA = ",";

    private final Rows rows;
    private final Cells cells;
    private final int start;
    private long line;

    private TableText(Rows rows, Cells cells, int start) {
        this.rows = rows;
        this.cells = cells;
        this.start = start;
    }

    /** @param in is closed by the caller */
    public static TableText of(InputStream in, Processing.Table table) throws SourceFault, IOException {
        Lines lines = Lines.of(table);
        BufferedReader text = Decoding.reader(in, table.encoding());
        String given = table.delimiter();
        Rows rows = Rows.of(text, Delimiter.of(given == null ? COMMA : given), table, lines.before());
        Row header = lines.headed() ? rows.next() : null;
        List<String> columns = !table.columns().isEmpty() || header == null ? table.columns() : header.cells();
        return new TableText(rows, new Cells(columns, table.inferTypes()), lines.start());
    }

    /**
     * @return null at the end
     * @throws SourceFault if it cannot be told where a row ends
     */
    public byte @Nullable [] next() throws SourceFault, IOException {
        Row next = rows.next();
        while (next != null && next.line() < start) {
            next = rows.next();
        }
        if (next == null) {
            return null;
        }
        line = next.line();
        return cells.object(next.cells());
    }

    /** At which the last row began, from 1; 0 before the first one. */
    public long line() {
        return line;
    }
}
