package io.sluice.contract;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/**
 * One typed piece of news on the event bus, for every node that listens. Nobody answers, and news is lost to who does not listen at
 * that moment; so it only hastens what a listener would find out otherwise, at its next question.
 *
 * <p>A codec for {@code type} must be registered on the bus before either end is used.
 *
 * @param address bus address, {@code service.thing.changed}
 * @param type what is announced
 */
public record Announcement<E extends Record>(String address, Class<E> type) {

    /** Tells every listener of every node. Never waits. */
    public void publish(Vertx vertx, E news) {
        vertx.eventBus().publish(address, news);
    }

    /**
     * Hears it on the caller's context until the registration is unregistered; its {@code completion()} says when every node
     * knows of this listener.
     */
    public MessageConsumer<E> listen(Vertx vertx, Consumer<E> listener) {
        return vertx.eventBus().consumer(address, (Message<E> message) -> listener.accept(message.body()));
    }
}
