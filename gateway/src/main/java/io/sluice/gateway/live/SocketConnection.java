package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Violation;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.gateway.socket.WebSocket;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket with its subscriptions: one that came with the address ({@code single}), or as many as the client asks for. A bad
 * frame is answered with an {@code error} frame and the socket stays. In single mode a refusal or the end of the subscription
 * closes it.
 */
final class SocketConnection implements Outbound, LiveLoop.Connection {
    private static final String SINGLE = "0";

    private final LiveLoop loop;
    private final WebSocket socket;
    private final String address;
    private final String credential;
    private final String request;
    private final Tenure tenure;
    private final Pulse pulse;
    private final boolean single;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    /** Those whose saved view is being looked up. */
    private final Set<String> opening = new HashSet<>();

    private final SavedViews views;
    private @Nullable Problem failure;
    private boolean closing;
    private long heard;
    private @Nullable Duration retry;

    /**
     * What a client is connected by.
     *
     * @param address of the client
     * @param credential by which it came, in words
     * @param request the id of the request that opened it
     */
    record Link(WebSocket socket, String address, String credential, String request) {}

    SocketConnection(LiveLoop loop, Link link, Admission admission, boolean single) {
        this.loop = loop;
        this.socket = link.socket();
        this.address = link.address();
        this.credential = link.credential();
        this.request = link.request();
        this.tenure = new Tenure(loop.clock(), admission);
        this.pulse = Pulse.ofAnswering(loop.hub().config().times(), loop.nanos());
        this.heard = socket.heard();
        this.single = single;
        this.views = new SavedViews(loop.vertx());
    }

    void open() {
        socket.onDrain(now -> all().forEach(Subscription::drained))
                .onClose(gone -> gone())
                .onText(this::received)
                .onBinary(bytes -> error(null, invalid("", "expected text, not binary")));
        loop.add(this);
    }

    /** The subscription of the address. */
    void subscribe(Function<String, @Nullable String> field) {
        attempt(SINGLE, () -> subscribe(SINGLE, field));
        closeWhenOver();
    }

    private void subscribe(String id, Function<String, @Nullable String> field) {
        if (!SavedViews.isNamed(field)) {
            subscribe(id, LiveRequest.read(field));
            return;
        }
        requireRoom(id);
        opening.add(id);
        views.open(tenure.caller(), field).onComplete(opened -> {
            opening.remove(id);
            if (!closing) {
                attempt(id, () -> subscribe(id, LiveRequest.read(known(opened))));
            }
            if (single) {
                closeWhenOver();
            }
        });
    }

    private Function<String, @Nullable String> known(AsyncResult<Function<String, @Nullable String>> opened) {
        if (opened.failed()) {
            throw loop.problem(opened.cause()).toException();
        }
        return opened.result();
    }

    private void received(String text) {
        if (closing) {
            return;
        }
        if (text.length() > loop.hub().config().memory().inbound()) {
            String limit = loop.hub().config().memory().inbound() + " characters";
            error(null, new Problem.TooLarge("A frame can have at most " + limit + "."));
            return;
        }
        attempt(null, () -> {
            JsonObject json = ClientFrame.object(text);
            attempt(ClientFrame.id(json), () -> handle(ClientFrame.read(json)));
        });
    }

    private void attempt(@Nullable String id, Runnable action) {
        try {
            action.run();
        } catch (ProblemException refused) {
            error(id, refused.problem());
        }
    }

    private void handle(ClientFrame frame) {
        switch (frame.type()) {
            case SUBSCRIBE -> subscribe(frame.id(), frame::field);
            case UPDATE -> update(known(frame.id()), frame);
            case PAUSE -> known(frame.id()).pause();
            case RESUME -> known(frame.id()).resume();
            case UNSUBSCRIBE -> known(frame.id()).end(EndReason.UNSUBSCRIBED);
            case RENEW -> renew(frame);
        }
    }

    private void renew(ClientFrame frame) {
        @Nullable String token = frame.field("token");
        if (token == null) {
            throw Problem.Invalid.at("/token", "is missing").toException();
        }
        renew(() -> loop.door().admit(token)).onFailure(cause -> {
            if (!closing) {
                error(null, loop.problem(cause));
            }
        });
    }

    @Override
    public Future<@Nullable Instant> renew(Supplier<Future<Admission>> proven) {
        return tenure.renew(proven).map(done -> {
            if (!closing) {
                loop.renewed(this);
                send(Frames.frame("renewed", null, Frames.expiry(tenure.expiresAt())));
            }
            return tenure.expiresAt();
        });
    }

    private void subscribe(String id, LiveRequest request) {
        requireRoom(id);
        Client client = new Client(tenure.caller(), address, Format.FRAMES, credential, this.request);
        Subscription subscription = new Subscription(loop, this, id, client, request);
        subscriptions.put(id, subscription);
        subscription.open();
    }

