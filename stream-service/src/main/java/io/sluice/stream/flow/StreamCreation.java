package io.sluice.stream.flow;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Violation;
import io.sluice.query.Query;
import io.sluice.stream.flow.SourceResolver.Found;
import io.sluice.stream.flow.StreamRow.Era;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.topic.TopicName;
import io.sluice.stream.topic.TopicReader;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Creates streams: check, authorise, pin the start, take a name, make the topic, and only then let it run.
 *
 * <p>The start is turned into offsets before anything else happens, so what is written between the request and the first poll is
 * part of the stream. The row exists before the topic ({@code CREATING}), so a crash in between leaves nothing that is not found
 * again and cleared away.
 */
final class StreamCreation {
    private static final int NAME_ATTEMPTS = 10;
    private static final int MAX_USER_CHARS = 200;
    /** Of a topic of a stream. */
    static final int MAX_CHARS = 249 - DeadLetter.topic("").length();

    private final Broker broker;
    private final StreamPreparation preparation;
    private final StreamRows rows;
    private final StreamVersions versions;
    private final SourceResolver resolver;
    private final QueryStudy study;
    private final TopicWriter writer;
    private final Runner runner;

    StreamCreation(Topics topics, Positions positions, Rows rows, Sources sources, Runner runner) {
        this.broker = topics.broker();
        this.writer = topics.writer();
        this.preparation = new StreamPreparation(positions, topics.reader());
        this.rows = rows.streams();
        this.versions = rows.versions();
        this.resolver = sources.resolver();
        this.study = sources.study();
        this.runner = runner;
    }

    /** What is needed of Postgres. */
    record Rows(StreamRows streams, StreamVersions versions) {}

    /** What is needed of topics. */
    record Topics(Broker broker, TopicReader reader, TopicWriter writer) {}

    /** How what a stream reads is found. */
    record Sources(SourceResolver resolver, QueryStudy study) {}

    /** What is wrong with it by itself, if anything, is told; a filter over topics is a query, too. */
    Future<CreateStream> valid(CreateStream ask) {
        Optional<Problem> fault = fault(ask);
        return fault.isPresent() ? failed(fault.get()) : Future.succeededFuture(ask);
    }

    Future<StreamRow> create(CreateStream ask) {
        return plan(ask, Set.of())
                .compose(plan -> ask.name() == null ? numbered(plan, NAME_ATTEMPTS, new HashSet<>()) : named(plan));
    }

    /**
     * All that a stream needs to know, and may do.
     *
     * @param optional names of credentials that are forgotten if there is no use for them
     */
    Future<StreamPlan> plan(CreateStream ask, Set<String> optional) {
        Definition definition = ask.source();
        Optional<Problem> fault = fault(ask);
        if (fault.isPresent()) {
            return failed(fault.get());
        }
        StartAt start = StartAt.parse(definition.from().isBlank() ? "latest" : definition.from(), "/source/from");
        Wish wish = new Wish(ask, optional, start);
        return definition.sql().isEmpty() ? prepare(wish) : prepareQuery(wish);
    }

    private record Wish(CreateStream ask, Set<String> optional, StartAt start) {
        CreateStream over(List<Found> found, Definition definition) {
            boolean isNeeded = found.stream().map(Found::dataset).anyMatch(StreamInputs::isNeededBy);
            Map<String, Sealed> credentials = new HashMap<>(ask.credentials());
            if (!isNeeded) {
                credentials
                        .keySet()
                        .removeIf(name -> optional.contains(name) && !name.startsWith(CreateStream.CONNECTION));
            }
            return new CreateStream(ask.caller(), ask.name(), definition, credentials);
        }
    }

    private Future<StreamPlan> prepare(Wish wish) {
        CreateStream ask = wish.ask();
        return resolver.resolve(ask.caller(), ask.source())
                .compose(found -> preparation.prepare(wish.over(found, ask.source()), found, wish.start()));
    }

    /** A query that keeps nothing between two records is a filter and a projection like any other. */
    private Future<StreamPlan> prepareQuery(Wish wish) {
        CreateStream ask = wish.ask();
        Query query = Query.parse(ask.source().sql()).orElseThrow();
        return study.study(ask.caller(), query, QueryStudy.FEW, QueryStudy.FEW).compose(studied -> {
            QuerySources.Resolved resolved = studied.resolved();
            Query known = resolved.query();
            Definition said = ask.source().withSql(known.print());
            Definition definition = StreamRow.isStateful(known)
                    ? said
                    : said.withFilter(known.where().print(), known.select().print());
            return preparation
                    .prepare(wish.over(resolved.topics(), definition), resolved.topics(), wish.start())
                    .map(plan -> plan.of(resolved));
        });
    }

    private static Optional<Problem> fault(CreateStream ask) {
        if (!ask.caller().role().includes(Role.EDITOR)) {
            return Optional.of(new Problem.Forbidden("Viewers may not create streams."));
        }
        List<Violation> violations = StreamFilter.faults(ask.source());
        if (!violations.isEmpty()) {
            return Optional.of(Problem.Invalid.of(violations));
        }
        return ask.name() == null ? Optional.empty() : nameFault(ask.name());
    }

