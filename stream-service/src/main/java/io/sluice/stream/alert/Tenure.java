package io.sluice.stream.alert;

import io.sluice.stream.alert.Evaluation.Changes;
import io.sluice.stream.alert.RuleState.Ending;
import io.sluice.stream.alert.RuleState.Glance;
import io.sluice.stream.alert.RuleState.Loaded;
import io.sluice.stream.kafka.RegistryAway;
import io.sluice.stream.topic.TopicFormats;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One claim of a rule, from what is stored until the rule changes, somebody else claims it, or something fails; then another
 * one begins with what is stored. Reads records, stores what comes of them at once when something is to be told and else about once
 * a second, and never tells anything that is not stored. Blocks; belongs to the rule's thread.
 */
final class Tenure {
    private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);
    private static final Duration FLUSH = Duration.ofSeconds(1);
    /** Nothing tells that a topic is gone, or has more partitions, but the broker when it is asked. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** The same of the end of a topic that gets no more: a transaction may still be open there. */
    private static final Duration LOOK_FOR_END = Duration.ofSeconds(1);

    private static final Duration PRUNE = Duration.ofHours(1);
    private static final int BATCH = 5_000;

    private final AlertRun.Kit kit;
    private final AlertRow rule;
    private final Publisher publisher;
    private final Evaluation evaluation;
    private final SeenRecord seen;
    private final TopicFormats.Stored format;
    private final Map<TopicPartition, Long> positions;
    private long mutedUntil;
    private long storedAt;
    private long lookedAt;
    private long prunedAt;
    private boolean moved;
    private AlertPassage.@Nullable Next next;

    private Tenure(AlertRun.Kit kit, AlertRow rule, Publisher publisher, Loaded loaded, TopicFormats.Stored format) {
        this.kit = kit;
        this.rule = rule;
        this.publisher = publisher;
        this.seen = new SeenRecord(kit.decoders().of(format.format()));
        this.format = format;
        this.positions = new HashMap<>(loaded.positions());
        this.mutedUntil = rule.mutedUntilMillis();
        this.evaluation = new Evaluation(
                Condition.of(rule.definition(), kit.clock()),
                Terms.of(rule.definition()),
                loaded.clock(),
                UUID::randomUUID);
        evaluation.resume(loaded.groups());
    }

    /** The rule can go on only after somebody has changed it. No stack trace. */
    static final class Gone extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Gone(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** @param rule as it was claimed */
    static Tenure of(AlertRun.Kit kit, AlertRow rule, Publisher publisher) throws Exception {
        Loaded loaded = kit.waiter().await(() -> kit.state().load(rule));
        TopicFormats.Stored format = kit.waiter().await(() -> kit.formats().find(rule.source(), rule.sourceId()));
        return new Tenure(kit, rule, publisher, loaded, format);
    }

    /**
     * Goes on until it is to stop, or the rule has changed. A wake-up of the consumer makes it look whether that is so.
     *
     * @param news whether something may have changed since this was asked last
     * @throws Gone when there is nothing to read any more
     */
    void watch(Consumer<byte[], byte[]> consumer, BooleanSupplier stopping, BooleanSupplier news) throws Exception {
        if (rule.applied() != rule.condition()) {
            end("changed", Ending.APPLIED);
        }
        next = next();
        TopicDescription source = look();
        source.partitions()
                .forEach(one -> positions.putIfAbsent(new TopicPartition(rule.source(), one.partition()), 0L));
        Merge merge = new Merge(consumer, positions);
        storedAt = now();
        try {
            while (!stopping.getAsBoolean() && (!news.getAsBoolean() || isSame())) {
                if (isThrough(merge)) {
                    pass(merge);
                    return;
                }
                step(merge);
                lookNowAndThen(source);
            }
        } catch (Gone gone) {
            flush(merge);
            throw gone;
        }
        flush(merge);
    }

    /** Where the rule goes on when it has read everything of a topic that gets no more. */
    private AlertPassage.@Nullable Next next() throws Exception {
        return kit.waiter().await(() -> kit.passage().of(rule)).orElse(null);
    }

    private boolean isThrough(Merge merge) throws Exception {
        if (next == null || !merge.isCaughtUp()) {
            return false;
        }
        Map<TopicPartition, Long> places = merge.positions();
        return kit.waiter().await(() -> kit.passage().isEnd(places));
    }

    private void pass(Merge merge) throws Exception {
        AlertPassage.Next to = Objects.requireNonNull(next);
        store(merge.positions(), Ending.NONE);
        kit.waiter().await(() -> kit.passage().go(rule, to));
        LOG.info(
                "alert goes on with its stream; alert={} from={} to={}",
                rule.name(),
                rule.source(),
                to.to().name());
    }

    private void flush(Merge merge) throws Exception {
        if (moved) {
            store(merge.positions(), Ending.NONE);
        }
    }

    private void step(Merge merge) throws Exception {
        try {
            merge.poll(Duration.ofMillis(sleep()));
        } catch (WakeupException woken) {
            return;
        }
        read(merge);
        if (merge.isCaughtUp()) {
            evaluation.idle(now());
            storeIfDue(merge);
            evaluation.remind(now(), mutedUntil);
        }
        storeIfDue(merge);
        publisher.publishIfDue(now());
    }

    private void storeIfDue(Merge merge) throws Exception {
        if (evaluation.hasTurns() || (moved && now() - storedAt >= FLUSH.toMillis())) {
            store(merge.positions(), Ending.NONE);
        }
    }

    /** Whether the rule, and how its records are read, is what it was; until when it is muted is taken over. */
    private boolean isSame() throws Exception {
        Glance now = kit.waiter().await(() -> kit.state().glance(rule.id()));
        mutedUntil = now.mutedUntil();
        TopicFormats.Stored stored = kit.waiter().await(() -> kit.formats().find(rule.source(), rule.sourceId()));
        next = next();
        return now.epoch() == rule.epoch() && stored.version() == format.version();
    }

    /** Ends what fires; nobody watches it any more. */
    void end(String resolution, Ending ending) throws Exception {
        evaluation.stop(now(), resolution);
        store(Map.of(), ending);
    }

    /** What nobody can decode at the moment is no fault of the record: it is read again, from what is stored. */
    private void read(Merge merge) {
        evaluation.missed(merge.takeMissed());
        for (int i = 0; i < BATCH; i++) {
            ConsumerRecord<byte[], byte[]> record = merge.next(now());
            if (record == null) {
                return;
            }
            moved = true;
            seen.show(record);
            evaluation.read(seen, now());
            if (seen.isPassing()) {
                throw new RegistryAway();
            }
        }
    }

    private void store(Map<TopicPartition, Long> places, Ending ending) throws Exception {
        Changes changes = evaluation.take();
        Map<TopicPartition, Long> further = new HashMap<>(places);
        further.entrySet().removeIf(place -> place.getValue().equals(positions.get(place.getKey())));
        mutedUntil = kit.waiter()
                .await(() -> kit.state().store(rule, changes, further, ending))
                .mutedUntil();
        positions.putAll(further);
        moved = false;
        storedAt = now();
        if (!changes.turns().isEmpty()) {
            publisher.wanted();
        }
    }

    private long sleep() {
        long now = now();
        long flush = moved ? Math.max(0, storedAt + FLUSH.toMillis() - now) : Terms.NEVER;
        long due = Math.min(evaluation.sleep(now, mutedUntil), publisher.sleep(now));
        Duration look = next == null ? LOOK : LOOK_FOR_END;
        return Math.min(look.toMillis(), Math.min(flush, due));
    }

    private void lookNowAndThen(TopicDescription before) throws Exception {
        if (now() - lookedAt >= LOOK.toMillis()) {
            int partitions = look().partitions().size();
            if (partitions != before.partitions().size()) {
                throw new RuleState.Fenced();
            }
        }
        if (now() - prunedAt >= PRUNE.toMillis()) {
            prunedAt = now();
            kit.waiter().await(() -> kit.outbox().prune(rule.id()));
        }
    }

    private TopicDescription look() throws Exception {
        lookedAt = now();
        @Nullable TopicDescription found = kit.waiter().await(() -> kit.source().describe(rule.source()));
        if (found == null) {
            throw new Gone("The source topic \"" + rule.source() + "\" is gone.");
        } else if (!found.topicId().toString().equals(rule.sourceId())) {
            throw new Gone("The source topic \"" + rule.source() + "\" was deleted and created again.");
        } else if (kit.waiter().await(() -> kit.source().isClosedTo(rule.owner(), rule.source()))) {
            throw new Gone("The source topic \"" + rule.source() + "\" has become private; change the rule to go on.");
        } else if (!rule.isPrivate() && kit.waiter().await(() -> kit.source().isMasked(rule.source()))) {
            throw new Gone("Not everybody sees everything in the source topic \"" + rule.source()
                    + "\" any more, but what the rule tells; change the rule to go on with a topic of its own.");
        }
        return found;
    }

    private long now() {
        return kit.clock().millis();
    }
}
