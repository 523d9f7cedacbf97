package io.sluice.stream.intake.file;

import io.sluice.contract.Processing;
import org.jspecify.annotations.Nullable;

/**
 * Where header and data of a table begin, as numbers of lines from 1.
 *
 * @param header null: none, or wherever the first row is; see {@code headed}
 * @param headed whether there is a header
 * @param start of the data; 0: right after the header
 */
record Lines(@Nullable Integer header, boolean headed, int start) {

    /** Both numbers of the owner count from 1, or both from 0 when one of them is 0. */
    static Lines of(Processing.Table table) {
        int base = isZero(table.headerLine()) || isZero(table.startLine()) ? 1 : 0;
        Integer header = table.headerLine() == null ? null : (Integer) (table.headerLine() + base);
        int start = table.startLine() == null ? 0 : table.startLine() + base;
        boolean headed = header != null || table.columns().isEmpty();
        return new Lines(header, headed, start);
    }

    /** How many lines to pass over before the first one that matters. */
    int before() {
        if (header != null) {
            return header - 1;
        }
        return headed ? 0 : Math.max(0, start - 1);
    }

    private static boolean isZero(@Nullable Integer line) {
        return line != null && line == 0;
    }
}
