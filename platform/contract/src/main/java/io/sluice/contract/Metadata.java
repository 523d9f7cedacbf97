package io.sluice.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is needed to cite a dataset and to use it rightly; the licence is a property of the dataset itself.
 *
 * @param doi such as {@code 10.5066/F7P55KJN}, without a resolver's address
 * @param homepage http or https
 * @param fields what the fields of a record mean
 */
public record Metadata(
        List<Contact> contacts,
        @Nullable String doi,
        @Nullable String homepage,
        @Nullable Temporal temporal,
        @Nullable Spatial spatial,
        List<Field> fields) {
    public static final Metadata NONE = new Metadata(List.of(), null, null, null, null, List.of());

    public Metadata {
        contacts = List.copyOf(contacts);
        fields = List.copyOf(fields);
    }

    /** @param role such as creator, publisher or point_of_contact */
    public record Contact(
            String name,
            @Nullable String email,
            @Nullable String organization,
            @Nullable String role) {}

    /** RFC 3339 dates or times; a null end is open. */
    public record Temporal(@Nullable String start, @Nullable String end) {}

    /** Degrees in WGS 84; west may be greater than east, across the antimeridian. */
    public record Spatial(
            double west,
            double south,
            double east,
            double north,
            @Nullable String place) {}

    /** @param unit as in UCUM or UDUNITS, such as {@code degC} */
    public record Field(
            String name,
            @Nullable String type,
            @Nullable String unit,
            @Nullable String description) {}
}
