package io.sluice.gateway.live;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one subscription comes to its turns of replay: first it waits until its accounts can pay for one, then for its place in the
 * pool's queue. Belongs to the subscription's event loop.
 */
final class Replay {
    private final LiveLoop loop;
    private final Allowance allowance;
    /** Of the turn under way, or of the last one. */
    private ReplayPool.@Nullable Ticket ticket;

    private long timer = -1;

    Replay(LiveLoop loop, Allowance allowance) {
        this.loop = loop;
        this.allowance = allowance;
    }

    /** Whether a turn has been asked for and has not begun. */
    boolean isWaiting() {
        return timer != -1 || (ticket != null && !ticket.isServed());
    }

    /** Asks for a turn; takes the place of one that is still waiting to be paid for. */
    void ask(ReplayTurn turn, Consumer<Turn> answer, Consumer<Throwable> failure) {
        cancel();
        long likely = loop.hub().config().memory().turn();
        Duration wait = allowance.turn(likely);
        if (!wait.isZero()) {
            timer = loop.vertx().setTimer(Math.max(1, wait.toMillis()), due -> {
                timer = -1;
                ask(turn, answer, failure);
            });
            return;
        }
        ticket = loop.hub()
                .replay()
                .turn(
                        turn,
                        ticket,
                        loop.context(),
                        result -> {
                            allowance.turned(likely, result.counts().bytes());
                            answer.accept(result);
                        },
                        cause -> {
                            allowance.turned(likely, 0);
                            failure.accept(cause);
                        });
    }

    /** Asks no more. A turn that has its place in the queue already is still answered. */
    void cancel() {
        loop.vertx().cancelTimer(timer);
        timer = -1;
    }
}
