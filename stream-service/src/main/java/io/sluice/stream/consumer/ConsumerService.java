package io.sluice.stream.consumer;

import io.sluice.contract.Caller;
import io.sluice.contract.Consumers.Advance;
import io.sluice.contract.Consumers.Assign;
import io.sluice.contract.Consumers.At;
import io.sluice.contract.Consumers.Commit;
import io.sluice.contract.Consumers.Committed;
import io.sluice.contract.Consumers.CreateConsumer;
import io.sluice.contract.Consumers.FindCommitted;
import io.sluice.contract.Consumers.Lane;
import io.sluice.contract.Consumers.Offset;
import io.sluice.contract.Consumers.Partition;
import io.sluice.contract.Consumers.Partitions;
import io.sluice.contract.Consumers.Place;
import io.sluice.contract.Consumers.Plan;
import io.sluice.contract.Consumers.Seek;
import io.sluice.contract.Consumers.Step;
import io.sluice.contract.Consumers.Subscribe;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.stream.consumer.SubscribedTopics.Found;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.GroupOffsets;
import io.sluice.stream.store.Sql;
import io.sluice.stream.topic.TopicRights;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The consumers that read over HTTP. Nothing about them is kept in memory, so whatever call comes to whichever node finds them as the one
 * before has left them. What falls to whom in a group, and what it commits, is changed under the group's lock in Postgres.
 */
public final class ConsumerService {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Sql sql;
    private final ConsumerLimits limits;
    private final ConsumerRows rows;
    private final SubscribedTopics topics;
    private final Allotment allotment;
    private final GroupCommits commits;

    public ConsumerService(Sql sql, Broker broker, TopicRights rights, ConsumerLimits limits) {
        GroupOffsets groups = new GroupOffsets(broker);
        this.sql = sql;
        this.limits = limits;
        this.rows = new ConsumerRows(limits);
        this.topics = new SubscribedTopics(broker, rights);
        this.allotment = new Allotment(broker, groups, rows);
        this.commits = new GroupCommits(groups);
    }

    public Future<Done> create(CreateConsumer ask) {
        String user = ask.caller().user();
        return rows.forget(sql)
                .compose(forgotten -> rows.count(sql, user))
                .compose(count -> count < limits.perUser() ? put(ask) : failed(tooMany(count)))
                .compose(made -> made
                        ? done()
                        : failed(Problem.Conflict.taken("consumer", ask.place().id())));
    }

    private Future<Boolean> put(CreateConsumer ask) {
        return sql.inTransaction(tx -> rows.lock(tx, ask.place())
                .compose(locked -> rows.put(tx, ask.place(), ask.caller().user(), ask.settings())));
    }

    private static Problem tooMany(long count) {
        return new Problem.TooMany("You have " + count + " consumers already; delete one, or let it be idle.", RETRY);
    }

    public Future<Done> delete(At ask) {
        return rows.delete(sql, ask.place(), ask.caller().user())
                .compose(gone -> gone ? done() : failed(missing(ask.place())));
    }

    public Future<Done> subscribe(Subscribe ask) {
        Place place = ask.place();
        return change(ask.caller(), place, (tx, consumer) -> PositionRows.ofGroup(tx, place)
                        .compose(held -> held.stream().anyMatch(one -> one.isOf(place) && !one.shared())
                                ? failed(exclusive())
                                : rows.subscribe(tx, place, ask.topics(), ask.pattern())))
                .compose(subscribed -> plan(new At(ask.caller(), place)))
                .map(new Done(true));
    }

    public Future<Done> unsubscribe(At ask) {
        return change(ask.caller(), ask.place(), (tx, consumer) -> rows.subscribe(tx, ask.place(), List.of(), null)
                        .compose(ended -> PositionRows.dropAll(tx, ask.place())))
                .compose(ended -> done());
    }

    public Future<Done> assign(Assign ask) {
        List<String> names = names(ask.partitions());
        return topics.named(ask.caller(), names)
                .compose(found -> change(
                        ask.caller(),
                        ask.place(),
                        (tx, consumer) -> consumer.isSubscribed()
                                ? failed(exclusive())
                                : allotment.assign(tx, ask.place(), consumer, ask.partitions(), found.found())))
                .compose(assigned -> done());
    }

    public Future<Plan> plan(At ask) {
        Place place = ask.place();
        return find(ask.caller(), place).compose(consumer -> wanted(ask.caller(), place, consumer)
                .compose(found -> sql.inTransaction(tx -> rows.lock(tx, place)
                        .compose(locked -> find(tx, ask.caller(), place))
                        .compose(current -> lanes(tx, place, current, found.found())
                                .compose(lanes -> commits.automatic(tx, place, current)
                                        .map(committed -> plan(current, found, lanes)))))));
    }