    /** The name of its dead letters' topic is longer than that of its own. */
    private static Optional<Problem> nameFault(String name) {
        return TopicName.fault(name, "/name").or(() -> TopicName.fault(DeadLetter.topic(name), "/name")
                .map(longer ->
                        Problem.Invalid.at("/name", "the name of a stream has at most " + MAX_CHARS + " characters")));
    }

    private Future<StreamRow> named(StreamPlan plan) {
        String name = String.valueOf(plan.ask().name());
        StreamRow row = plan.row(name);
        return rows.insert(row, plan.positions(row))
                .compose(inserted -> inserted ? complete(plan, row) : failed(Problem.Conflict.taken("stream", name)));
    }

    /** A topic of the chosen name that appears meanwhile is one more name that is taken. */
    private Future<StreamRow> numbered(StreamPlan plan, int attempts, Set<String> taken) {
        return broker.topicNames()
                .compose(names -> {
                    taken.addAll(names);
                    return rows.insertNumbered(new Numbered(plan, taken));
                })
                .compose(row -> complete(plan, row).recover(failure -> {
                    taken.add(row.name());
                    return attempts > 1 && isConflict(failure)
                            ? numbered(plan, attempts - 1, taken)
                            : Future.failedFuture(failure);
                }));
    }

    private record Numbered(StreamPlan plan, Set<String> taken) implements StreamRows.NumberedRow {
        @Override
        public String prefix() {
            String user = plan.caller().user().replaceAll("[^A-Za-z0-9._-]", "_");
            return "data_stream_" + user.substring(0, Math.min(MAX_USER_CHARS, user.length())) + "_";
        }

        @Override
        public StreamRow free(List<String> names) {
            Set<String> all = new HashSet<>(taken);
            all.addAll(names);
            int number = 1;
            while (all.contains(prefix() + number)) {
                number++;
            }
            return plan.row(prefix() + number);
        }

        @Override
        public Map<TopicPartition, Long> positions(StreamRow row) {
            return plan.positions(row);
        }
    }

    /** Gives it what it needs beside its row, and lets it run. */
    Future<StreamRow> complete(StreamPlan plan, StreamRow row) {
        CreateTopic topic = new CreateTopic(
                plan.caller(), row.topic(), plan.partitions(), null, plan.configs(), null, plan.format());
        return writer.create(new TopicWriter.Wish(topic, row.name(), row.isPrivate()))
                .compose(made -> createDeadLetters(plan, row))
                .compose(made -> createBranches(plan, row))
                .compose(made -> createInputs(plan, row))
                .compose(made -> begin(row))
                .compose(running -> {
                    runner.settle(row.id());
                    return rows.load(row.id());
                })
                .compose(loaded -> loaded.isPresent()
                        ? Future.succeededFuture(loaded.get())
                        : failed(Problem.NotFound.of("stream", row.name())))
                .recover(failure -> undo(row).transform(undone -> Future.failedFuture(failure)));
    }

    private Future<Void> begin(StreamRow row) {
        return row.era() == Era.NEXT
                ? versions.begin(row)
                : rows.want(row.id(), Wanted.RUNNING, null, Wanted.CREATING).mapEmpty();
    }

    private Future<Void> createDeadLetters(StreamPlan plan, StreamRow row) {
        Map<String, String> configs = Map.of(
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(DeadLetter.RETENTION_MS),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(plan.maxBytes() + DeadLetter.HEADROOM_BYTES));
        CreateTopic topic = new CreateTopic(plan.caller(), DeadLetter.topic(row.topic()), 1, null, configs, null);
        return writer.create(new TopicWriter.Wish(topic, row.name(), row.isPrivate()))
                .mapEmpty();
    }

    private Future<Void> createBranches(StreamPlan plan, StreamRow row) {
        return Future.all(row.definition().branches().stream()
                        .map(branch -> new CreateTopic(
                                plan.caller(),
                                row.topic(branch),
                                plan.partitions(),
                                null,
                                plan.configs(),
                                null,
                                plan.format()))
                        .map(topic -> writer.create(new TopicWriter.Wish(topic, row.name(), row.isPrivate())))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> createInputs(StreamPlan plan, StreamRow row) {
        Map<String, Long> partitions = plan.positions(row).keySet().stream()
                .collect(Collectors.groupingBy(TopicPartition::topic, Collectors.counting()));
        List<NewTopic> inputs = row.sources().stream()
                .map(Reading::input)
                .filter(input -> input != null && input.startsWith(row.application()))
                .map(name -> new NewTopic(
                                name,
                                Optional.of(partitions.getOrDefault(name, 1L).intValue()),
                                Optional.empty())
                        .configs(plan.configs()))
                .toList();
        if (inputs.isEmpty()) {
            return Future.succeededFuture();
        }
        return broker.ask(admin -> admin.createTopics(inputs).all())
                .compose(made -> Future.all(inputs.stream()
                        .map(input -> broker.untilReady(input.name(), input.numPartitions()))
                        .toList()))
                .mapEmpty();
    }

    private Future<Void> undo(StreamRow row) {
        return rows.want(row.id(), Wanted.DELETING, null, Wanted.CREATING)
                .compose(deleting -> deleting ? runner.settle(row.id()) : Future.succeededFuture());
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof ProblemException known && known.problem() instanceof Problem.Conflict;
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
