package io.sluice.gateway.live;

import io.sluice.gateway.live.Turn.Next;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscription's records come from: the tail of its topic, or turns that read Kafka itself. Belongs to the subscription's event loop.
 */
final class Supply {
    private final Replay replay;
    private final Place place;
    private final Tally tally;
    private @Nullable ChannelKey asked;
    private long scannedAtJoin;

    Supply(Replay replay, Place place, Tally tally) {
        this.replay = replay;
        this.place = place;
        this.tally = tally;
    }

    /** Asks the tail where it can, else for a turn of replay. */
    void ask(Machine.Ask question, ChannelKey key, Start start, Consumer<Turn> answer, Consumer<Throwable> failure) {
        @Nullable Position at = question.at();
        LiveLoop.@Nullable Post post = place.post();
        if (post != null && start.stop() == null && (question.whom() != Next.KAFKA || at == null)) {
            TopicTail.Join join = new TopicTail.Join(key, post.outlet(), place.topicId(), at);
            post.tail().join(join, turn -> post.outlet().run(() -> answered(key, turn, answer)));
        } else if (at != null) {
            KnownFormat format = start.format();
            ReplayTurn turn =
                    new ReplayTurn(start.topic(), place.topicId(), key, at, start.stop(), format.of(place.topicId()));
            replay.ask(turn, result -> answered(key, result, answer), failure);
        }
    }

    private void answered(ChannelKey key, Turn turn, Consumer<Turn> answer) {
        asked = key;
        answer.accept(turn);
    }

    void enroll(Subscription subscription, Turn turn) {
        LiveLoop.@Nullable Post post = place.post();
        if (post != null) {
            place.topicId(turn.topicId());
            post.outlet().enroll(subscription, turn);
            scannedAtJoin = post.outlet().scanned();
        }
    }

    void leave(Subscription subscription, boolean enrolled) {
        LiveLoop.@Nullable Post post = place.post();
        if (post == null) {
            return;
        }
        if (enrolled) {
            tally.scanned(scanned());
            place.topicId(post.outlet().topicId());
            post.outlet().remove(subscription);
            post.tail().leave(subscription.channel(), post.outlet());
        } else if (asked != null) {
            post.tail().leave(asked, post.outlet());
        }
    }

    /** Records of the tail since it was joined. */
    long scanned() {
        LiveLoop.@Nullable Post post = place.post();
        return post == null ? 0 : post.outlet().scanned() - scannedAtJoin;
    }

    /** Whether a turn of replay has been asked for and has not begun. */
    boolean isWaiting() {
        return replay.isWaiting();
    }

    /** No further turn of replay is asked for. */
    void cancel() {
        replay.cancel();
    }
}
