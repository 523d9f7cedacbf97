package io.sluice.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A served endpoint and the questions it has not answered yet. Belongs to the context that opened it. Closing it (a verticle
 * does so when it stops) tells every waiting caller at once, so that nobody waits for a time-out.
 */
public final class Served {
    /** Concurrent, because an answer may be completed by a foreign thread (a Kafka client's, say). */
    private final Set<Message<?>> open = ConcurrentHashMap.newKeySet();

    private @Nullable MessageConsumer<?> consumer;

    private Served() {}

    static <Q> Served open(Vertx vertx, String address, BiConsumer<Message<Q>, Served> handler) {
        Served served = new Served();
        served.consumer = vertx.eventBus().<Q>consumer(address, message -> {
            served.open.add(message);
            handler.accept(message, served);
        });
        return served;
    }

    /** @return whether the question was still open, that is, whether the caller of this method is the one to answer it */
    boolean settle(Message<?> message) {
        return open.remove(message);
    }

    /** Completes when every node knows that this server listens. */
    public Future<Void> ready() {
        return consumer == null ? Future.succeededFuture() : consumer.completion();
    }

    public Future<Void> close() {
        for (Message<?> message : Set.copyOf(open)) {
            if (settle(message)) {
                Endpoint.fail(message, new Problem.Unavailable("The service stopped before it could answer."));
            }
        }
        return consumer == null ? Future.succeededFuture() : consumer.unregister();
    }
}
