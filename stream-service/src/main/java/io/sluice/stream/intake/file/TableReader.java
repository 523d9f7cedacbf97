package io.sluice.stream.intake.file;

import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Origin;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.file.Rows.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a delimited text as JSON objects. */
public final class TableReader implements FileReader.Content {
    private final Rows rows;
    private final Cells cells;
    private final int start;

    private TableReader(Rows rows, Cells cells, int start) {
        this.rows = rows;
        this.cells = cells;
        this.start = start;
    }

    public static Reader.Factory of(Origin origin, Source.Csv source) {
        return positions -> open(origin, source.url(), ",", Place.of(positions));
    }

    /** Without a delimiter it is found out, and is a tabulator when nothing speaks for another. */
    public static Reader.Factory of(Origin origin, Source.Text source) {
        return positions -> open(origin, source.url(), null, Place.of(positions));
    }

    private static Reader open(Origin origin, String url, @Nullable String usual, Place place)
            throws SourceFault, IOException {
        RemoteFile file = RemoteFile.open(origin, url, place);
        return FileReader.open(file, place.row(), () -> {
            Processing.Table table = origin.processing().table();
            Lines lines = Lines.of(table);
            BufferedReader text = Decoding.reader(file.content(), table.encoding());
            Rows rows = Rows.of(text, delimiter(table, usual, text, lines), table, lines.before());
            return new TableReader(rows, new Cells(columns(table, lines, rows), table.inferTypes()), lines.start());
        });
    }

    private static Delimiter delimiter(Processing.Table table, @Nullable String usual, BufferedReader text, Lines lines)
            throws IOException {
        String given = table.delimiter() == null ? usual : table.delimiter();
        return given == null ? Delimiter.guess(text, lines.before(), table.commentChar()) : Delimiter.of(given);
    }

    private static List<String> columns(Processing.Table table, Lines lines, Rows rows)
            throws SourceFault, IOException {
        Row header = lines.headed() ? rows.next() : null;
        if (!table.columns().isEmpty()) {
            return table.columns();
        }
        return header == null ? List.of() : header.cells();
    }

    @Override
    public boolean next(@Nullable Batch into) throws SourceFault, IOException {
        Row next = rows.next();
        while (next != null && next.line() < start) {
            next = rows.next();
        }
        if (next != null && into != null) {
            into.json(cells.object(next.cells()));
        }
        return next != null;
    }

    @Override
    public void close() {
        // Whoever opened the file closes it.
    }
}
