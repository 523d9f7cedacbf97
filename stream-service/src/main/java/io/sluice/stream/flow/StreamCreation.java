package io.sluice.stream.flow;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Role;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Topics.TopicDetail;
import io.sluice.contract.Violation;
import io.sluice.filter.Projection;
import io.sluice.stream.flow.SourceResolver.Found;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.topic.TopicName;
import io.sluice.stream.topic.TopicReader;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
    private static final long DEFAULT_MAX_MESSAGE_BYTES = 1_048_588;
    private static final int NAME_ATTEMPTS = 10;
    private static final int MAX_USER_CHARS = 200;

    private final Broker broker;
    private final Positions positions;
    private final StreamRows rows;
    private final SourceResolver resolver;
    private final TopicReader reader;
    private final TopicWriter writer;
    private final Runner runner;

    StreamCreation(Topics topics, Positions positions, StreamRows rows, SourceResolver resolver, Runner runner) {
        this.broker = topics.broker();
        this.reader = topics.reader();
        this.writer = topics.writer();
        this.positions = positions;
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
                .compose(found -> prepare(ask, found, start))
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

    /** All that is known before there is a name. */
    private record Plan(
            CreateStream ask,
            List<Reading> sources,
            boolean isPrivate,
            Map<TopicPartition, Long> positions,
            int partitions,
            Map<String, String> configs,
            RecordFormat.Change format) {

        Caller caller() {
            return ask.caller();
        }

        StreamRow row(String name) {
            return new StreamRow(
                    UUID.randomUUID(),
                    name,
                    name,
                    ask.caller().user(),
                    null,
                    null,
                    ask.source(),
                    sources,
                    Wanted.CREATING,
                    false,
                    null,
                    isPrivate,
                    Instant.now());
        }
    }

    private Future<Plan> prepare(CreateStream ask, List<Found> found, StartAt start) {
        if (start instanceof StartAt.Offsets && found.size() > 1) {
            return failed(Problem.Invalid.at("/source/from", "offsets: needs a stream with one source topic"));
        }
        List<Future<Map<TopicPartition, Long>>> starts = new ArrayList<>();
        List<Future<TopicDetail>> details = new ArrayList<>();
        for (Found one : found) {
            starts.add(positions.resolve(Broker.partitions(one.topic().description()), start));
            details.add(reader.detail(one.topic().description(), one.topic().owned()));
        }
        return Future.all(Future.all(starts), Future.all(details)).map(done -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            starts.forEach(each -> offsets.putAll(each.result()));
            return new Plan(
                    ask,
                    found.stream().map(StreamCreation::reading).toList(),
                    found.stream().anyMatch(Found::isPrivate),
                    offsets,
                    found.stream()
                            .mapToInt(one ->
                                    one.topic().description().partitions().size())
                            .max()
                            .orElse(1),
                    configs(details.stream().map(Future::result).toList()),
                    format(ask.source(), details.stream().map(Future::result).toList()));
        });
    }

    private static Reading reading(Found found) {
        return new Reading(
                found.topic().description().name(),
                found.topic().description().topicId().toString(),
                found.dataset());
    }

    /** Keys are passed on as they are, and so are values that are not projected: where all sources agree, so does the stream. */
    private static RecordFormat.Change format(Definition definition, List<TopicDetail> sources) {
        List<RecordFormat> formats =
                sources.stream().map(TopicDetail::format).distinct().toList();
        if (formats.size() != 1 || formats.get(0).equals(RecordFormat.AUTO)) {
            return RecordFormat.Change.NONE;
        }
        boolean whole = definition.envelope().isEmpty()
                && StreamFilter.pipeline(definition).steps().stream()
                        .allMatch(step -> step.select().equals(Projection.ALL));
        RecordFormat only = formats.get(0);
        return new RecordFormat.Change(only.key(), whole ? only.value() : null);
    }

    /** What fits into a source fits into the stream's topic. */
    private static Map<String, String> configs(List<TopicDetail> sources) {
        long most = sources.stream()
                .map(source -> source.configs().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
                .mapToLong(bytes -> bytes == null ? 0 : Long.parseLong(bytes))
                .max()
                .orElse(0);
        return most > DEFAULT_MAX_MESSAGE_BYTES
                ? Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(most))
                : Map.of();
    }

    private Future<StreamRow> named(Plan plan) {
        String name = String.valueOf(plan.ask().name());
        StreamRow row = plan.row(name);
        return rows.insert(row, plan.positions())
                .compose(inserted -> inserted ? complete(plan, row) : failed(Problem.Conflict.taken("stream", name)));
    }

    /** A topic of the chosen name that appears meanwhile is one more name that is taken. */
    private Future<StreamRow> numbered(Plan plan, int attempts, Set<String> taken) {
        return broker.topicNames()
                .compose(names -> {
                    taken.addAll(names);
                    return rows.insertNumbered(new Numbered(plan, taken), plan.positions());
                })
                .compose(row -> complete(plan, row).recover(failure -> {
                    taken.add(row.name());
                    return attempts > 1 && isConflict(failure)
                            ? numbered(plan, attempts - 1, taken)
                            : Future.failedFuture(failure);
                }));
    }

    private record Numbered(Plan plan, Set<String> taken) implements StreamRows.NumberedRow {
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
    }

    private Future<StreamRow> complete(Plan plan, StreamRow row) {
        CreateTopic topic = new CreateTopic(
                plan.caller(), row.topic(), plan.partitions(), null, plan.configs(), null, plan.format());
        return writer.create(new TopicWriter.Wish(topic, row.name(), row.isPrivate()))
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
