package io.sluice.stream.kafka;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/** What failures of Kafka and Postgres mean to a caller. Decided by type, never by message text. */
public final class Faults {
    /** Class 08 of SQLSTATE is "connection exception", 57P0x a server that is going down, 57014 a statement over its time. */
    private static final String CONNECTION_CLASS = "08";

    private static final String SHUTDOWN_CLASS = "57P0";
    private static final String STATEMENT_TIMEOUT = "57014";

    /** "Character not in repertoire", and "untranslatable character" in JSON: U+0000, which Postgres keeps in no text. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    private Faults() {}

    /** For the edge of every endpoint: what is away becomes {@link Problem.Unavailable}, anything unknown stays as it is. */
    public static <T> Future<T> toProblem(Throwable failure) {
        Throwable cause = unwrap(failure);
        if (cause instanceof ProblemException) {
            return Future.failedFuture(cause);
        } else if (cause instanceof PgException refused && UNSTORABLE.contains(String.valueOf(refused.getSqlState()))) {
            return Future.failedFuture(Problem.Invalid.at("", "a text holds a character that cannot be stored (U+0000)")
                    .toException());
        } else if (isKafkaAway(cause)) {
            return Future.failedFuture(unavailable("Kafka"));
        } else if (isPostgresAway(cause)) {
            return Future.failedFuture(unavailable("The database"));
        } else if (cause instanceof TimeoutException) {
            return Future.failedFuture(unavailable("A part of the platform"));
        }
        return Future.failedFuture(cause);
    }

    /** A recovery for one kind of failure; any other passes through. */
    public static <T> Function<Throwable, Future<T>> on(Class<? extends Throwable> kind, Supplier<Future<T>> recovery) {
        return failure -> kind.isInstance(unwrap(failure)) ? recovery.get() : Future.failedFuture(failure);
    }

    /** The broker cannot be reached or is busy with itself; the same request may succeed later. */
    public static boolean isKafkaAway(Throwable cause) {
        return cause instanceof RetriableException || cause instanceof InterruptException;
    }

    public static Throwable unwrap(Throwable failure) {
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        Throwable cause = failure.getCause();
        return wrapper && cause != null ? cause : failure;
    }

    private static boolean isPostgresAway(Throwable cause) {
        if (cause instanceof PgException refused) {
            String state = String.valueOf(refused.getSqlState());
            return state.startsWith(CONNECTION_CLASS)
                    || state.startsWith(SHUTDOWN_CLASS)
                    || state.equals(STATEMENT_TIMEOUT);
        }
        return cause instanceof ClosedConnectionException
                || cause instanceof ClosedChannelException
                || cause instanceof IOException;
    }

    private static ProblemException unavailable(String who) {
        return new Problem.Unavailable(who + " does not answer at the moment.").toException();
    }
}
