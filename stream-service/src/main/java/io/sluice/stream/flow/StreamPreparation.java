package io.sluice.stream.flow;

import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Topics.TopicDetail;
import io.sluice.filter.Projection;
import io.sluice.stream.flow.SourceResolver.Found;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.topic.TopicReader;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;

/** Finds out all that a new stream needs to know of its sources, and what speaks against it. Changes nothing. */
final class StreamPreparation {
    private static final String FOR_EVER = "-1";

    private final Positions positions;
    private final TopicReader reader;

    StreamPreparation(Positions positions, TopicReader reader) {
        this.positions = positions;
        this.reader = reader;
    }

    Future<StreamPlan> prepare(CreateStream ask, List<Found> found, StartAt start) {
        Definition definition = ask.source().withColumns(StreamColumns.of(found));
        Optional<Problem> fault = StreamColumns.fault(definition).or(() -> startFault(ask, found, start));
        return fault.isPresent() ? failed(fault.get()) : plan(ask, definition, found, start);
    }

    private static Optional<Problem> startFault(CreateStream ask, List<Found> found, StartAt start) {
        if (start instanceof StartAt.Offsets && found.size() > 1) {
            return invalid("/source/from", "offsets: needs a stream with one source topic");
        }
        Optional<Dataset> needy = found.stream()
                .map(Found::dataset)
                .filter(StreamInputs::isNeededBy)
                .findFirst();
        if (needy.isEmpty()) {
            return !ask.hasCredentials()
                    ? Optional.empty()
                    : invalid("/credentials", "none of the sources needs any: each is open, or has its own");
        } else if (!ask.hasCredentials()) {
            return invalid(
                    "/credentials",
                    "the dataset \"" + needy.get().name() + "\" can be read only with a username and a password");
        }
        boolean known = start instanceof StartAt.Latest || start instanceof StartAt.Earliest;
        return known
                ? Optional.empty()
                : invalid("/source/from", "what is read with credentials begins at latest or at earliest");
    }

    private static Optional<Problem> invalid(String pointer, String reason) {
        return Optional.of(Problem.Invalid.at(pointer, reason));
    }

    private Future<StreamPlan> plan(CreateStream ask, Definition definition, List<Found> found, StartAt start) {
        List<Future<Map<TopicPartition, Long>>> starts = new ArrayList<>();
        List<Future<TopicDetail>> details = new ArrayList<>();
        for (Found one : found) {
            starts.add(positions.resolve(Broker.partitions(one.topic().description()), start));
            details.add(reader.detail(one.topic().description(), one.topic().owned()));
        }
        return Future.all(Future.all(starts), Future.all(details)).map(done -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            starts.forEach(each -> offsets.putAll(each.result()));
            Set<String> secured = found.stream()
                    .filter(one -> StreamInputs.isNeededBy(one.dataset()))
                    .map(one -> one.topic().description().name())
                    .collect(Collectors.toSet());
            return new StreamPlan(
                    ask,
                    definition,
                    found.stream().map(StreamPreparation::reading).toList(),
                    secured,
                    !secured.isEmpty() || found.stream().anyMatch(Found::isPrivate),
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
                found.dataset() == null ? null : found.dataset().name());
    }

    /** Keys are passed on as they are, and so are values that are not projected: where all sources agree, so does the stream. */
    private static RecordFormat.Change format(Definition definition, List<TopicDetail> sources) {
        List<RecordFormat> formats =
                sources.stream().map(TopicDetail::format).distinct().toList();
        if (formats.size() != 1 || formats.get(0).equals(RecordFormat.AUTO)) {
            return RecordFormat.Change.NONE;
        }
        boolean whole = definition.envelope().isEmpty()
                && !definition.batchMode()
                && StreamFilter.pipeline(definition).steps().stream()
                        .allMatch(step -> step.select().equals(Projection.ALL));
        RecordFormat only = formats.get(0);
        return new RecordFormat.Change(only.key(), whole ? only.value() : null);
    }

    /** What fits into a source fits into the stream's topic, and what a source keeps for ever is not lost there: records keep their times. */
    private static Map<String, String> configs(List<TopicDetail> sources) {
        Map<String, String> configs = new HashMap<>();
        long most = sources.stream()
                .map(source -> source.configs().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
                .mapToLong(bytes -> bytes == null ? 0 : Long.parseLong(bytes))
                .max()
                .orElse(0);
        if (most > Destination.DEFAULT_BYTES) {
            configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.toString(most));
        }
        sources.stream()
                .map(TopicDetail::configs)
                .filter(source -> FOR_EVER.equals(source.get(TopicConfig.RETENTION_MS_CONFIG)))
                .findFirst()
                .ifPresent(source -> {
                    configs.put(TopicConfig.RETENTION_MS_CONFIG, FOR_EVER);
                    configs.put(
                            TopicConfig.RETENTION_BYTES_CONFIG,
                            source.getOrDefault(TopicConfig.RETENTION_BYTES_CONFIG, FOR_EVER));
                });
        return configs;
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
