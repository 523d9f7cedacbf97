package io.sluice.gateway.catalog;

import io.sluice.contract.Metadata;
import io.sluice.gateway.http.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code metadata} of a dataset. */
final class MetadataReader {
    private static final int MAX_CONTACTS = 100;
    private static final int MAX_FIELDS = 5_000;

    private static final Pattern RESOLVER = Pattern.compile("(?i)^(?:https?://(?:dx\\.)?doi\\.org/|doi:)");

    private MetadataReader() {}

    static Metadata read(Fields given) {
        Metadata metadata = new Metadata(
                contacts(given),
                bare(given.optionalText("doi")),
                given.optionalText("homepage"),
                temporal(given.optionalFields("temporal")),
                spatial(given.optionalFields("spatial")),
                fields(given));
        given.end();
        return metadata;
    }

    /** A DOI is also taken with a resolver's address or {@code doi:} before it. */
    private static @Nullable String bare(@Nullable String doi) {
        return doi == null ? null : RESOLVER.matcher(doi.strip()).replaceFirst("");
    }

    private static List<Metadata.Contact> contacts(Fields given) {
        List<Metadata.Contact> contacts = new ArrayList<>();
        for (Fields contact : given.has("contacts") ? given.list("contacts", MAX_CONTACTS) : List.<Fields>of()) {
            contacts.add(new Metadata.Contact(
                    contact.text("name"),
                    contact.optionalText("email"),
                    contact.optionalText("organization"),
                    contact.optionalText("role")));
            contact.end();
        }
        return contacts;
    }

    private static List<Metadata.Field> fields(Fields given) {
        List<Metadata.Field> fields = new ArrayList<>();
        for (Fields field : given.has("fields") ? given.list("fields", MAX_FIELDS) : List.<Fields>of()) {
            fields.add(new Metadata.Field(
                    field.text("name"),
                    field.optionalText("type"),
                    field.optionalText("unit"),
                    field.optionalText("description")));
            field.end();
        }
        return fields;
    }

    private static Metadata.@Nullable Temporal temporal(@Nullable Fields given) {
        if (given == null) {
            return null;
        }
        Metadata.Temporal temporal = new Metadata.Temporal(given.optionalText("start"), given.optionalText("end"));
        given.end();
        return temporal;
    }

    private static Metadata.@Nullable Spatial spatial(@Nullable Fields given) {
        if (given == null) {
            return null;
        }
        Metadata.Spatial spatial = new Metadata.Spatial(
                degrees(given, "west"),
                degrees(given, "south"),
                degrees(given, "east"),
                degrees(given, "north"),
                given.optionalText("place"));
        given.end();
        return spatial;
    }

    private static double degrees(Fields given, String name) {
        Double value = given.optionalNumber(name);
        if (!given.has(name)) {
            given.required(name);
        }
        return Objects.requireNonNullElse(value, 0.0);
    }
}
