package io.sluice.catalog.datasets;

import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** New datasets out of requests and out of former ones. Pure. */
final class Changes {
    private Changes() {}

    static Dataset toDataset(Catalog.CreateDataset ask, UUID id, Instant now) {
        return new Dataset(
                id,
                ask.name(),
                ask.title(),
                ask.organization(),
                ask.notes(),
                distinct(ask.tags()),
                emptyToNull(ask.license()),
                ask.isPrivate(),
                ask.extras(),
                copied(ask.source(), ask.name(), ask.mapping(), ask.processing()),
                ask.mapping(),
                ask.processing(),
                ask.metadata(),
                ask.credentials(),
                false,
                ask.caller().user(),
                1,
                now,
                now);
    }

    /** An empty licence takes the licence away. */
    static Dataset apply(Catalog.UpdateDataset ask, Dataset from, Instant now) {
        Map<String, String> mapping = or(ask.mapping(), from.mapping());
        Map<String, Object> processing = or(ask.processing(), from.processing());
        Dataset changed = new Dataset(
                from.id(),
                from.name(),
                or(ask.title(), from.title()),
                or(ask.organization(), from.organization()),
                or(ask.notes(), from.notes()),
                ask.tags() == null ? from.tags() : distinct(ask.tags()),
                ask.license() == null ? from.license() : emptyToNull(ask.license()),
                or(ask.isPrivate(), from.isPrivate()),
                or(ask.extras(), from.extras()),
                copied(replaced(from.source(), ask.source()), from.name(), mapping, processing),
                mapping,
                processing,
                or(ask.metadata(), from.metadata()),
                or(ask.credentials(), from.credentials()),
                from.paused(),
                from.owner(),
                from.version(),
                from.createdAt(),
                from.updatedAt());
        return changed.equals(from) ? from : next(changed, changed.paused(), now);
    }

    /** As it may be kept and shown. */
    static Dataset withoutCredentials(Dataset from) {
        return new Dataset(
                from.id(),
                from.name(),
                from.title(),
                from.organization(),
                from.notes(),
                from.tags(),
                from.license(),
                from.isPrivate(),
                from.extras(),
                from.source(),
                from.mapping(),
                from.processing(),
                from.metadata(),
                Map.of(),
                from.paused(),
                from.owner(),
                from.version(),
                from.createdAt(),
                from.updatedAt());
    }

    static Dataset withPaused(Dataset from, boolean paused, Instant now) {
        return next(from, paused, now);
    }

    private static Dataset next(Dataset from, boolean paused, Instant now) {
        return new Dataset(
                from.id(),
                from.name(),
                from.title(),
                from.organization(),
                from.notes(),
                from.tags(),
                from.license(),
                from.isPrivate(),
                from.extras(),
                from.source(),
                from.mapping(),
                from.processing(),
                from.metadata(),
                from.credentials(),
                paused,
                from.owner(),
                from.version() + 1,
                from.createdAt(),
                now);
    }

    /** What a source is, and the topic of one that runs, stay; its address and options may change. */
    private static Source replaced(Source from, @Nullable Source wanted) {
        if (wanted == null) {
            return from;
        }
        if (!wanted.type().equals(from.type())) {
            throw Problem.Invalid.at("/source/type", "the type of a source cannot change")
                    .toException();
        }
        if (from instanceof Source.Kafka before && wanted instanceof Source.Kafka now && now.copy() == null) {
            return new Source.Kafka(now.topic(), now.bootstrap(), now.security(), before.copy(), before.partitions());
        }
        if (from.runs() && !Objects.equals(wanted.output(), from.output())) {
            throw Problem.Invalid.at("/source/topic", "the topic of a source that runs cannot change")
                    .toException();
        }
        return wanted;
    }

    /** Records that come from elsewhere, or are changed on their way, are copied to a topic of their own. */
    private static Source copied(
            Source source, String name, Map<String, String> mapping, Map<String, Object> processing) {
        if (!(source instanceof Source.Kafka kafka) || kafka.copy() != null || !DatasetRules.isName(name)) {
            return source;
        }
        boolean asItIs = kafka.bootstrap() == null
                && mapping.isEmpty()
                && (!Processing.check(kafka.type(), processing).isEmpty()
                        || !Processing.of(kafka.type(), processing).changesRecords());
        if (asItIs) {
            return source;
        }
        boolean same = kafka.bootstrap() == null && kafka.topic().equals(name);
        return new Source.Kafka(
                kafka.topic(), kafka.bootstrap(), kafka.security(), same ? name + "-copy" : name, kafka.partitions());
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private static List<String> distinct(List<String> tags) {
        return tags.stream().distinct().toList();
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
