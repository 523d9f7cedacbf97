package io.sluice.gateway.live;

import io.sluice.contract.RecordFormat;
import io.sluice.gateway.live.ModelNode.Loop;
import io.sluice.gateway.live.ModelNode.Post;
import io.sluice.gateway.live.Turn.Next;
import org.jspecify.annotations.Nullable;

/** Runs the effects of the production {@link Machine} as {@link Subscription} does, over the mailboxes of a {@link ModelNode}. */
final class ModelSubscriber implements Machine.Effects {
    private final ModelNode node;
    private final Loop loop;
    private final ModelWire wire;
    private final Begin begin;
    private final Post post;
    private Machine machine;
    private ChannelKey channel;
    private @Nullable ChannelKey asked;
    private @Nullable Position mark;
    private @Nullable Position last;
    private String topicId;
    private long missed;
    private int updatedEarly;

    /** What {@link Start} has found. */
    record Begin(
            ChannelKey channel,
            boolean skips,
            String topicId,
            @Nullable Position at,
            @Nullable Gap gap,
            boolean resumed) {}

    ModelSubscriber(ModelNode node, Loop loop, ModelWire wire, Begin begin) {
        this.node = node;
        this.loop = loop;
        this.wire = wire;
        this.begin = begin;
        this.channel = begin.channel();
        this.topicId = begin.topicId();
        this.post = node.hold(loop);
        this.machine = Machine.opening(begin.skips());
        apply(machine.opened(begin.at()));
    }

    ChannelKey channel() {
        return channel;
    }

    boolean isLive() {
        return machine.state() instanceof Machine.Live && !machine.slow();
    }

    boolean isOver() {
        return machine.state() instanceof Machine.Closed;
    }

    void live(Output output) {
        for (Chunk chunk : output.chunks()) {
            if (wire.isSlow() && !machine.slow()) {
                apply(machine.slowed(live()));
            }
            if (!(machine.state() instanceof Machine.Live)) {
                break;
            }
            if (machine.slow()) {
                missed += chunk.count();
                mark = chunk.after();
            } else {
                write(chunk);
            }
        }
        mark = null;
    }

    private void write(Chunk chunk) {
        tellMissed();
        wire.records(channel.format(), chunk);
        mark = chunk.after();
    }

    private void tellMissed() {
        if (missed > 0) {
            wire.gap(new Gap(missed, Gap.Reason.SLOW));
            missed = 0;
        }
    }

    void gap(Gap gap) {
        tellMissed();
        wire.gap(gap);
    }

    void drained() {
        if (!wire.isSlow() && !isOver()) {
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

    void update(ChannelKey other) {
        if (isOver()) {
            return;
        }
        apply(machine.suspend(live()));
        channel = other;
        if (position() == null) {
            updatedEarly++;
        } else {
            tellMissed();
            wire.subscribed(true, token(position()));
        }
        apply(machine.updated());
        proceed();
    }

    void tick() {
        if (!isOver() && position() != null && !wire.isSlow()) {
            tellMissed();
            wire.stats(token(position()));
        }
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

    private Position live() {
        return mark != null ? mark : post.outlet().position;
    }

    private @Nullable String token(@Nullable Position at) {
        if (at == null) {
            return null;
        }
        boolean live = machine.state() instanceof Machine.Live;
        return new ResumeToken(live ? post.outlet().topicId : topicId, at).text();
    }

    private void apply(Machine.Step step) {
        last = position();
        machine = step.machine();
        step.effects().forEach(effect -> effect.on(this));
    }

    @Override
    public void acknowledge() {
        wire.subscribed(begin.resumed(), token(position()));
        for (; updatedEarly > 0; updatedEarly--) {
            wire.subscribed(true, token(position()));
        }
        if (begin.gap() != null) {
            wire.gap(begin.gap());
        }
    }

    @Override
    public void ask(Machine.Ask question) {
        ChannelKey key = channel;
        @Nullable Position at = question.at();
        if (question.whom() != Next.KAFKA || at == null) {
            post.tail().join(key, post.outlet(), topicId, at, turn -> answered(question.number(), key, turn));
        } else {
            node.turn(
                    new ReplayTurn(ModelTopic.NAME, topicId, key, at, null, RecordFormat.AUTO),
                    loop,
                    turn -> answered(question.number(), key, turn));
        }
    }

    private void answered(int number, ChannelKey key, Turn turn) {
        asked = key;
        apply(machine.answered(number, turn));
    }

    @Override
    public void enroll(Turn turn) {
        topicId = turn.topicId();
        post.outlet().topicId = turn.topicId();
        post.outlet().position = turn.at();
        post.outlet().members.add(this);
    }

    @Override
    public void leave(boolean enrolled) {
        ChannelKey key = enrolled ? channel : asked;
        if (enrolled) {
            topicId = post.outlet().topicId;
            post.outlet().members.remove(this);
        }
        if (key != null) {
            post.tail().inbox.add(() -> post.tail().log.leave(key, post.outlet()));
        }
    }

    @Override
    public void deliver(Turn turn) {
        topicId = turn.topicId();
        if (turn.gap() != null) {
            gap(turn.gap());
        }
        turn.chunks().forEach(this::write);
        mark = null;
    }

    @Override
    public void proceed() {
        if (wire.isSlow()) {
            apply(machine.slowed(live()));
        }
        apply(machine.proceed());
    }

    @Override
    public void end(EndReason reason) {
        apply(machine.ended(reason));
    }

    @Override
    public void finish(EndReason reason) {
        if (reason.isTold()) {
            tellMissed();
            wire.end(token(last));
        }
        node.release(loop, post);
    }
}
