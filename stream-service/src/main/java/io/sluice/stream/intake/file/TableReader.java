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
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads delimited text. After an interruption it reads the file again from the beginning and passes over the rows that it has
 * delivered: they are as many as the position says, and the server says that it is the same file.
 */
public final class TableReader implements Reader {
    private static final int ROWS_PER_LOOK = 1_024;

    private final RemoteFile file;
    private final Rows rows;
    private final Cells cells;
    private final int start;
    private final long delivered;
    private long row;

    private TableReader(RemoteFile file, Rows rows, Cells cells, int start, long delivered) {
        this.file = file;
        this.rows = rows;
        this.cells = cells;
        this.start = start;
        this.delivered = delivered;
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
        try {
            Processing.Table table = origin.processing().table();
            Lines lines = Lines.of(table);
            BufferedReader text = Decoding.reader(file.content(), table.encoding());
            Rows rows = Rows.of(text, delimiter(table, usual, text, lines), table, lines.before());
            return new TableReader(
                    file, rows, new Cells(columns(table, lines, rows), table.inferTypes()), lines.start(), place.row());
        } catch (IOException failed) {
            file.close();
            throw Decoding.faultOr(failed, 0);
        } catch (SourceFault | RuntimeException failed) {
            file.close();
            throw failed;
        }
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
    public Step read(Batch batch, Duration patience) throws SourceFault, IOException, InterruptedException {
        Step step = Step.MORE;
        try {
            while (step == Step.MORE && !batch.isFull()) {
                step = next(batch);
            }
        } catch (IOException failed) {
            throw Decoding.faultOr(failed, row);
        }
        file.count(batch);
        batch.position(Place.KEY, file.place(row).text());
        return step;
    }

    private Step next(Batch batch) throws SourceFault, IOException, InterruptedException {
        Row next = rows.next();
        if (next == null) {
            return Step.END;
        }
        if (next.line() < start) {
            return Step.MORE;
        }
        row++;
        if (row > delivered) {
            batch.json(cells.object(next.cells()));
        } else if (row % ROWS_PER_LOOK == 0 && Thread.interrupted()) {
            throw new InterruptedException();
        }
        return Step.MORE;
    }

    @Override
    public void close() {
        file.close();
    }
}