    private void requireRoom(String id) {
        if (subscriptions.containsKey(id) || opening.contains(id)) {
            throw new Problem.Conflict("There is a subscription \"" + id + "\" on this socket.").toException();
        }
        int limit = loop.hub().config().limits().subscriptionsPerSocket();
        if (subscriptions.size() + opening.size() >= limit) {
            throw new Problem.TooMany("A socket can carry " + limit + " subscriptions.", Duration.ofSeconds(1))
                    .toException();
        }
    }

    private void update(Subscription subscription, ClientFrame frame) {
        List<Violation> violations = new ArrayList<>();
        @Nullable String where = frame.field("where");
        @Nullable String select = frame.field("select");
        Filter filter = where == null ? subscription.channel().filter() : LiveRequest.filter(where, violations);
        Projection projection =
                select == null ? subscription.channel().projection() : LiveRequest.projection(select, violations);
        if (!violations.isEmpty()) {
            throw Problem.Invalid.of(violations).toException();
        }
        subscription.update(filter, projection);
    }

    private Subscription known(String id) {
        @Nullable Subscription subscription = subscriptions.get(id);
        if (subscription == null) {
            throw Problem.NotFound.of("subscription", id).toException();
        }
        return subscription;
    }

    private static Problem invalid(String pointer, String reason) {
        return Problem.Invalid.at(pointer, reason);
    }

    private List<Subscription> all() {
        return List.copyOf(subscriptions.values());
    }

    @Override
    public boolean isSlow() {
        return socket.isFull();
    }

    @Override
    public void subscribed(Subscription subscription, boolean resumed, @Nullable String token) {
        send(Frames.frame("subscribed", subscription.id(), Frames.subscribed(subscription.session(), resumed, token)));
    }

    @Override
    public int records(Subscription subscription, Chunk chunk) {
        return loop.frames().send(chunk, subscription.id(), socket);
    }

    @Override
    public void gap(Subscription subscription, Gap gap) {
        send(Frames.frame("gap", subscription.id(), Frames.gap(gap)));
    }

    @Override
    public void stats(Subscription subscription, Stats stats, String state, @Nullable String token) {
        if (!isSlow()) {
            send(Frames.frame("stats", subscription.id(), Frames.stats(stats, state, token)));
        }
    }

    @Override
    public void ended(Subscription subscription, EndReason reason, @Nullable String token) {
        subscriptions.remove(subscription.id());
        if (reason.isTold()) {
            send(Frames.frame("end", subscription.id(), Frames.end(reason, retry, token)));
        }
        if (single && !closing) {
            finish(failure == null ? Frames.closeCode(reason) : Frames.closeCode(failure), reason.text());
        }
    }

    @Override
    public void failed(Subscription subscription, Problem problem, @Nullable String token) {
        failure = problem;
        send(Frames.frame("error", subscription.id(), Frames.problem(problem, token)));
    }

    private void error(@Nullable String id, Problem problem) {
        failure = problem;
        send(Frames.frame("error", id, Frames.problem(problem)));
    }

    /** A subscription of the address that was refused before it began. */
    private void closeWhenOver() {
        if (subscriptions.isEmpty() && opening.isEmpty() && !closing && failure != null) {
            finish(Frames.closeCode(failure), failure.code());
        }
    }

    @Override
    public Tenure tenure() {
        return tenure;
    }

    @Override
    public void tick() {
        if (tenure.isOver()) {
            close(EndReason.EXPIRED);
            return;
        }
        @Nullable Instant end = tenure.warning(loop.hub().config().times().warnBefore());
        if (end != null) {
            send(Frames.frame("expiring", null, Frames.expiry(end)));
        }
        all().forEach(Subscription::tick);
        if (socket.heard() != heard) {
            heard = socket.heard();
            pulse.sign();
        }
        switch (pulse.tick(socket.isFull(), socket.waiting())) {
            case NOTHING -> {}
            case BEAT -> socket.ping();
            case GONE -> cut(EndReason.DISCONNECTED);
            case STALLED -> cut(EndReason.STALLED);
        }
    }

    @Override
    public void authorize() {
        all().forEach(subscription -> subscription.authorize(tenure.caller()));
    }

    private void cut(EndReason reason) {
        if (!closing) {
            loop.hub().countCut(reason);
            leave(reason);
            socket.cut();
        }
    }

    private void leave(EndReason reason) {
        closing = true;
        all().forEach(subscription -> subscription.end(reason));
        loop.remove(this);
    }

    @Override
    public void drain(Duration wait) {
        retry = wait;
        close(EndReason.SHUTDOWN);
    }

    @Override
    public void close(EndReason reason) {
        if (!closing) {
            leave(reason);
            socket.close(Frames.closeCode(reason), reason.text());
        }
    }

    private void finish(short code, String reason) {
        closing = true;
        socket.close(code, reason);
        loop.remove(this);
    }

    /** Also behind a farewell: on a socket whose address has a subscription there may be others. */
    private void gone() {
        leave(EndReason.DISCONNECTED);
    }

    private void send(String frame) {
        socket.text(frame);
    }
}
