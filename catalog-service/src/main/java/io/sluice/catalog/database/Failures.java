package io.sluice.catalog.database;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What a failure of the database means, decided by its kind and SQLSTATE, never by its message. */
public final class Failures {
    /** U+0000 in a text, and in JSON. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    private static final String CANCELED = "57014";

    private Failures() {}

    /** For {@code recover}: a violation of this constraint or unique index is the caller's {@code problem}. */
    public static <T> Function<Throwable, Future<T>> onViolation(String constraint, Problem problem) {
        return cause -> Future.failedFuture(violates(cause, constraint) ? problem.toException() : cause);
    }

    public static boolean violates(Throwable cause, String constraint) {
        return cause instanceof PgException failed && constraint.equals(failed.getConstraint());
    }

    static Throwable translate(Throwable cause) {
        if (cause instanceof ProblemException) {
            return cause;
        }
        if (cause instanceof PgException failed) {
            return byState(failed);
        }
        return isLost(cause) ? unavailable() : cause;
    }

    private static Throwable byState(PgException failed) {
        String state = String.valueOf(failed.getSqlState());
        if (UNSTORABLE.contains(state)) {
            return Problem.Invalid.at("", "a text holds a character that cannot be stored (U+0000)")
                    .toException();
        }
        boolean lost = state.equals(CANCELED)
                || "FATAL".equals(failed.getSeverity()) // no connection was made, whatever the reason
                || "PANIC".equals(failed.getSeverity())
                || state.startsWith("08") // connection exception
                || state.startsWith("40") // deadlock, serialization
                || state.startsWith("53") // out of connections, memory, disk
                || state.startsWith("57P"); // shutting down, starting up, database dropped
        return lost ? unavailable() : failed;
    }

    /** The client tells a refused, broken, full or closed connection with checked exceptions and with its own family. */
    private static boolean isLost(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof TimeoutException
                || cause instanceof VertxException
                || !(cause instanceof RuntimeException || cause instanceof Error);
    }

    private static Throwable unavailable() {
        return new Problem.Unavailable("The catalog's database does not answer at the moment.").toException();
    }
}
