package io.sluice.stream.topic;

import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.StartAt;
import io.sluice.contract.Topics.AlterTopic;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Topics.DeleteTopic;
import io.sluice.contract.Topics.PurgeTopic;
import io.sluice.contract.Topics.TopicDetail;
import io.sluice.rights.Right;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.topic.TopicRights.Seen;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates, changes, empties and deletes topics. The broker decides whether a name is free, so two creates cannot both win. */
public final class TopicWriter {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWriter.class);
    private static final int MAX_PARTITIONS = 1_000;
    /** What {@code deleteRecords} takes for "up to the high watermark". */
    private static final long EVERYTHING = -1;

    private final Broker broker;
    private final Positions positions;
    private final TopicRows rows;
    private final TopicRights rights;
    private final TopicReader reader;
    private final TopicConfigs configs;
    private final TopicFormats formats;
    private final TopicAllowance allowance;
    private final short replicationFactor;
    private final int widest;
    private final TopicRegister register;

    public TopicWriter(
            Broker broker,
            Positions positions,
            TopicRows rows,
            TopicRights rights,
            TopicFormats formats,
            Settings settings) {
        this.broker = broker;
        this.positions = positions;
        this.rows = rows;
        this.rights = rights;
        this.formats = formats;
        this.reader = new TopicReader(broker, positions, rows, rights, formats);
        this.configs = new TopicConfigs(broker);
        this.allowance = new TopicAllowance(broker, rows, settings);
        this.replicationFactor = settings.replicationFactor();
        this.widest = settings.widest();
        this.register = new TopicRegister(broker, rows, rights, this, reader, formats);
    }

    public TopicRegister register() {
        return register;
    }

    short replicationFactor() {
        return replicationFactor;
    }

    /**
     * @param replicationFactor of topics when nobody says otherwise; -1: the broker's default
     * @param maxTopics that one user may own, {@code maxPartitions} of all of them; 0: no limit
     * @param maxTopicPartitions of one topic, for everybody; 0: as many as the platform bears
     */
    public record Settings(short replicationFactor, int maxTopics, int maxPartitions, int maxTopicPartitions) {
        int widest() {
            return maxTopicPartitions == 0 ? MAX_PARTITIONS : Math.min(maxTopicPartitions, MAX_PARTITIONS);
        }
    }

    /**
     * What a topic is to be.
     *
     * @param stream name of the stream that it belongs to
     * @param isPrivate seen only by its owner and administrators
     */
    public record Wish(CreateTopic ask, @Nullable String stream, boolean isPrivate) {}

    public Future<TopicDetail> create(CreateTopic ask) {
        if (!ask.caller().role().includes(Role.EDITOR)) {
            return Future.failedFuture(new Problem.Forbidden("Viewers may not create topics.").toException());
        }
        if (TopicName.isOfLanding(ask.name())) {
            return failed(Problem.Invalid.at("/name", "names of this form are those of the landings' own topics"));
        }
        return create(new Wish(ask, null, ask.isPrivate()));
    }

    public Future<TopicDetail> create(Wish wish) {
        CreateTopic ask = wish.ask();
        Optional<Problem> fault = TopicName.fault(ask.name(), "/name")
                .or(() -> partitionFault(ask.partitions()))
                .or(() -> TopicConfigs.fault(ask.configs()));
        if (fault.isPresent()) {
            return Future.failedFuture(fault.get().toException());
        }
        short replicas = ask.replicationFactor() == null ? replicationFactor : ask.replicationFactor();
        NewTopic topic = new NewTopic(ask.name(), ask.partitions(), replicas).configs(ask.configs());
        return rights.mayName(ask.caller(), ask.name())
                .compose(own -> rows.find(ask.name()))
                .compose(row -> row.isPresent() && row.get().isResetting()
                        ? TopicWriter.<Void>failed(Problem.Conflict.taken("topic", ask.name()))
                        : allowance.check(ask.caller(), 1, ask.partitions()))
                .compose(allowed -> make(topic))
                .compose(id -> own(wish, id))
                .compose(owned ->
                        formats.change(ask.name(), owned.id(), ask.format()).map(owned))
                .compose(owned -> broker.untilReady(ask.name(), ask.partitions())
                        .compose(description -> reader.detail(description, owned)))
                .onSuccess(made -> LOG.info(
                        "topic created; topic={} partitions={} owner={}",
                        ask.name(),
                        ask.partitions(),
                        ask.caller().user()));
    }

    private Optional<Problem> partitionFault(int partitions) {
        return partitions >= 1 && partitions <= widest
                ? Optional.empty()
                : Optional.of(Problem.Invalid.at("/partitions", "expected 1 to " + widest + " partitions"));
    }

    Future<Uuid> make(NewTopic topic) {
        return broker.ask(admin -> {
                    CreateTopicsResult result = admin.createTopics(List.of(topic));
                    return result.topicId(topic.name());
                })
                .recover(Faults.on(
                        TopicExistsException.class, () -> failed(Problem.Conflict.taken("topic", topic.name()))))
                .recover(Faults.on(
                        InvalidReplicationFactorException.class,
                        () -> failed(Problem.Invalid.at("/replication_factor", "expected 1 to the number of brokers"))))
                .recover(Faults.on(
                        InvalidTopicException.class, () -> failed(Problem.Invalid.at("/name", TopicName.RULE))))
                .recover(failure ->
                        TopicConfigs.isRefusal(failure) ? configs.faultsOf(topic) : Future.failedFuture(failure));
    }

    private Future<Owned> own(Wish wish, Uuid id) {
        CreateTopic ask = wish.ask();
        Owned owned = Owned.anew(
                ask.name(), id.toString(), ask.caller().user(), ask.dataset(), wish.stream(), wish.isPrivate());
        return rows.put(owned).map(owned);
    }

    public Future<TopicDetail> alter(AlterTopic ask) {
        return rights.seeToChange(ask.caller(), ask.name())
                .compose(seen -> maySwitch(ask).map(seen))
                .compose(seen -> mayGrow(ask, seen).map(seen))
                .compose(seen -> handOver(ask, seen))
                .compose(seen -> grow(seen.description(), ask.partitions()).map(seen))
                .compose(seen -> configs.alter(ask.name(), ask.configs()).map(seen))
                .compose(seen -> switchLive(ask, seen).map(seen))
                .compose(seen ->
                        formats.change(ask.name(), seen.id(), ask.format()).map(seen))
                .compose(seen -> {
                    int partitions = seen.description().partitions().size();
                    int wanted = ask.partitions() == null ? partitions : ask.partitions();
                    return broker.untilReady(ask.name(), wanted)
                            .compose(description -> reader.detail(description, seen.owned()));
                })
                .onSuccess(altered -> LOG.info(
                        "topic altered; topic={} by={}",
                        ask.name(),
                        ask.caller().user()));
    }

    private Future<Seen> handOver(AlterTopic ask, Seen seen) {
        if (ask.isPrivate() == null && ask.owner() == null) {
            return Future.succeededFuture(seen);
        }
        return register.change(ask, seen);
    }

    private static Future<Void> maySwitch(AlterTopic ask) {
        return ask.live() == null || ask.caller().isAdmin()
                ? Future.succeededFuture()
                : failed(new Problem.Forbidden("Only an administrator may switch live reading of a topic."));
    }

    private Future<Void> switchLive(AlterTopic ask, Seen seen) {
        return ask.live() == null ? Future.succeededFuture() : rights.switchLive(seen, ask.live());
    }

    private Future<Void> mayGrow(AlterTopic ask, Seen seen) {
        int more = ask.partitions() == null
                ? 0
                : ask.partitions() - seen.description().partitions().size();
        return more <= 0 ? Future.succeededFuture() : allowance.check(ask.caller(), 0, more);
    }

    private Future<Void> grow(TopicDescription topic, @Nullable Integer wanted) {
        int now = topic.partitions().size();
        if (wanted == null || wanted == now) {
            return Future.succeededFuture();
        } else if (wanted < now || wanted > widest) {
            return failed(Problem.Invalid.at(
                    "/partitions", "a topic only grows: expected " + now + " to " + widest + " partitions"));
        }
        return broker.ask(admin -> admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(wanted)))
                        .all())
                .recover(Faults.on(
                        InvalidPartitionsException.class,
                        () -> failed(
                                Problem.Invalid.at("/partitions", "the topic has as many partitions or more by now"))));
    }

    /** Deleting what is not there is done already. */
    public Future<Done> delete(DeleteTopic ask) {
        if (TopicName.fault(ask.name(), "/name").isPresent()) {
            return Future.succeededFuture(new Done(false));
        }
        return rights.seeIfThere(ask.caller(), ask.name())
                .compose(seen -> seen.isEmpty()
                        ? Future.succeededFuture(new Done(false))
                        : deletable(seen.get()).compose(ok -> drop(ask.name())));
    }

    private static Future<Void> deletable(Seen seen) {
        Owned owned = seen.owned();
        if (!seen.may(Right.MANAGE)) {
            return failed(new Problem.Forbidden("Only who may manage this topic may delete it."));
        } else if (owned != null && owned.dataset() != null) {
            return failed(new Problem.Conflict(
                    "The topic belongs to the dataset \"" + owned.dataset() + "\"; delete the dataset."));
        } else if (owned != null && owned.stream() != null) {
            return failed(new Problem.Conflict(
                    "The topic belongs to the stream \"" + owned.stream() + "\"; delete the stream."));
        } else if (TopicName.isOfLanding(seen.description().name())) {
            return failed(new Problem.Conflict("The topic belongs to a landing; delete the landing."));
        }
        return Future.succeededFuture();
    }

    /** Without asking anybody: for what the topic belonged to. */
    public Future<Done> drop(String name) {
        return broker.deleteTopic(name).compose(deleted -> {
            if (deleted) {
                LOG.info("topic deleted; topic={}", name);
            }
            return rows.remove(name).compose(removed -> formats.remove(name)).map(new Done(deleted));
        });
    }

    public Future<Done> purge(PurgeTopic ask) {
        return rights.see(ask.caller(), ask.name(), Right.MANAGE)
                .compose(seen -> ends(seen.description(), ask.before()))
                .compose(ends -> broker.ask(admin -> admin.deleteRecords(ends).all()))
                .map(new Done(true))
                .recover(Faults.on(
                        PolicyViolationException.class,
                        () -> failed(new Problem.Conflict(
                                "Records of a compacted topic cannot be purged; set cleanup.policy to delete first."))))
                .recover(Faults.on(
                        UnknownTopicOrPartitionException.class,
                        () -> Future.failedFuture(TopicRights.notFound(ask.name()))));
    }

    private Future<Map<TopicPartition, RecordsToDelete>> ends(TopicDescription topic, @Nullable String before) {
        List<TopicPartition> partitions = Broker.partitions(topic);
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        if (before == null) {
            partitions.forEach(partition -> all.put(partition, RecordsToDelete.beforeOffset(EVERYTHING)));
            return Future.succeededFuture(all);
        }
        StartAt place = StartAt.parse(before, "/before");
        return positions.resolve(partitions, place).map(offsets -> {
            offsets.forEach((partition, offset) -> {
                if (named(place, partition)) {
                    all.put(partition, RecordsToDelete.beforeOffset(offset));
                }
            });
            return all;
        });
    }

    /** {@code offsets:} read from the end of a partition that is not named; a purge leaves such a partition alone. */
    private static boolean named(StartAt place, TopicPartition partition) {
        return !(place instanceof StartAt.Offsets offsets) || offsets.offsets().containsKey(partition.partition());
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
