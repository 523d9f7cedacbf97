package io.sluice.gateway.ndp;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Metadata;
import io.sluice.contract.Sealed;
import io.sluice.contract.Source;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of a dataset; null is what it does not say.
 *
 * @param options of the source
 */
record Draft(
        Words words,
        @Nullable Map<String, Object> extras,
        @Nullable Source source,
        @Nullable Map<String, String> mapping,
        @Nullable Map<String, Object> options,
        @Nullable Map<String, Sealed> credentials) {

    /** The describing part, under whatever names a form has for it. */
    record Words(
            @Nullable String name,
            @Nullable String title,
            @Nullable String organization,
            @Nullable String notes,
            @Nullable List<String> tags,
            @Nullable String license,
            @Nullable Boolean isPrivate) {}

    Catalog.CreateDataset create(Caller caller) {
        return new Catalog.CreateDataset(
                caller,
                Objects.requireNonNull(words.name()),
                Objects.requireNonNull(words.title()),
                Objects.requireNonNull(words.organization()),
                Objects.requireNonNullElse(words.notes(), ""),
                Objects.requireNonNullElse(words.tags(), List.of()),
                words.license(),
                Objects.requireNonNullElse(words.isPrivate(), false),
                Objects.requireNonNullElse(extras, Map.of()),
                Objects.requireNonNull(source),
                Objects.requireNonNullElse(mapping, Map.of()),
                Objects.requireNonNullElse(options, Map.of()),
                Metadata.NONE,
                Objects.requireNonNullElse(credentials, Map.of()));
    }

    Catalog.UpdateDataset update(Caller caller, String ref) {
        return new Catalog.UpdateDataset(
                caller,
                ref,
                words.title(),
                words.organization(),
                words.notes(),
                words.tags(),
                words.license(),
                words.isPrivate(),
                extras,
                mapping,
                options,
                null,
                source,
                credentials);
    }
}
