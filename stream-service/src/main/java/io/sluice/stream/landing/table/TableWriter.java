package io.sluice.stream.landing.table;

import io.sluice.contract.Landings.Mode;
import io.sluice.stream.landing.column.CopyBuffer;
import io.sluice.stream.landing.column.Row;
import io.sluice.stream.landing.database.DatabaseFault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * Writes rows to a table in the caller's transaction, a batch after the other: {@link #begin}, {@link #add} for each row, {@link #end}.
 * Belongs to one thread.
 *
 * <p>Rows are copied in Postgres's binary form while they are made, so the server takes some while this side makes others. What only adds rows is
 * copied straight into the table; what may change rows, or meet some that are there already, is copied into a temporary table and merged from
 * there by one statement. When the database refuses, the batch is halved again and again under savepoints until the guilty rows are alone.
 */
public final class TableWriter {
    private static final int CHUNK = 1 << 16;

    private final Connection on;
    private final CopyManager copies;
    private final Layout layout;
    private final String placeIndex;
    private final CopyBuffer buffer = new CopyBuffer();
    private List<Row> rows = new ArrayList<>();
    private @Nullable Attempt attempt;
    /** Of the batch that is under way: some rows of it are there already, or may be. */
    private boolean staged;

    private boolean hasStaging;
    /** The temporary table has rows of this transaction that are merged already. */
    private boolean merged;

    /**
     * @param on with auto-commit switched off
     * @param placeIndex name of the table's unique index over topic, partition and offset
     */
    public TableWriter(Connection on, Layout layout, String placeIndex) throws SQLException {
        this.on = on;
        this.copies = on.unwrap(PGConnection.class).getCopyAPI();
        this.layout = layout;
        this.placeIndex = placeIndex;
    }

    /**
     * What became of a batch.
     *
     * @param landed rows that were written, or changed others, or came too late to do so
     * @param fresh rows that the table has more now; below 0 where some were taken away
     */
    public record Written(long landed, long fresh, List<Refused> refused) {}

    /** @param reason why the database does not take the row */
    public record Refused(Row row, String reason, @Nullable String column, String sqlstate) {}

    /** One copying of rows, to be taken back if it fails. */
    private static final class Attempt {
        private final Savepoint before;
        private final CopyIn copy;
        private final boolean staged;
        private long order;
        private @Nullable SQLException failure;

        Attempt(Savepoint before, CopyIn copy, boolean staged) {
            this.before = before;
            this.copy = copy;
            this.staged = staged;
        }
    }

    private static final class Tally {
        private long landed;
        private long fresh;
        private final List<Refused> refused = new ArrayList<>();
    }

    public void begin() throws SQLException {
        rows = new ArrayList<>();
        staged = layout.mode() == Mode.UPSERT;
        merged = false;
        attempt = open();
    }

    /** The first failure is kept for {@link #end}, which has all rows then. */
    public void add(Row row) throws SQLException {
        rows.add(row);
        Attempt current = attempt;
        if (current != null && current.failure == null) {
            write(current, row);
        }
    }

    public Written end() throws SQLException {
        Attempt current = attempt;
        attempt = null;
        if (current == null) {
            throw new IllegalStateException("not begun");
        }
        Tally tally = new Tally();
        try {
            finish(current, rows.size(), tally);
        } catch (SQLException refused) {
            takeBack(current, refused);
            if (layout.mode() == Mode.INSERT && DatabaseFault.breaks(refused, placeIndex)) {
                staged = true;
                land(rows, tally);
            } else {
                halve(rows, refused, tally);
            }
        }
        return new Written(tally.landed, tally.fresh, List.copyOf(tally.refused));
    }

    private void land(List<Row> part, Tally tally) throws SQLException {
        Attempt one = open();
        try {
            for (Row row : part) {
                if (one.failure == null) {
                    write(one, row);
                }
            }
            finish(one, part.size(), tally);
        } catch (SQLException refused) {
            takeBack(one, refused);
            halve(part, refused, tally);
        }
    }

    private void halve(List<Row> part, SQLException refused, Tally tally) throws SQLException {
        if (part.size() > 1) {
            land(part.subList(0, part.size() / 2), tally);
            land(part.subList(part.size() / 2, part.size()), tally);
        } else if (!part.isEmpty() && !DatabaseFault.breaks(refused, placeIndex)) {
            tally.refused.add(new Refused(
                    part.get(0),
                    DatabaseFault.reason(refused),
                    DatabaseFault.column(refused),
                    DatabaseFault.state(refused)));
        }
    }

    private Attempt open() throws SQLException {
        if (staged && !hasStaging) {
            run(layout.createStaging());
            hasStaging = true;
        }
        if (staged && merged) {
            run(layout.clearStaging());
            merged = false;
        }
        Savepoint before = on.setSavepoint();
        CopyIn copy = copies.copyIn(staged ? layout.copyToStaging() : layout.copy());
        buffer.clear();
        buffer.header();
        return new Attempt(before, copy, staged);
    }

    private void write(Attempt to, Row row) throws SQLException {
        RowCopy.write(layout, row, to.staged, buffer);
        if (to.staged) {
            buffer.bigint(to.order++);
            buffer.truth(row.gone());
        }
        if (buffer.length() >= CHUNK) {
            try {
                to.copy.writeToCopy(buffer.bytes(), 0, buffer.length());
                buffer.clear();
            } catch (SQLException failed) {
                to.failure = failed;
            }
        }
    }

    private void finish(Attempt one, int count, Tally tally) throws SQLException {
        if (one.failure != null) {
            throw one.failure;
        }
        buffer.end();
        one.copy.writeToCopy(buffer.bytes(), 0, buffer.length());
        long copied = one.copy.endCopy();
        long fresh = copied;
        if (one.staged) {
            long removed = layout.mode() == Mode.UPSERT ? run(layout.remove()) : 0;
            fresh = merge() - removed;
            merged = true;
        }
        on.releaseSavepoint(one.before);
        tally.landed += one.staged && layout.mode() == Mode.INSERT ? fresh : count;
        tally.fresh += fresh;
    }

    private long merge() throws SQLException {
        try (Statement statement = on.createStatement();
                ResultSet counted = statement.executeQuery(layout.merge())) {
            counted.next();
            return counted.getLong(1);
        }
    }

    /** @throws SQLException the failure itself, where no row is at fault */
    private void takeBack(Attempt failed, SQLException refused) throws SQLException {
        if (failed.copy.isActive()) {
            failed.copy.cancelCopy();
        }
        if (!DatabaseFault.isOfRow(refused)) {
            throw refused;
        }
        on.rollback(failed.before);
        on.releaseSavepoint(failed.before);
    }

    private int run(String sql) throws SQLException {
        try (Statement statement = on.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
