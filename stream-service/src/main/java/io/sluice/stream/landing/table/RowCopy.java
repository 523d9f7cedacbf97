package io.sluice.stream.landing.table;

import io.sluice.stream.landing.column.CopyBuffer;
import io.sluice.stream.landing.column.Row;

/** A row in the order of {@link Layout#written}. */
final class RowCopy {
    /** Topic, partition, offset and time of the record. */
    private static final int PLACE_FIELDS = 4;

    private static final int STAGING_FIELDS = 2;

    private RowCopy() {}

    /** @param staged whether the caller adds the fields of the temporary table */
    static void write(Layout layout, Row row, boolean staged, CopyBuffer out) {
        int columns = layout.columns().size();
        out.row(columns + (layout.rest() == null ? 0 : 1) + PLACE_FIELDS + (staged ? STAGING_FIELDS : 0));
        for (int i = 0; i < columns; i++) {
            out.cell(layout.columns().get(i).type(), row.cells()[i]);
        }
        if (layout.rest() != null) {
            byte[] rest = row.rest();
            if (rest == null) {
                out.missing();
            } else {
                out.jsonb(rest);
            }
        }
        out.text(row.record().topic());
        out.integer(row.record().partition());
        out.bigint(row.record().offset());
        out.time(row.record().timestamp());
    }
}
