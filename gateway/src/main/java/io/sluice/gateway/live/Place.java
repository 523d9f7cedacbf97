package io.sluice.gateway.live;

import io.sluice.gateway.live.LiveLoop.Post;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscription stands: everything before was delivered to it. While it is live that is its outlet's position, or a place
 * within the batch that is being delivered; else its machine has it. Belongs to the subscription's event loop.
 */
final class Place {
    private @Nullable Post post;
    private @Nullable Position mark;
    private @Nullable Position last;
    private String topicId = "";

    /** @param post null: the subscription reads a past that has an end, and no tail */
    void begin(String topicId, @Nullable Post post) {
        this.topicId = topicId;
        this.post = post;
    }

    /** The tail that it follows, and its outlet on this event loop. */
    @Nullable Post post() {
        return post;
    }

    /** Of the incarnation of the topic that it has last heard of. */
    String topicId() {
        return topicId;
    }

    void topicId(String id) {
        topicId = id;
    }

    /** Within a batch that is being delivered, behind what was written. */
    void mark(Position within) {
        mark = within;
    }

    /** The batch is over. */
    void settle() {
        mark = null;
    }

    /** Before the machine goes on: where it was is what counts when it is over. */
    void remember(Machine machine) {
        last = of(machine);
    }

    @Nullable Position last() {
        return last;
    }

    /** Null until it is known. */
    @Nullable Position of(Machine machine) {
        if (mark != null) {
            return mark;
        } else if (machine.state() instanceof Machine.Live) {
            return live();
        } else if (machine.state() instanceof Machine.Replaying replaying) {
            return replaying.at();
        }
        return machine.state() instanceof Machine.Lagging lagging ? lagging.at() : last;
    }

    Position live() {
        if (mark != null) {
            return mark;
        }
        return post == null ? Position.zero(0) : post.outlet().position();
    }

    @Nullable String token(Machine machine) {
        return token(machine, of(machine));
    }

    @Nullable String token(Machine machine, @Nullable Position at) {
        if (at == null) {
            return null;
        }
        boolean live = post != null && machine.state() instanceof Machine.Live;
        return new ResumeToken(live && post != null ? post.outlet().topicId() : topicId, at).text();
    }

    /** Records to the end of the topic, or to {@code stop}. */
    long lag(Machine machine, @Nullable Position stop) {
        @Nullable Position at = of(machine);
        if (at == null) {
            return 0;
        } else if (stop != null) {
            return stop.distanceFrom(at);
        } else if (post == null) {
            return 0;
        }
        return machine.state() instanceof Machine.Live
                ? post.outlet().lag()
                : post.tail().head().distanceFrom(at);
    }
}
