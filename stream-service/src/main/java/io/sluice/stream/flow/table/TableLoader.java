package io.sluice.stream.flow.table;

import io.sluice.stream.intake.SourceFault;
import java.io.IOException;

/** Loads a table that lies outside. Blocking; one thread at a time. */
interface TableLoader {
    /**
     * Hands over every row, as a JSON object.
     *
     * @return false: nothing has changed since it was loaded last, and no row was handed over
     * @throws SourceFault says why it cannot be loaded, in words for people
     */
    boolean load(Rows to) throws SourceFault, IOException;

    /** Takes the rows of one loading. */
    interface Rows {
        /** @throws SourceFault there are more, or they are larger, than a table in memory may be */
        void add(byte[] json) throws SourceFault;
    }
}
