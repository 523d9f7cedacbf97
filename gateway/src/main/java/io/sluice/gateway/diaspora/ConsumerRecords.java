package io.sluice.gateway.diaspora;

import io.sluice.contract.Consumers;
import io.sluice.contract.Consumers.Format;
import io.sluice.contract.Consumers.Partition;
import io.sluice.contract.Consumers.Place;
import io.sluice.contract.Consumers.Plan;
import io.sluice.contract.Consumers.Reset;
import io.sluice.contract.Consumers.Step;
import io.sluice.contract.Problem;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.gateway.browse.TopicPolls;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Query;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One poll of a consumer. What falls to it is asked for, and with that the caller's rights; the records are read; then what was read is
 * written down, and only what could be is handed out: a partition that has fallen to another one meanwhile, or was sought in, is left out.
 */
final class ConsumerRecords {
    private static final int DEFAULT_TIMEOUT_MS = 5_000;
    private static final int DEFAULT_BYTES = 4 << 20;
    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_RECORDS = 10_000;
    /** Of one user on this node, so that nobody takes all the places that there are. */
    private static final int MAX_POLLS = 16;

    private static final String SKIPPED = "X-Sluice-Skipped";

    private final Vertx vertx;
    private final TopicPolls polls;
    private final Map<String, Integer> underWay = new HashMap<>();

    ConsumerRecords(Vertx vertx, TopicPolls polls) {
        this.vertx = vertx;
        this.polls = polls;
    }

    /** @param timeout null: as the consumer was made */
    private record Asked(@Nullable Duration timeout, int bytes) {
        Asked within(Duration other) {
            return new Asked(other, bytes);
        }
    }

    Future<Answer> poll(Guest guest, Place place) {
        Query query = guest.call().query();
        int timeout = query.whole("timeout", -1, -1, Integer.MAX_VALUE);
        int bytes = query.whole("max_bytes", DEFAULT_BYTES, 1, Integer.MAX_VALUE);
        query.end();
        Asked asked = new Asked(timeout < 0 ? null : Duration.ofMillis(timeout), Math.min(bytes, MAX_BYTES));
        String user = guest.caller().user();
        if (underWay.getOrDefault(user, 0) >= MAX_POLLS) {
            return Future.failedFuture(
                    new Problem.TooMany("You have " + MAX_POLLS + " polls under way here.", Duration.ofSeconds(1))
                            .toException());
        }
        underWay.merge(user, 1, Integer::sum);
        return poll(guest, place, asked)
                .onComplete(done ->
                        underWay.compute(user, (name, count) -> count == null || count == 1 ? null : count - 1));
    }

    private Future<Answer> poll(Guest guest, Place place, Asked asked) {
        return plan(guest, place).compose(plan -> {
            Duration patience = timeout(plan, asked);
            return plan.lanes().isEmpty() && !patience.isZero()
                    ? vertx.timer(patience.toMillis())
                            .compose(late -> plan(guest, place))
                            .compose(again -> read(guest, place, again, asked.within(Duration.ZERO)))
                    : read(guest, place, plan, asked.within(patience));
        });
    }

    private Future<Plan> plan(Guest guest, Place place) {
        return Consumers.PLAN
                .call(vertx, new Consumers.At(guest.caller(), place))
                .compose(plan -> plan.missing().isEmpty()
                        ? Future.succeededFuture(plan)
                        : Future.failedFuture(
                                ConsumerFault.noTopic(guest.local(plan.missing().get(0)))));
    }

    private static Duration timeout(Plan plan, Asked asked) {
        Duration wanted = Objects.requireNonNullElse(
                asked.timeout(),
                Objects.requireNonNullElse(plan.settings().timeout(), Duration.ofMillis(DEFAULT_TIMEOUT_MS)));
        Duration most = ConsumerForms.MAX_TIMEOUT;
        return wanted.compareTo(most) > 0 ? most : wanted;
    }

    private Future<Answer> read(Guest guest, Place place, Plan plan, Asked asked) {
        return polls.poll(guest.call(), plan.topics(), ask(guest, plan, asked))
                .compose(polled -> settle(guest, place, polled).map(kept -> answer(polled, kept)));
    }

    private static TopicPolls.Ask ask(Guest guest, Plan plan, Asked asked) {
        Set<String> masked = plan.topics().stream()
                .filter(topic -> !topic.veiling().isNone())
                .map(TopicAccess::name)
                .collect(Collectors.toSet());
        return new TopicPolls.Ask(
                plan.lanes().stream()
                        .map(lane -> new TopicPolls.Place(lane.topic(), lane.partition(), lane.next()))
                        .toList(),
                plan.settings().minBytes(),
                asked.bytes(),
                MAX_RECORDS,
                timeout(plan, asked),
                plan.settings().reset() == Reset.EARLIEST,
                new ConsumedRecord(guest.prefix(), plan.settings().format() == Format.JSON, masked));
    }

    private Future<Set<Partition>> settle(Guest guest, Place place, TopicPolls.Polled polled) {
        List<Step> steps = polled.moved().stream()
                .map(moved -> new Step(
                        moved.place().topic(),
                        moved.place().partition(),
                        moved.place().next(),
                        moved.next()))
                .toList();
        if (steps.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return Consumers.ADVANCE
                .call(vertx, new Consumers.Advance(guest.caller(), place, steps))
                .map(kept -> new HashSet<>(kept.items()));
    }

    private static Answer answer(TopicPolls.Polled polled, Set<Partition> kept) {
        Buffer body = Buffer.buffer("[");
        for (TopicPolls.Item item : polled.items()) {
            if (kept.contains(new Partition(item.place().topic(), item.place().partition()))) {
                if (body.length() > 1) {
                    body.appendString(",");
                }
                body.appendBytes(item.json());
            }
        }
        Answer answer = Answer.text(Answer.JSON, body.appendString("]"));
        return polled.skipped() == 0 ? answer : answer.with(SKIPPED, Long.toString(polled.skipped()));
    }
}
