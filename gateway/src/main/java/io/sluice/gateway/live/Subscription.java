package io.sluice.gateway.live;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.decode.Veils;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.filter.Veil;
import io.sluice.gateway.http.Problems;
import io.vertx.core.Future;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber: runs the effects of its {@link Machine} and counts. Belongs to the event loop of its connection. Holds no
 * records: what it has not been able to send is in Kafka, and its position says where.
 */
final class Subscription implements Machine.Effects {
    private static final int OK = 200;

    private final LiveLoop loop;
    private final Outbound out;
    private final String id;
    private Client client;
    private final LiveRequest request;
    private final Seats.Seat seat;
    private final Supply supply;
    private final Place place = new Place();

    private Machine machine;
    private ChannelKey channel;
    private Start start = Start.NOWHERE;

    private final Tally tally;
    /** Updates that came before the subscription stood; they are answered when it does. */
    private int updatedEarly;

    /** @throws io.sluice.contract.ProblemException {@link Problem.TooMany} when a limit is reached */
    Subscription(LiveLoop loop, Outbound out, String id, Client client, LiveRequest request) {
        this.loop = loop;
        this.out = out;
        this.id = id;
        this.client = client;
        this.request = request;
        this.channel = new ChannelKey(request.filter(), request.projection(), client.format());
        this.machine = Machine.opening(request.delivery() == Delivery.LATEST);
        this.seat = loop.hub().seats().take(this, loop, client, request);
        this.tally = new Tally(loop.counters());
        this.supply = new Supply(new Replay(loop, seat.allowance()), place, tally);
    }

    String id() {
        return id;
    }

    /** Its id in the list of sessions. */
    String session() {
        return seat.id();
    }

    ChannelKey channel() {
        return channel;
    }

    boolean isOver() {
        return machine.state() instanceof Machine.Closed;
    }

    /** Finds the source and where to begin. Fails with a {@code ProblemException}; the client is told by then. */
    Future<Void> open() {
        long news = loop.hub().access().news();
        Caller asked = client.caller();
        return Start.find(loop, client, request)
                .<Void>map(found -> begin(found, asked, news))
                .onFailure(cause -> fail(loop.problem(cause)));
    }

    /** The caller has another role: its right to the topic is asked for again. Without it this ends; with it, it may see more of the records, or less. */
    void authorize(Caller other) {
        client = client.withCaller(other);
        seat.represent(client);
        if (!start.equals(Start.NOWHERE)) {
            start.confirm(loop, client, this::isOver)
                    .onSuccess(access -> confirmed(other, access))
                    .onFailure(cause -> fail(loop.problem(cause)));
        }
    }

    /** An answer about a role that has changed again meanwhile says nothing. */
    private void confirmed(Caller asked, TopicAccess access) {
        if (client.caller().equals(asked)) {
            told(KnownFormat.of(access));
            veiled(Veils.of(access.veiling()));
        }
    }

    /** Its connection goes on under another proof of the same user. */
    Future<@Nullable Instant> renew(Identity.Verified fresh) {
        return out.renew(() -> loop.door().admit(fresh));
    }

    private @Nullable Void begin(Start found, Caller asked, long news) {
        if (isOver()) {
            return null;
        }
        start = found;
        channel = channel.under(found.veil());
        place.begin(found.topicId(), found.stop() == null ? loop.post(found.topic()) : null);
        told(found.format());
        publish(Stats.NONE);
        tell(Chronicle.Phase.BEGIN, null, OK);
        if (loop.hub().access().news() != news) {
            loop.hub().access().look(found.topic());
        }
        apply(machine.opened(found.at()));
        if (!client.caller().equals(asked)) {
            authorize(client.caller());
        }
        return null;
    }

    /** The topic may be read in another way from now on. */
    void told(KnownFormat format) {
        start = start.withFormat(start.format().later(format));
        LiveLoop.@Nullable Post post = place.post();
        if (post != null) {
            post.tail().told(start.format());
        }
    }

    /** From now on it is seen through this veil; what was sent before was not. */
    void veiled(Veil veil) {
        if (isOver() || machine.state() instanceof Machine.Opening || veil.equals(channel.veil())) {
            return;
        }
        apply(machine.suspend(place.live()));
        channel = channel.under(veil);
        apply(machine.updated());
        proceed();
    }

    /** The time of {@code until} has come: from now on there is a place to stop at. */
    private void until(Position stop) {
        if (!isOver()) {
            start = start.withStop(stop);
            if (place.of(machine) == null) {
                end(EndReason.UNTIL);
            } else {
                apply(machine.suspend(place.live()));
                proceed();
            }
        }
    }

    /** A batch has something for this channel; {@link #settled} comes behind the last of its chunks. */
    void live(Chunk chunk) {
        if (machine.state() instanceof Machine.Live && out.isSlow() && !machine.slow()) {
            apply(machine.slowed(place.live()));
        }
        if (!(machine.state() instanceof Machine.Live)) {
            return;
        }
        tally.matched(chunk.count());
        if (machine.slow()) {
            tally.skipped(chunk.count());
            place.mark(chunk.after());
        } else {
            write(chunk);
        }
    }

    /** The batch is over for this channel; {@code failed} of its records could not be decided. */
    void settled(long failed) {
        tally.errors(failed);
        place.settle();
    }

    private void write(Chunk chunk) {
        tellMissed();
        Chunk wanted = chunk.first((int) Math.min(chunk.count(), request.limit() - tally.sent()));
        int bytes = out.records(this, wanted);
        tally.sent(wanted.count(), bytes);
        place.mark(wanted.after());
        if (tally.sent() >= request.limit()) {
            end(EndReason.LIMIT);
        } else {
            failWhen(seat.allowance().deliver(bytes));
        }
    }

