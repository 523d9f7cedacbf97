package io.sluice.stream.flow;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Violation;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.topic.TopicName;
import io.sluice.stream.topic.TopicReader;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;

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

    private final Broker broker;
    private final StreamPreparation preparation;
    private final StreamRows rows;
    private final SourceResolver resolver;
    private final TopicWriter writer;
    private final Runner runner;

    StreamCreation(Topics topics, Positions positions, StreamRows rows, SourceResolver resolver, Runner runner) {
        this.broker = topics.broker();
        this.writer = topics.writer();
        this.preparation = new StreamPreparation(positions, topics.reader());
        this.rows = rows;
        this.resolver = resolver;
        this.runner = runner;
    }

    /** What is needed of topics. */
    record Topics(Broker broker, TopicReader reader, TopicWriter writer) {}

    Future<StreamRow> create(CreateStream ask) {
        Definition definition = ask.source();
        Optional<Problem> fault = fault(ask);
        if (fault.isPresent()) {
            return failed(fault.get());
        }
        StartAt start = StartAt.parse(definition.from().isBlank() ? "latest" : definition.from(), "/source/from");
        return resolver.resolve(ask.caller(), definition)
                .compose(found -> preparation.prepare(ask, found, start))
                .compose(plan -> ask.name() == null ? numbered(plan, NAME_ATTEMPTS, new HashSet<>()) : named(plan));
    }

    private static Optional<Problem> fault(CreateStream ask) {
        if (!ask.caller().role().includes(Role.EDITOR)) {
            return Optional.of(new Problem.Forbidden("Viewers may not create streams."));
        }
        List<Violation> violations = StreamFilter.faults(ask.source());
        if (!violations.isEmpty()) {
            return Optional.of(Problem.Invalid.of(violations));
        }
        return ask.name() == null ? Optional.empty() : TopicName.fault(ask.name(), "/name");
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

    private Future<StreamRow> complete(StreamPlan plan, StreamRow row) {
        CreateTopic topic = new CreateTopic(
                plan.caller(), row.topic(), plan.partitions(), null, plan.configs(), null, plan.format());
        return writer.create(new TopicWriter.Wish(topic, row.name(), row.isPrivate()))
                .compose(made -> createInputs(plan, row))
                .compose(made -> rows.want(row.id(), Wanted.RUNNING, null, Wanted.CREATING))
                .compose(running -> {
                    runner.settle(row.id());
                    return rows.load(row.id());
                })
                .compose(loaded -> loaded.isPresent()
                        ? Future.succeededFuture(loaded.get())
                        : failed(Problem.NotFound.of("stream", row.name())))
                .recover(failure -> undo(row).transform(undone -> Future.failedFuture(failure)));
    }

    private Future<Void> createInputs(StreamPlan plan, StreamRow row) {
        Map<String, Long> partitions = plan.positions(row).keySet().stream()
                .collect(Collectors.groupingBy(TopicPartition::topic, Collectors.counting()));
        List<NewTopic> inputs = row.sources().stream()
                .filter(source -> source.input() != null)
                .map(Reading::read)
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
