package io.sluice.gateway.live;

import io.sluice.contract.Grants;
import io.sluice.contract.Masking;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.contract.Topics.TopicAccessChanged;
import io.sluice.decode.Veils;
import io.sluice.filter.Veil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Asks again for the right to read when it may have changed, once for each caller on the topic, ends the subscriptions of those who
 * have lost it, and tells the others how the topic is read now. Thread-safe. Where nobody can tell at the moment, it asks again in a second.
 *
 * <p>A subscription that asked for its right before the news and stands only after it would be missed; so it compares the number
 * of {@link #news} before and after, and asks for itself.
 */
final class AccessWatch {
    private static final long AGAIN_MS = 1_000;

    private final Vertx vertx;
    private final Seats seats;
    private final MessageConsumer<TopicAccessChanged> heard;
    private final MessageConsumer<Grants.Changed> granted;
    private final MessageConsumer<Masking.Changed> masked;
    private volatile long news;

    AccessWatch(Vertx vertx, Seats seats) {
        this.vertx = vertx;
        this.seats = seats;
        this.heard = Topics.ACCESS_CHANGED.listen(vertx, changed -> check(changed.topic()));
        this.granted = Grants.CHANGED.listen(vertx, this::check);
        this.masked = Masking.CHANGED.listen(vertx, changed -> checkAll());
    }

    /** Completes when every node knows that this one listens. */
    Future<Void> ready() {
        return Future.all(heard.completion(), granted.completion(), masked.completion())
                .mapEmpty();
    }

    long news() {
        return news;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the bus calls one listener on one context
    private void check(String topic) {
        news++;
        look(topic);
    }

    /** What these users hold is another now. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the bus calls one listener on one context
    private void check(Grants.Changed changed) {
        news++;
        seats.topics().forEach(topic -> look(topic, changed::concerns));
    }

    /** What is masked in one topic is masked in all that are made of it. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // the bus calls one listener on one context
    private void checkAll() {
        news++;
        seats.topics().forEach(this::look);
    }

    /** Asks for everybody on the topic. */
    void look(String topic) {
        look(topic, anybody -> true);
    }

    private void look(String topic, Predicate<String> users) {
        Map<Topics.AuthorizeTopic, List<Seats.Seat>> asked = seats.of(topic).stream()
                .filter(seat -> users.test(seat.client().caller().user()))
                .collect(Collectors.groupingBy(seat -> new Topics.AuthorizeTopic(
                        seat.client().caller(), topic, seat.client().access())));
        asked.forEach((question, theirs) -> Topics.AUTHORIZE
                .call(vertx, question)
                .onSuccess(access -> tell(theirs, access))
                .onFailure(cause -> refused(topic, theirs, cause)));
    }

    private static void tell(List<Seats.Seat> theirs, TopicAccess access) {
        KnownFormat format = KnownFormat.of(access);
        Veil veil = Veils.of(access.veiling());
        theirs.forEach(seat -> seat.run(subscription -> {
            subscription.told(format);
            subscription.veiled(veil);
        }));
    }

    private void refused(String topic, List<Seats.Seat> theirs, Throwable cause) {
        if (!(cause instanceof ProblemException known)) {
            vertx.setTimer(AGAIN_MS, now -> look(topic));
        } else if (known.problem() instanceof Problem.Forbidden) {
            end(theirs, EndReason.DISABLED);
        } else if (known.problem() instanceof Problem.NotFound) {
            end(theirs, EndReason.UNREADABLE);
        } else {
            vertx.setTimer(AGAIN_MS, now -> look(topic));
        }
    }

    private static void end(List<Seats.Seat> theirs, EndReason reason) {
        theirs.forEach(seat -> seat.run(subscription -> subscription.end(reason)));
    }

    void close() {
        heard.unregister();
        granted.unregister();
        masked.unregister();
    }
}