    private void failWhen(@Nullable Problem overLimit) {
        if (overLimit != null) {
            fail(overLimit);
        }
    }

    private void tellMissed() {
        long missed = tally.takeMissed();
        if (missed > 0) {
            tell(new Gap(missed, Gap.Reason.SLOW));
        }
    }

    private void tell(Gap gap) {
        loop.counters().gap(gap.reason());
        out.gap(this, gap);
    }

    /** Records are gone for everybody on this topic. */
    void gap(Gap gap) {
        tellMissed();
        tell(gap);
    }

    /** The socket can take more. */
    void drained() {
        if (!out.isSlow() && !isOver()) {
            tellMissed();
            apply(machine.drained());
        }
    }

    void pause() {
        supply.cancel();
        apply(machine.pause(place.live()));
    }

    void resume() {
        apply(machine.resume());
    }

    /**
     * From here on only this filter; whatever comes behind the acknowledgement matches it.
     *
     * @throws io.sluice.contract.ProblemException {@link Problem.TooMany} when it costs too much; the old one stays
     */
    void update(Filter filter, Projection projection) {
        seat.allowance().change(new Account.Use(request.source(), filter));
        apply(machine.suspend(place.live()));
        channel = new ChannelKey(filter, projection, client.format(), channel.veil());
        if (place.of(machine) == null) {
            updatedEarly++;
        } else {
            tellMissed();
            out.subscribed(this, true, place.token(machine));
        }
        tell(Chronicle.Phase.CHANGE, null, OK);
        apply(machine.updated());
        proceed();
    }

    @Override
    public void end(EndReason reason) {
        apply(machine.ended(reason));
    }

    /** Tells the client why, and from where it can go on, and ends. */
    void fail(Problem problem) {
        if (!isOver()) {
            if (start.equals(Start.NOWHERE)) {
                tell(Chronicle.Phase.REFUSED, problem.code(), Problems.status(problem));
            }
            out.failed(this, problem, place.token(machine));
            end(EndReason.FAILED);
        }
    }

    /** Once a second: tells the figures. */
    void tick() {
        if (machine.state() instanceof Machine.Opening) {
            return;
        }
        long scannedLive = machine.state() instanceof Machine.Live ? supply.scanned() : 0;
        Stats stats = tally.tick(scannedLive, place.lag(machine, start.stop()));
        stopWhenDue();
        // The token of the figures must not overtake the gap before it.
        if (!out.isSlow()) {
            tellMissed();
        }
        publish(stats);
        out.stats(this, stats, state(), place.token(machine));
        failWhen(seat.allowance().pay());
    }

    private void tell(Chronicle.Phase phase, @Nullable String reason, int status) {
        String topic = start.equals(Start.NOWHERE) ? request.source().name() : start.topic();
        String filter = channel.filter().toString();
        loop.chronicle()
                .hear(new Chronicle.Visit(
                        phase, client.guest(), seat.id(), topic, filter, reason, status, tally.sent()));
    }

    private void publish(Stats stats) {
        seat.publish(start.topic(), channel, state(), stats);
    }

    private void stopWhenDue() {
        if (start.isDue(loop.clock().instant())) {
            Start due = start;
            start = due.withUntil(null);
            due.findStop(loop).onSuccess(this::until).onFailure(cause -> notFound(due, loop.problem(cause)));
        }
    }

    /** The broker may be away when the time comes; then the next second will do. */
    private void notFound(Start due, Problem problem) {
        if (problem instanceof Problem.Unavailable) {
            start = start.withUntil(due.until());
        } else {
            fail(problem);
        }
    }

    private String state() {
        if (machine.paused()) {
            return "paused";
        } else if (machine.state() instanceof Machine.Replaying) {
            return supply.isWaiting() ? "waiting" : "replaying";
        }
        return machine.state() instanceof Machine.Live ? "live" : "lagging";
    }

    private void apply(Machine.Step step) {
        place.remember(machine);
        machine = step.machine();
        step.effects().forEach(effect -> effect.on(this));
    }

    @Override
    public void acknowledge() {
        out.subscribed(this, start.resumed(), place.token(machine));
        for (; updatedEarly > 0; updatedEarly--) {
            out.subscribed(this, true, place.token(machine));
        }
        if (start.gap() != null) {
            tell(start.gap());
        }
    }

    @Override
    public void ask(Machine.Ask question) {
        supply.ask(
                question,
                channel,
                start,
                turn -> apply(machine.answered(question.number(), turn)),
                cause -> fail(loop.problem(cause)));
    }

    @Override
    public void enroll(Turn turn) {
        supply.enroll(this, turn);
    }

    @Override
    public void leave(boolean enrolled) {
        supply.leave(this, enrolled);
    }

    @Override
    public void deliver(Turn turn) {
        place.topicId(turn.topicId());
        tally.turn(turn.counts());
        if (turn.gap() != null) {
            gap(turn.gap());
        }
        for (Chunk chunk : turn.chunks()) {
            if (!isOver()) {
                write(chunk);
            }
        }
        loop.frames().clear();
        place.settle();
    }

    @Override
    public void proceed() {
        if (out.isSlow()) {
            apply(machine.slowed(place.live()));
        }
        apply(machine.proceed());
    }

    @Override
    public void finish(EndReason reason) {
        if (reason.isTold()) {
            tellMissed();
        }
        out.ended(this, reason, place.token(machine, place.last()));
        supply.cancel();
        seat.leave();
        if (!start.equals(Start.NOWHERE)) {
            tell(Chronicle.Phase.END, reason.text(), OK);
        }
        if (place.post() != null) {
            loop.release(place.post());
        }
    }
}
