package io.sluice.stream.landing.run;

import io.sluice.contract.Streams.State;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.landing.database.DatabaseFault;
import io.sluice.stream.landing.run.Session.Fenced;
import io.sluice.stream.landing.run.Session.Surroundings;
import io.sluice.stream.landing.table.Books.Place;
import io.sluice.stream.store.Backoff;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lands this node's share of a topic, on a daemon thread of its own that blocks where it must. Every node runs every landing, and Kafka shares
 * the partitions among them.
 *
 * <p>The thread holds two things that can break one without the other: a member of the consumer group ({@link Share}) and a connection to the
 * database ({@link Session}). While the database is away it stays a member, reads nothing and tries again after growing pauses. A fault of
 * Kafka costs both.
 *
 * <p>{@link #start}, {@link #stop}, {@link #last} and {@link #figures} may be called by any thread and never block.
 */
public final class LandingRun {
    private static final Logger LOG = LoggerFactory.getLogger(LandingRun.class);
    private static final Duration PAUSE_FIRST = Duration.ofMillis(500);
    private static final Duration PAUSE_PASSING = Duration.ofSeconds(10);
    private static final Duration PAUSE_LASTING = Duration.ofMinutes(1);
    private static final Duration PAUSE_FENCED = Duration.ofMillis(200);

    private final LandingTask task;
    private final Kafka kafka;
    private final Thread thread;
    private final Standing standing = new Standing();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Backoff passing = new Backoff(PAUSE_FIRST, PAUSE_PASSING);
    private final Backoff lasting = new Backoff(PAUSE_FIRST, PAUSE_LASTING);
    private volatile @Nullable Share share;

    /** What the landings of a node share of Kafka. */
    public record Kafka(KafkaLink link, Admin admin, DeadLetterTopic deadLetters) {}

    /** @param places of the partitions that are landed here, as far as they are known */
    public record Figures(State state, @Nullable String reason, Map<Integer, Place> places) {
        public long landed() {
            return places.values().stream().mapToLong(Place::landed).sum();
        }
    }

    public LandingRun(LandingTask task, Kafka kafka) {
        this.task = task;
        this.kafka = kafka;
        this.thread = new Thread(this::run, "sluice-landing-" + task.id());
        this.thread.setDaemon(true);
    }

    /**
     * @param changed is called by the thread of the landing when its state, or the reason, has become another, and when it is
     *     {@linkplain #isThrough through}; must not block
     */
    public void start(Runnable changed) {
        standing.observe(changed);
        thread.start();
    }

    /** @return completes when nothing more is written and the figures are final */
    public CompletableFuture<Void> stop() {
        stopped.countDown();
        Share current = share;
        if (current != null) {
            current.wakeUp();
        }
        return ended;
    }

    /** The topic gets no more records that are to be landed: it is to say when all of them are. May be said before the start. */
    public void last() {
        standing.last();
    }

    /** Whether all nodes together have landed everything of a topic that gets no more. */
    public boolean isThrough() {
        return standing.isThrough();
    }

    public Figures figures() {
        return standing.figures();
    }

    private boolean isStopping() {
        return stopped.getCount() == 0;
    }

    private void run() {
        try {
            while (!isStopping()) {
                attempt();
            }
        } catch (WakeupException | InterruptedException | InterruptException woken) {
            LOG.debug("landing stopped; landing={}", task.id());
        } finally {
            if (!isStopping()) {
                standing.tell(State.FAILED, "Sluice had to give up this landing; it goes on after a restart.");
            }
            ended.complete(null);
        }
    }

    /** From joining the group to a fault of Kafka. */
    private void attempt() throws InterruptedException {
        try (Share mine = new Share(kafka.link(), task, standing)) {
            share = mine;
            Surroundings around =
                    new Surroundings(mine, standing, new TopicWatch(kafka.admin(), task), kafka.deadLetters());
            while (!isStopping()) {
                mine.rest(session(around));
            }
        } catch (WakeupException woken) {
            LOG.debug("landing woken; landing={}", task.id());
        } catch (InterruptException interrupted) {
            throw interrupted;
        } catch (KafkaException fault) {
            LOG.warn("landing has trouble with Kafka; landing={} cause={}", task.id(), fault.toString());
            standing.tell(State.FAILED, reason(fault));
            stopped.await(passing.next(), TimeUnit.MILLISECONDS);
        } finally {
            share = null;
        }
    }

    private String reason(KafkaException fault) {
        if (fault instanceof UnknownTopicOrPartitionException) {
            return "The topic \"" + task.topic() + "\", or that for dead letters, is gone.";
        } else if (fault instanceof RecordTooLargeException) {
            return "A record that cannot land is larger than the topic for dead letters takes (max.message.bytes).";
        }
        return "Kafka does not answer, or refuses; it is tried again.";
    }

    /**
     * From opening a connection to its end, or a fault.
     *
     * @return how long to stay away then
     */
    private Duration session(Surroundings around) throws InterruptedException {
        try (Session session = Session.open(task, around)) {
            while (!isStopping()) {
                session.step();
                standing.tell(State.RUNNING, null);
                passing.reset();
                lasting.reset();
            }
            return Duration.ZERO;
        } catch (Fenced elsewhere) {
            LOG.info("another node has landed what this one was about to; landing={}", task.id());
            return PAUSE_FENCED;
        } catch (SourceFault fault) {
            return failed(fault);
        } catch (SQLException broken) {
            LOG.debug("landing has trouble with its database; landing={}", task.id(), broken);
            return failed(DatabaseFault.of(broken));
        } catch (KafkaException fault) {
            throw fault;
        } catch (RuntimeException bug) {
            String id = UUID.randomUUID().toString().substring(0, 8);
            LOG.error("landing failed unexpectedly; id={} landing={}", id, task.id(), bug);
            return failed(SourceFault.lasting(
                    "Something unexpected happened inside Sluice (fault " + id + "); it is tried again."));
        }
    }

    private Duration failed(SourceFault fault) {
        long pause = fault.isLasting() ? lasting.next() : passing.next();
        LOG.info("nothing lands; landing={} retryMs={} reason={}", task.id(), pause, fault.reason());
        standing.tell(State.FAILED, fault.reason());
        return Duration.ofMillis(pause);
    }
}
