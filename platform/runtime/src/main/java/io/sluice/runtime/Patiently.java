package io.sluice.runtime;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Asks again what was not answered, for two minutes: for what a start cannot do without. On a machine that is busy a database or a service may be
 * late, and a node that gave up for that would have to be started by hand.
 */
public final class Patiently {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long PAUSE_MS = 500;

    private Patiently() {}

    /** @param question may be asked more than once */
    public static <T> Future<T> ask(Vertx vertx, Supplier<Future<T>> question) {
        return ask(vertx, question, System.nanoTime() + LIMIT.toNanos());
    }

    private static <T> Future<T> ask(Vertx vertx, Supplier<Future<T>> question, long deadline) {
        return question.get()
                .recover(failure -> isUnavailable(failure) && System.nanoTime() < deadline
                        ? vertx.timer(PAUSE_MS).compose(fired -> ask(vertx, question, deadline))
                        : Future.failedFuture(failure));
    }

    private static boolean isUnavailable(Throwable failure) {
        return failure instanceof ProblemException known && known.problem() instanceof Problem.Unavailable;
    }
}
