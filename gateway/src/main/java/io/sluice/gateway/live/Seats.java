package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.contract.Sessions.Place;
import io.sluice.contract.Sessions.Reader;
import io.sluice.contract.Sessions.Reading;
import io.sluice.contract.Sessions.Session;
import io.sluice.filter.Projection;
import io.sluice.gateway.live.Account.Use;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The live subscriptions of a node: their ids, what they may use, and what is known of them. Thread-safe. */
final class Seats {
    private final String node;
    private final Ledger ledger;
    private final AtomicLong last = new AtomicLong();
    private final Map<String, Seat> taken = new ConcurrentHashMap<>();

    /** @param node unique in a cluster; a session's id begins with it */
    Seats(String node, Ledger ledger) {
        this.node = node;
        this.ledger = ledger;
    }

    /** A subscription's place. What is published by its event loop is read by any thread. */
    final class Seat {
        private final String id;
        private volatile Client client;
        private final Delivery delivery;
        private final Instant since;
        private final Allowance allowance;
        private final Subscription subscription;
        private final Context context;
        private volatile @Nullable Session session;

        private Seat(Subscription subscription, Context context, Client client, LiveRequest request, Instant since) {
            this.id = node + "-" + last.incrementAndGet();
            this.client = client;
            this.delivery = request.delivery();
            this.since = since;
            Use use = new Use(request.source(), request.filter());
            this.allowance = ledger.open(client.caller().user(), client.address(), use, request.isReplay());
            this.subscription = subscription;
            this.context = context;
        }

        /** Its id in the list of sessions. */
        String id() {
            return id;
        }

        Client client() {
            return client;
        }

        /** Its caller has got another role. */
        void represent(Client other) {
            client = other;
        }

        Allowance allowance() {
            return allowance;
        }

        void publish(String topic, ChannelKey channel, String state, Stats stats) {
            Reading reading =
                    new Reading(topic, channel.filter().toString(), select(channel.projection()), delivery.text());
            Reader reader = new Reader(client.caller().user(), client.address(), client.transport());
            session = new Session(new Place(since, id), node, reader, reading, state, stats.toFigures());
        }

        private String select(Projection projection) {
            return projection.equals(Projection.ALL) ? "" : projection.toString();
        }

        /** Null until the subscription stands. */
        @Nullable Session session() {
            return session;
        }

        /** Does something with the subscription on its event loop, unless it is over by then. */
        void run(Consumer<Subscription> task) {
            context.runOnContext(now -> {
                if (!subscription.isOver()) {
                    task.accept(subscription);
                }
            });
        }

        /** The same for what has an answer, which comes on the caller's context. */
        <T> Future<T> ask(Function<Subscription, Future<T>> question) {
            Promise<T> answer = Promise.promise();
            context.runOnContext(now -> {
                if (subscription.isOver()) {
                    answer.fail(Problem.NotFound.of("session", id).toException());
                } else {
                    question.apply(subscription).onComplete(answer);
                }
            });
            return answer.future();
        }

        void leave() {
            taken.remove(id);
            allowance.close();
        }
    }

    /** @throws io.sluice.contract.ProblemException {@link io.sluice.contract.Problem.TooMany} */
    Seat take(Subscription subscription, LiveLoop loop, Client client, LiveRequest request) {
        Seat seat = new Seat(
                subscription, loop.context(), client, request, loop.clock().instant());
        taken.put(seat.id(), seat);
        return seat;
    }

    Optional<Seat> find(String id) {
        return Optional.ofNullable(taken.get(id));
    }

    /** Those that stand on this topic. */
    List<Seat> of(String topic) {
        return taken.values().stream().filter(seat -> isOn(seat, topic)).toList();
    }

    /** That somebody stands on. */
    Set<String> topics() {
        return sessions().map(session -> session.reading().topic()).collect(Collectors.toSet());
    }

    private static boolean isOn(Seat seat, String topic) {
        @Nullable Session session = seat.session();
        return session != null && session.reading().topic().equals(topic);
    }

    Stream<Session> sessions() {
        return taken.values().stream().map(Seat::session).filter(Objects::nonNull);
    }
}
