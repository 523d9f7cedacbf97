package io.sluice.stream.intake;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * One way to read a source. Blocking; opened, used and closed by one thread.
 *
 * <p>What it adds to a {@link Batch} and the positions that it leaves there are written to Kafka in one transaction. So after a
 * crash a new reader is opened with exactly the positions that belong to the records that are there.
 */
public interface Reader extends AutoCloseable {

    /** What the engine does next. */
    enum Step {
        /** There may be more at once. */
        MORE,
        /** Nothing came within the patience, which was waited out: the engine asks again at once. */
        IDLE,
        /** The source has ended for good. */
        END
    }

    /**
     * Adds records until the batch is full or there is nothing more to be had at once. The positions in the batch must stand behind
     * what was added when this returns.
     *
     * @param patience how long to wait for the first record; a reader that has added something does not wait
     * @throws SourceFault with words for the owner; the engine closes this reader and opens another one later, from the last
     *     positions that were written
     * @throws IOException of the network; likewise, in general words
     */
    Step read(Batch batch, Duration patience) throws SourceFault, IOException, InterruptedException;

    @Override
    void close() throws IOException;

    /** Opens readers of one source. */
    interface Factory {

        /**
         * @param positions as the last batch that was written left them, by key; empty: from the beginning
         * @throws SourceFault if the source cannot be read, and why
         */
        Reader open(Map<String, String> positions) throws SourceFault, IOException, InterruptedException;
    }
}
