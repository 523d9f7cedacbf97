package io.sluice.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One typed question and its answer on the event bus. Endpoints are constants, so "find usages" shows both ends.
 *
 * <p>A codec for {@code ask} and {@code answer} must be registered on the bus before either end is used. Every call ends: with
 * the answer, or with a {@link ProblemException}; no server, a server that went away and a server that is too slow are {@link
 * Problem.Unavailable}.
 *
 * @param address bus address, {@code service.thing.verb}
 * @param ask type of the question
 * @param answer type of the answer
 */
public record Endpoint<Q extends Record, R extends Record>(String address, Class<Q> ask, Class<R> answer) {

    /** Long enough for a topic to be created on a busy broker, short enough for a person who waits. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final int PROBLEM = 1;

    /**
     * Answers questions on the caller's context until the returned registration is closed; what is in flight then fails with
     * {@link Problem.Unavailable} at once.
     */
    public Served serve(Vertx vertx, Function<Q, Future<R>> handler) {
        return Served.open(vertx, address, (Message<Q> message, Served served) -> handle(message, served, handler));
    }

    private void handle(Message<Q> message, Served served, Function<Q, Future<R>> handler) {
        Future<R> answer;
        try {
            answer = handler.apply(message.body());
        } catch (RuntimeException thrown) {
            answer = Future.failedFuture(thrown);
        }
        answer.onComplete(done -> {
            if (!served.settle(message)) {
                return;
            }
            if (done.succeeded()) {
                message.reply(done.result());
            } else {
                fail(message, toProblem(done.cause()));
            }
        });
    }

    static void fail(Message<?> message, Problem problem) {
        message.fail(PROBLEM, ProblemWire.encode(problem));
    }

    private Problem toProblem(Throwable cause) {
        if (cause instanceof ProblemException known) {
            return known.problem();
        }
        String id = UUID.randomUUID().toString();
        LOG.error("unexpected failure in a service; id={} address={}", id, address, cause);
        return new Problem.Internal(id);
    }

    /** The same question to one node of several that answer it, each under its own name. */
    public Endpoint<Q, R> at(String node) {
        return new Endpoint<>(address + "." + node, ask, answer);
    }

    /** Asks with {@link #PATIENCE}. */
    public Future<R> call(Vertx vertx, Q question) {
        return call(vertx, question, PATIENCE);
    }

    /** Asks and waits at most {@code patience}; fails only with {@link ProblemException}. */
    public Future<R> call(Vertx vertx, Q question, Duration patience) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(patience.toMillis());
        return vertx.eventBus()
                .<R>request(address, question, options)
                .map(Message::body)
                .recover(cause -> Future.failedFuture(toException(cause)));
    }

    private Throwable toException(Throwable cause) {
        if (!(cause instanceof ReplyException reply)) {
            return cause;
        }
        return switch (reply.failureType()) {
            case RECIPIENT_FAILURE ->
                ProblemWire.decode(String.valueOf(reply.getMessage())).toException();
            case NO_HANDLERS, TIMEOUT -> unavailable().toException();
            case ERROR -> reply;
        };
    }

    private Problem unavailable() {
        String service = address.substring(0, address.indexOf('.'));
        return new Problem.Unavailable("The " + service + " service does not answer at the moment.");
    }
}
