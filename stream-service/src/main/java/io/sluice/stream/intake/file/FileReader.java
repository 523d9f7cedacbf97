package io.sluice.stream.intake.file;

import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file with an end, row by row. After an interruption it begins again and passes over the rows that were delivered: they are
 * as many as the position says, and the server says that it is the same file. What was read before a failure counts, so a file whose
 * transfer is cut again and again comes to its end all the same.
 */
final class FileReader implements Reader {
    private static final int ROWS_PER_LOOK = 1_024;

    private final RemoteFile file;
    private final Content content;
    private final long delivered;
    private long row;
    private @Nullable SourceFault fault;
    private @Nullable IOException broken;

    private FileReader(RemoteFile file, Content content, long delivered) {
        this.file = file;
        this.content = content;
        this.delivered = delivered;
    }

    /** What is in a file. */
    interface Content extends Closeable {

        /**
         * Reads one row, whatever becomes of it.
         *
         * @param into null: to pass over it
         * @return false at the end
         */
        boolean next(@Nullable Batch into) throws SourceFault, IOException;

        /** How many of the bytes that have come are used up. */
        default long spent(long received) {
            return received;
        }
    }

    /** Begins with a content. */
    interface Opening {
        Content open() throws SourceFault, IOException;
    }

    /** @param file closed with the reader, also when the opening fails */
    static FileReader open(RemoteFile file, long delivered, Opening opening) throws SourceFault, IOException {
        try {
            return new FileReader(file, opening.open(), delivered);
        } catch (IOException failed) {
            file.close();
            throw Decoding.faultOr(failed, 0);
        } catch (SourceFault | RuntimeException failed) {
            file.close();
            throw failed;
        }
    }

    @Override
    public Step read(Batch batch, Duration patience) throws SourceFault, IOException, InterruptedException {
        throwFailure();
        boolean more = true;
        try {
            while (more && !batch.isFull()) {
                more = next(batch);
            }
        } catch (SourceFault failed) {
            fault = failed;
        } catch (IOException failed) {
            broken = failed;
        }
        if (row <= delivered) {
            throwFailure();
        }
        file.count(batch, content::spent);
        batch.position(Place.KEY, file.place(Math.max(row, delivered)).text());
        return more ? Step.MORE : Step.END;
    }

    private boolean next(Batch batch) throws SourceFault, IOException, InterruptedException {
        boolean known = row < delivered;
        if (known && row % ROWS_PER_LOOK == 0 && Thread.interrupted()) {
            throw new InterruptedException();
        }
        boolean more = content.next(known ? null : batch);
        row += more ? 1 : 0;
        return more;
    }

    private void throwFailure() throws SourceFault, IOException {
        if (fault != null) {
            throw fault;
        } else if (broken != null) {
            throw Decoding.faultOr(broken, row);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            content.close();
        } finally {
            file.close();
        }
    }
}
