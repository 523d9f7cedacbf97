package io.sluice.gateway.live;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.gateway.live.Turn.Next;
import io.vertx.core.Future;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber: runs the effects of its {@link Machine} and counts. Belongs to the event loop of its connection. Holds no
 * records: what it has not been able to send is in Kafka, and its position says where.
 */
final class Subscription implements Machine.Effects {
    private final LiveLoop loop;
    private final Outbound out;
    private final String id;
    private final Caller caller;
    private final LiveRequest request;
    private final Format format;
    private final Instant since;
    private final LiveHub.Seat seat;

    private Machine machine;
    private ChannelKey channel;
    private Start start = Start.NOWHERE;
    private LiveLoop.@Nullable Post post;
    private ReplayPool.@Nullable Ticket ticket;
    private @Nullable ChannelKey asked;
    private @Nullable Position mark;
    private @Nullable Position last;
    private String topicId = "";

    private final Tally tally = new Tally();
    private long scannedAtJoin;
    /** Updates that came before the subscription stood; they are answered when it does. */
    private int updatedEarly;

    /** @throws io.sluice.contract.ProblemException {@link Problem.TooMany} when the node has as many as it can bear */
    Subscription(LiveLoop loop, Outbound out, String id, Caller caller, LiveRequest request, Format format) {
        this.loop = loop;
        this.out = out;
        this.id = id;
        this.caller = caller;
        this.request = request;
        this.format = format;
        this.since = loop.clock().instant();
        this.channel = new ChannelKey(request.filter(), request.projection(), format);
        this.machine = Machine.opening(request.delivery() == Delivery.LATEST);
        this.seat = loop.hub().seat();
    }

    String id() {
        return id;
    }

    ChannelKey channel() {
        return channel;
    }

    boolean isOver() {
        return machine.state() instanceof Machine.Closed;
    }

    /** Finds the source and where to begin. Fails with a {@code ProblemException}; the client is told by then. */
    Future<Void> open() {
        return Start.find(loop, caller, request).<Void>map(this::begin).onFailure(cause -> fail(loop.problem(cause)));
    }

    private @Nullable Void begin(Start found) {
        if (isOver()) {
            return null;
        }
        start = found;
        topicId = found.topicId();
        if (found.stop() == null) {
            post = loop.post(found.topic());
        }
        apply(machine.opened(found.at()));
        return null;
    }

    /** The time of {@code until} has come: from now on there is a place to stop at. */
    private void until(Position stop) {
        if (!isOver()) {
            start = start.withStop(stop);
            if (position() == null) {
                end(EndReason.UNTIL);
            } else {
                apply(machine.suspend(live()));
                proceed();
            }
        }
    }

    /** A batch has something for this channel; {@link #settled} comes behind the last of its chunks. */
    void live(Chunk chunk) {
        if (out.isSlow() && !machine.slow()) {
            apply(machine.slowed(live()));
        }
        if (!(machine.state() instanceof Machine.Live)) {
            return;
        }
        tally.matched(chunk.count());
        if (machine.slow()) {
            tally.skipped(chunk.count());
            mark = chunk.after();
        } else {
            write(chunk);
        }
    }

    /** The batch is over for this channel; {@code failed} of its records could not be decided. */
    void settled(long failed) {
        tally.errors(failed);
        mark = null;
    }

    private void write(Chunk chunk) {
        tellMissed();
        Chunk wanted = chunk.first((int) Math.min(chunk.count(), request.limit() - tally.sent()));
        out.records(this, wanted);
        tally.sent(wanted.count());
        mark = wanted.after();
        if (tally.sent() >= request.limit()) {
            end(EndReason.LIMIT);
        }
    }

    private void tellMissed() {
        long missed = tally.takeMissed();
        if (missed > 0) {
            out.gap(this, new Gap(missed, Gap.Reason.SLOW));
        }
    }

    /** Records are gone for everybody on this topic. */
    void gap(Gap gap) {
        tellMissed();
        out.gap(this, gap);
    }

    /** The socket can take more. */
    void drained() {
        if (!out.isSlow() && !isOver()) {
            tellMissed();
            apply(machine.drained());
        }
    }

    void pause() {
        apply(machine.pause(live()));
    }

    void resume() {
        apply(machine.resume());
    }

    /** From here on only this filter; whatever comes behind the acknowledgement matches it. */
    void update(Filter filter, Projection projection) {
        apply(machine.suspend(live()));
        channel = new ChannelKey(filter, projection, format);
        if (position() == null) {
            updatedEarly++;
        } else {
            out.subscribed(this, true, token(position()));
        }
        apply(machine.updated());
        proceed();
    }

