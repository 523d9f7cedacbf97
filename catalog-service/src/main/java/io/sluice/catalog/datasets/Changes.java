package io.sluice.catalog.datasets;

import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Source;
import java.time.Instant;
import java.util.List;
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
                ask.source(),
                ask.mapping(),
                ask.processing(),
                false,
                ask.caller().user(),
                now,
                now);
    }

    /** An empty licence takes the licence away. */
    static Dataset apply(Catalog.UpdateDataset ask, Dataset from, Instant now) {
        return new Dataset(
                from.id(),
                from.name(),
                or(ask.title(), from.title()),
                or(ask.organization(), from.organization()),
                or(ask.notes(), from.notes()),
                ask.tags() == null ? from.tags() : distinct(ask.tags()),
                ask.license() == null ? from.license() : emptyToNull(ask.license()),
                or(ask.isPrivate(), from.isPrivate()),
                or(ask.extras(), from.extras()),
                withRate(from.source(), ask.rate()),
                or(ask.mapping(), from.mapping()),
                or(ask.processing(), from.processing()),
                from.paused(),
                from.owner(),
                from.createdAt(),
                now);
    }

    static Dataset withPaused(Dataset from, boolean paused, Instant now) {
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
                paused,
                from.owner(),
                from.createdAt(),
                now);
    }

    private static Source withRate(Source source, @Nullable Double rate) {
        if (rate == null) {
            return source;
        }
        if (!(source instanceof Source.Generator generator)) {
            throw Problem.Invalid.at("/source/rate", "only a generator has a rate")
                    .toException();
        }
        return new Source.Generator(
                generator.template(), rate, generator.topic(), generator.partitions(), generator.seed());
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
