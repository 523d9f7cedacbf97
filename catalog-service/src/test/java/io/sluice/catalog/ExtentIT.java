package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ALICE;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.contract.Problem;
import io.sluice.contract.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metadata: what is refused, and what of it is found. */
class ExtentIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @BeforeAll
    static void fill() {
        CATALOG.organization("utah");
        create(
                "salt-lake",
                "2020-01-01",
                "2020-12-31",
                new Metadata.Spatial(-112.2, 40.4, -111.5, 41.0, "Salt Lake Valley"));
        create("fiji", "2021-06-01T12:00:00Z", null, new Metadata.Spatial(177, -20, -178, -15, null));
        create("nowhere", null, null, null);
    }

    @ParameterizedTest
    @CsvSource({
        "-112, 40.5, -111.9, 40.6, salt-lake",
        "-180, -90, 180, 90, fiji salt-lake",
        "179, -17, 179.5, -16, fiji",
        "-179.5, -17, -179, -16, fiji",
        "170, -30, -170, 0, fiji",
        "-100, 40, -90, 41, ''",
    })
    void a_box_finds_what_lies_in_it_at_least_in_part(
            double west, double south, double east, double north, String names) {
        assertThat(names(new Metadata.Spatial(west, south, east, north, null), null))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-12-31, 2021-01-31, salt-lake",
        "2020-12-31T23:00:00Z, , fiji salt-lake",
        "2021-01-01, 2021-05-31, ''",
        "2030-01-01, , fiji",
        ", 2019-12-31, ''",
    })
    void a_period_finds_what_covers_it_at_least_in_part(@Nullable String start, @Nullable String end, String names) {
        assertThat(names(null, new Metadata.Temporal(start, end))).isEqualTo(names);
    }

    @Test
    void people_places_fields_and_units_are_found() {
        for (String q : List.of("valley", "ada lovelace", "ada@example.org", "10.5066/F7P55KJN", "air_temp", "degC")) {
            assertThat(search(new Catalog.SearchDatasets(VERA, q, null, null, null, null, "name", 10, null)))
                    .as(q)
                    .contains("salt-lake");
        }
    }

    @Test
    void every_fault_of_the_metadata_has_its_place() {
        Metadata wrong = new Metadata(
                List.of(new Metadata.Contact(" ", "nobody", null, null)),
                "doi:10/x",
                "ftp://example.org",
                new Metadata.Temporal("2020-13-01", "yesterday"),
                new Metadata.Spatial(-181, 41, 0, 40, null),
                List.of(
                        new Metadata.Field("a", null, null, "d".repeat(2_001)),
                        new Metadata.Field("a", null, null, null)));
        Problem refused = CATALOG.refused(Catalog.CREATE_DATASET, request("wrong", wrong));

        assertThat(((Problem.Invalid) refused).violations())
                .extracting(Violation::pointer)
                .containsExactlyInAnyOrder(
                        "/metadata/contacts/0/name",
                        "/metadata/contacts/0/email",
                        "/metadata/doi",
                        "/metadata/homepage",
                        "/metadata/temporal/start",
                        "/metadata/temporal/end",
                        "/metadata/spatial/west",
                        "/metadata/spatial/north",
                        "/metadata/fields/0/description",
                        "/metadata/fields/1/name");
    }

    private static void create(
            String name, @Nullable String start, @Nullable String end, Metadata.@Nullable Spatial spatial) {
        Metadata.Temporal temporal = start == null && end == null ? null : new Metadata.Temporal(start, end);
        Metadata metadata = new Metadata(
                List.of(new Metadata.Contact("Ada Lovelace", "ada@example.org", null, "creator")),
                "10.5066/F7P55KJN",
                "https://example.org/data",
                temporal,
                spatial,
                List.of(new Metadata.Field("air_temp", "number", "degC", "Air temperature")));
        CATALOG.ask(Catalog.CREATE_DATASET, request(name, metadata));
    }

    private static Catalog.CreateDataset request(String name, Metadata metadata) {
        Catalog.CreateDataset plain = NewDataset.named(name).request();
        return new Catalog.CreateDataset(
                ALICE,
                name,
                plain.title(),
                plain.organization(),
                plain.notes(),
                plain.tags(),
                null,
                false,
                plain.extras(),
                plain.source(),
                plain.mapping(),
                plain.processing(),
                metadata,
                plain.credentials());
    }

    private static String names(Metadata.@Nullable Spatial area, Metadata.@Nullable Temporal during) {
        return String.join(
                " ",
                search(new Catalog.SearchDatasets(VERA, "", null, null, null, null, area, during, "name", 10, null)));
    }

    private static List<String> search(Catalog.SearchDatasets ask) {
        return CATALOG.ask(Catalog.SEARCH_DATASETS, ask).items().stream()
                .map(Dataset::name)
                .toList();
    }
}
