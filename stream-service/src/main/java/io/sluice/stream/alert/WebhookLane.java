package io.sluice.stream.alert;

import io.sluice.stream.alert.Outbox.ToDeliver;
import io.sluice.stream.intake.SourceFault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the notices of one rule to its webhook, one at a time and in order, so that nobody hears of an end before the beginning. What is not
 * taken is tried again, after {@link #FIRST} at first and twice as long each time, at most {@link #MOST}, or as long as the receiver
 * asks for (an hour at most). It is given up when it is {@link #LASTING} old and the receiver refuses it as it is, and in any case when
 * it is {@link #PASSING} old. Belongs to one event loop; attempts run on workers.
 */
final class WebhookLane {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookLane.class);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(5);
    private static final Duration PASSING = Duration.ofHours(24);
    private static final Duration LASTING = Duration.ofHours(1);
    private static final int DOUBLINGS = 9;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Kit kit;
    private final AlertRow rule;
    private final boolean once;
    private Promise<Void> empty = Promise.promise();
    private Future<Void> trying = Future.succeededFuture();
    private boolean wanted;
    private boolean closed;
    private long timer = -1;

    /** @param once whether each notice is tried only once, as the rule is going away */
    WebhookLane(Kit kit, AlertRow rule, boolean once) {
        this.kit = kit;
        this.rule = rule;
        this.once = once;
    }

    /** What the lanes of a node share. */
    record Kit(Vertx vertx, WorkerExecutor workers, Outbox outbox, WebhookCall webhook, Clock clock) {}

    /** There may be something to deliver. */
    void kick() {
        if (closed) {
            return;
        }
        wanted = true;
        if (trying.isComplete()) {
            kit.vertx().cancelTimer(timer);
            go();
        }
    }

    /** Completes when nothing is left of what waits now, or with {@link #close}. */
    Future<Void> drained() {
        empty = Promise.promise();
        if (closed) {
            empty.complete();
        }
        kick();
        return empty.future();
    }

    /** @return completes when the attempt that is under way has ended */
    Future<Void> close() {
        closed = true;
        kit.vertx().cancelTimer(timer);
        empty.tryComplete();
        return trying.otherwiseEmpty();
    }

    private void go() {
        wanted = false;
        trying = step();
        trying.onComplete(done -> {
            if (done.failed()) {
                LOG.warn(
                        "webhook lane stumbled; alert={} cause={}",
                        rule.id(),
                        done.cause().toString());
                later(RETRY);
            } else if (wanted && !closed) {
                go();
            }
        });
    }

    private Future<Void> step() {
        return kit.outbox().toDeliver(rule.id()).compose(found -> {
            if (closed) {
                return Future.succeededFuture();
            } else if (found.isEmpty()) {
                settled();
                return Future.succeededFuture();
            }
            ToDeliver notice = found.get();
            Duration wait = Duration.between(kit.clock().instant(), notice.next());
            if (!once && wait.compareTo(Duration.ZERO) > 0) {
                later(wait);
                return Future.succeededFuture();
            }
            wanted = true;
            return attempt(notice);
        });
    }

    /** Unless somebody has asked again since. */
    private void settled() {
        if (!wanted) {
            empty.tryComplete();
        }
    }

    private Future<Void> attempt(ToDeliver notice) {
        String url = rule.webhook();
        if (url == null) {
            return kit.outbox().givenUp(rule.id(), notice.seq(), "There is no webhook any more.");
        }
        return kit.workers()
                .executeBlocking(
                        () -> {
                            kit.webhook().call(url, rule.secret(), notice);
                            return true;
                        },
                        false)
                .transform(done -> done.succeeded()
                        ? kit.outbox().delivered(rule.id(), notice.seq())
                        : failed(notice, done.cause()));
    }

    private Future<Void> failed(ToDeliver notice, Throwable cause) {
        if (!(cause instanceof SourceFault fault)) {
            return Future.failedFuture(cause);
        }
        Instant now = kit.clock().instant();
        Duration wait = longer(fault.pause(), pause(notice.attempts()));
        Instant end = notice.at().plus(fault.isLasting() ? LASTING : PASSING);
        if (once || now.plus(wait).isAfter(end)) {
            LOG.warn("webhook notice given up; alert={} attempts={}", rule.id(), notice.attempts() + 1);
            return kit.outbox().givenUp(rule.id(), notice.seq(), fault.reason());
        }
        return kit.outbox().postponed(rule.id(), notice.seq(), fault.reason(), now.plus(wait));
    }

    private void later(Duration wait) {
        if (!closed) {
            kit.vertx().cancelTimer(timer);
            timer = kit.vertx().setTimer(Math.max(1, wait.toMillis()), fired -> kick());
        }
    }

    /** @param attempts that failed before this one */
    static Duration pause(int attempts) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(attempts, DOUBLINGS));
        return doubled.compareTo(MOST) > 0 ? MOST : doubled;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
