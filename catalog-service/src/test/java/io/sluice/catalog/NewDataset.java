package io.sluice.catalog;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Metadata;
import io.sluice.contract.Source;
import io.sluice.contract.Template;
import java.util.List;
import java.util.Map;

/** A dataset to create, with what a test does not care about filled in. */
public record NewDataset(
        Caller caller,
        String name,
        String title,
        String organization,
        String notes,
        List<String> tags,
        String license,
        boolean isPrivate,
        Map<String, Object> extras,
        Source source,
        Map<String, String> mapping) {

    public static NewDataset named(String name) {
        return new NewDataset(
                CatalogUnderTest.ALICE,
                name,
                "A title",
                "utah",
                "",
                List.of(),
                null,
                false,
                Map.of(),
                Source.Kafka.of("topic-of-" + Math.abs(name.hashCode())),
                Map.of());
    }

    public NewDataset by(Caller other) {
        return new NewDataset(
                other, name, title, organization, notes, tags, license, isPrivate, extras, source, mapping);
    }

    public NewDataset titled(String other) {
        return new NewDataset(
                caller, name, other, organization, notes, tags, license, isPrivate, extras, source, mapping);
    }

    public NewDataset in(String other) {
        return new NewDataset(caller, name, title, other, notes, tags, license, isPrivate, extras, source, mapping);
    }

    public NewDataset noted(String other) {
        return new NewDataset(
                caller, name, title, organization, other, tags, license, isPrivate, extras, source, mapping);
    }

    public NewDataset tagged(String... others) {
        return new NewDataset(
                caller, name, title, organization, notes, List.of(others), license, isPrivate, extras, source, mapping);
    }

    public NewDataset secret() {
        return new NewDataset(caller, name, title, organization, notes, tags, license, true, extras, source, mapping);
    }

    public NewDataset with(Map<String, Object> others) {
        return new NewDataset(
                caller, name, title, organization, notes, tags, license, isPrivate, others, source, mapping);
    }

    public NewDataset mapped(Map<String, String> others) {
        return new NewDataset(
                caller, name, title, organization, notes, tags, license, isPrivate, extras, source, others);
    }

    public NewDataset from(Source other) {
        return new NewDataset(
                caller, name, title, organization, notes, tags, license, isPrivate, extras, other, mapping);
    }

    public NewDataset generated() {
        return from(new Source.Generator(Template.TIMESTAMP, 0.2, name, 1, null));
    }

    public Catalog.CreateDataset request() {
        return new Catalog.CreateDataset(
                caller,
                name,
                title,
                organization,
                notes,
                tags,
                license,
                isPrivate,
                extras,
                source,
                mapping,
                Map.of(),
                Metadata.NONE,
                Map.of());
    }
}