    @Override
    public void end(EndReason reason) {
        apply(machine.ended(reason));
    }

    private void fail(Problem problem) {
        if (!isOver()) {
            out.failed(this, problem);
            end(EndReason.FAILED);
        }
    }

    /** Once a second: tells the figures. */
    void tick() {
        if (machine.state() instanceof Machine.Opening) {
            return;
        }
        boolean live = post != null && machine.state() instanceof Machine.Live;
        long scannedLive = live && post != null ? post.outlet().scanned() - scannedAtJoin : 0;
        Stats stats = tally.tick(scannedLive, lag());
        stopWhenDue();
        seat.publish(new Session(
                seat.id(), caller.user(), start.topic(), channel.filter().print(), since, stats));
        out.stats(this, stats, state(), token(position()));
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

    private long lag() {
        @Nullable Position at = position();
        if (at == null) {
            return 0;
        } else if (start.stop() != null) {
            return start.stop().distanceFrom(at);
        } else if (post == null) {
            return 0;
        }
        return machine.state() instanceof Machine.Live
                ? post.outlet().lag()
                : post.tail().head().distanceFrom(at);
    }

    private String state() {
        if (machine.paused()) {
            return "paused";
        } else if (machine.state() instanceof Machine.Replaying) {
            return ticket != null && !ticket.isServed() ? "waiting" : "replaying";
        }
        return machine.state() instanceof Machine.Live ? "live" : "lagging";
    }

    private @Nullable Position position() {
        if (mark != null) {
            return mark;
        } else if (machine.state() instanceof Machine.Live) {
            return live();
        } else if (machine.state() instanceof Machine.Replaying replaying) {
            return replaying.at();
        }
        return machine.state() instanceof Machine.Lagging lagging ? lagging.at() : last;
    }

    /** Where a live subscriber stands: the outlet's position, or within the batch that is being delivered. */
    private Position live() {
        if (mark != null) {
            return mark;
        }
        return post == null ? Position.zero(0) : post.outlet().position();
    }

    private @Nullable String token(@Nullable Position at) {
        if (at == null) {
            return null;
        }
        boolean live = post != null && machine.state() instanceof Machine.Live;
        return new ResumeToken(live && post != null ? post.outlet().topicId() : topicId, at).text();
    }

    private void apply(Machine.Step step) {
        last = position();
        machine = step.machine();
        step.effects().forEach(effect -> effect.on(this));
    }

    @Override
    public void acknowledge() {
        out.subscribed(this, start.resumed(), token(position()));
        for (; updatedEarly > 0; updatedEarly--) {
            out.subscribed(this, true, token(position()));
        }
        if (start.gap() != null) {
            out.gap(this, start.gap());
        }
    }

    @Override
    public void ask(Machine.Ask question) {
        ChannelKey key = channel;
        @Nullable Position at = question.at();
        if (post != null && start.stop() == null && (question.whom() != Next.KAFKA || at == null)) {
            LiveLoop.Post joining = post;
            joining.tail().join(new TopicTail.Join(key, joining.outlet(), topicId, at), turn -> joining.outlet()
                    .run(() -> answered(question.number(), key, turn)));
        } else if (at != null) {
            ticket = loop.hub()
                    .replay()
                    .turn(
                            new ReplayTurn(start.topic(), topicId, key, at, start.stop()),
                            loop.context(),
                            turn -> answered(question.number(), key, turn),
                            cause -> fail(loop.problem(cause)));
        }
    }

    private void answered(int number, ChannelKey key, Turn turn) {
        asked = key;
        ticket = null;
        apply(machine.answered(number, turn));
    }

    @Override
    public void enroll(Turn turn) {
        if (post != null) {
            topicId = turn.topicId();
            post.outlet().enroll(this, turn);
            scannedAtJoin = post.outlet().scanned();
        }
    }

    @Override
    public void leave(boolean enrolled) {
        if (post == null) {
            return;
        }
        if (enrolled) {
            tally.scanned(post.outlet().scanned() - scannedAtJoin);
            topicId = post.outlet().topicId();
            post.outlet().remove(this);
            post.tail().leave(channel, post.outlet());
        } else if (asked != null) {
            post.tail().leave(asked, post.outlet());
        }
    }

    @Override
    public void deliver(Turn turn) {
        topicId = turn.topicId();
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
        mark = null;
    }

    @Override
    public void proceed() {
        if (out.isSlow()) {
            apply(machine.slowed(live()));
        }
        apply(machine.proceed());
    }

    @Override
    public void finish(EndReason reason) {
        if (reason.isTold()) {
            tellMissed();
        }
        out.ended(this, reason, token(last));
        seat.leave();
        if (post != null) {
            loop.release(post);
        }
    }
}