    private static Plan plan(ConsumerRow consumer, Found found, List<Lane> lanes) {
        Set<String> subscribed = new TreeSet<>();
        if (consumer.isSubscribed()) {
            found.found().forEach(topic -> subscribed.add(topic.name()));
            subscribed.addAll(found.missing());
        }
        return new Plan(consumer.settings(), List.copyOf(subscribed), found.missing(), found.found(), lanes);
    }

    private Future<Found> wanted(Caller caller, Place place, ConsumerRow consumer) {
        return consumer.isSubscribed()
                ? topics.of(caller, place.namespace(), consumer)
                : PositionRows.ofGroup(sql, place)
                        .map(held -> names(held.stream()
                                .filter(one -> one.isOf(place))
                                .map(PositionRows.Held::at)
                                .toList()))
                        .compose(names -> topics.named(caller, names));
    }

    /** Meanwhile it may have been subscribed to something else; then it is asked about that with the next call. */
    private Future<List<Lane>> lanes(Sql tx, Place place, ConsumerRow consumer, List<TopicAccess> found) {
        if (!consumer.isSubscribed()) {
            return allotment.assigned(tx, place, found);
        }
        List<TopicAccess> followed = found.stream()
                .filter(topic -> consumer.follows(place.namespace(), topic.name()))
                .toList();
        return allotment.share(tx, place, consumer, followed);
    }

    /** A poll may have waited for long, so it is asked once more what the caller may read. */
    public Future<Partitions> advance(Advance ask) {
        List<String> names = ask.steps().stream().map(Step::topic).distinct().toList();
        return find(ask.caller(), ask.place())
                .compose(consumer -> topics.named(ask.caller(), names))
                .map(found -> ask.steps().stream()
                        .filter(step -> !found.missing().contains(step.topic()))
                        .toList())
                .compose(steps -> PositionRows.advance(sql, ask.place(), steps))
                .map(Partitions::new);
    }

    public Future<Done> seek(Seek ask) {
        return allotment.edge(ask.partitions(), ask.edge()).compose(edges -> {
            List<Offset> offsets = new ArrayList<>(ask.offsets());
            edges.forEach((at, offset) -> offsets.add(new Offset(at.topic(), at.partition(), offset)));
            return change(ask.caller(), ask.place(), (tx, consumer) -> PositionRows.ofGroup(tx, ask.place())
                            .compose(held -> hasAll(ask.place(), held, offsets)
                                    ? PositionRows.seek(tx, ask.place(), offsets)
                                    : failed(new Problem.Conflict(
                                            "Some of these partitions are not assigned to the consumer now."))))
                    .compose(sought -> done());
        });
    }

    private static boolean hasAll(Place place, List<PositionRows.Held> held, List<Offset> offsets) {
        Set<Partition> own = held.stream()
                .filter(one -> one.isOf(place))
                .map(PositionRows.Held::at)
                .collect(Collectors.toSet());
        return offsets.stream().map(Offset::at).allMatch(own::contains);
    }

    public Future<Done> commit(Commit ask) {
        return change(
                        ask.caller(),
                        ask.place(),
                        (tx, consumer) -> commits.commit(tx, ask.place(), Optional.ofNullable(ask.offsets())))
                .compose(committed -> done());
    }

    public Future<Committed> committed(FindCommitted ask) {
        return find(ask.caller(), ask.place())
                .compose(consumer -> commits.find(ask.place(), ask.partitions()))
                .map(Committed::new);
    }

    /** What is done with a consumer that is there, under the lock of its group. */
    private interface Change {
        Future<Void> of(Sql tx, ConsumerRow consumer);
    }

    private Future<Void> change(Caller caller, Place place, Change change) {
        return sql.inTransaction(tx -> rows.lock(tx, place)
                .compose(locked -> find(tx, caller, place))
                .compose(consumer -> change.of(tx, consumer)));
    }

    private Future<ConsumerRow> find(Caller caller, Place place) {
        return find(sql, caller, place);
    }

    private Future<ConsumerRow> find(Sql on, Caller caller, Place place) {
        return rows.touch(on, place, caller.user())
                .compose(row -> row.isPresent() ? Future.succeededFuture(row.get()) : failed(missing(place)));
    }

    private static List<String> names(Collection<Partition> partitions) {
        return partitions.stream().map(Partition::topic).distinct().toList();
    }

    private static Problem missing(Place place) {
        return Problem.NotFound.of("consumer", place.id());
    }

    private static Problem exclusive() {
        return new Problem.Conflict("A consumer is subscribed to topics, or has partitions assigned; not both.");
    }

    private static Future<Done> done() {
        return Future.succeededFuture(new Done(true));
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
