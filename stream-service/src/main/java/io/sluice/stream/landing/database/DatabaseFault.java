package io.sluice.stream.landing.database;

import io.sluice.stream.intake.SourceFault;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What failures of a database mean. Decided by SQLSTATE; a foreign message is never shown. */
public final class DatabaseFault {
    private static final String UNIQUE = "23505";

    private DatabaseFault() {}

    /** Why nothing lands at the moment, in words for the owner. */
    public static SourceFault of(SQLException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SourceFault known) {
                return known;
            }
        }
        return ofState(failed.getCause() instanceof PSQLException inner ? state(inner) : state(failed));
    }

    private static SourceFault ofState(String state) {
        switch (state) {
            case "3D000":
                return SourceFault.lasting("There is no database of this name on the server.");
            case "42501":
                return SourceFault.lasting("The database does not allow this user to do what a landing does.");
            case "42P01", "3F000":
                return SourceFault.lasting("The table, or one that is kept beside it, is gone.");
            case "42703", "42804", "42P10":
                return SourceFault.lasting("The table is not what it was when the landing was made.");
            case "55P03", "57014":
                return SourceFault.passing("Somebody else holds a lock on the table, or the database is too slow.");
            case "25006":
                return SourceFault.passing("The database takes no writes at the moment.");
            default:
                return ofClass(state);
        }
    }

    private static SourceFault ofClass(String state) {
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28" -> SourceFault.lasting("The database refuses this user name or password.");
            case "40" -> SourceFault.passing("Another transaction of the database was in the way.");
            case "53" -> SourceFault.passing("The database has no room, or no connection, left.");
            case "08", "57", "" -> SourceFault.passing("The database does not answer; it is tried again.");
            default -> SourceFault.lasting("The database refuses (SQLSTATE " + state + ").");
        };
    }

    /** Whether a row is at fault, and not the database: what it says, what refers to it, what a rule of the table says of it. */
    public static boolean isOfRow(SQLException failed) {
        String state = state(failed);
        return state.startsWith("22")
                || state.startsWith("23")
                || state.equals("44000")
                || state.equals("P0001")
                || state.equals("54000");
    }

    /** Whether it breaks this constraint, or unique index. */
    public static boolean breaks(SQLException failed, String constraint) {
        ServerErrorMessage told = told(failed);
        return state(failed).equals(UNIQUE) && told != null && constraint.equals(told.getConstraint());
    }

    /** Why the database refuses a row. */
    public static String reason(SQLException failed) {
        ServerErrorMessage told = told(failed);
        String rule = told == null || told.getConstraint() == null ? "" : " \"" + told.getConstraint() + "\"";
        return switch (state(failed)) {
            case UNIQUE -> "another row has the same values, and the table's rule" + rule + " allows one";
            case "23502" -> "the table wants a value here";
            case "23503" -> "the table's rule" + rule + " wants a row of another table that is not there";
            case "23514" -> "the table's rule" + rule + " does not hold";
            case "23P01" -> "another row is in the way of the table's rule" + rule;
            case "22001" -> "a text is longer than the column takes";
            case "22003" -> "a number is out of the range of the column";
            case "22008" -> "a time is out of range";
            case "22P02", "22P05", "22021" -> "a text, or JSON, has what Postgres cannot hold";
            case "54000" -> "a value is too long for an index of the table";
            case "P0001" -> "a trigger of the table refuses it";
            default -> "the database refuses it";
        };
    }

    public static @Nullable String column(SQLException failed) {
        ServerErrorMessage told = told(failed);
        return told == null ? null : told.getColumn();
    }

    public static String state(SQLException failed) {
        String state = failed.getSQLState();
        return state == null ? "" : state;
    }

    private static @Nullable ServerErrorMessage told(SQLException failed) {
        return failed instanceof PSQLException known ? known.getServerErrorMessage() : null;
    }
}
