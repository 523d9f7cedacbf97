package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static io.sluice.catalog.CatalogUnderTest.ALICE;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Sealed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VersionIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @BeforeAll
    static void organization() {
        CATALOG.organization("utah");
    }

    @Test
    void every_change_is_listed_with_who_made_it_and_what_it_changed() {
        Dataset first = CATALOG.create(NewDataset.named("history").titled("One").with(Map.of("a", 1, "b", 2)));
        CATALOG.clock.advance(Duration.ofSeconds(5));
        Dataset second = update(ALICE, "history", "Two", Map.of("a", 1, "b", 3), null);
        CATALOG.clock.advance(Duration.ofSeconds(5));
        Dataset third = update(ADMIN, "history", "Three", null, null);

        List<Catalog.Version> versions = list(VERA, "history", 10, null).items();

        assertThat(versions)
                .containsExactly(
                        new Catalog.Version(3, third.updatedAt(), "root", List.of("/title")),
                        new Catalog.Version(2, second.updatedAt(), "alice", List.of("/title", "/extras/b")),
                        new Catalog.Version(1, first.createdAt(), "alice", List.of()));
        assertThat(find(VERA, "history", 1).dataset()).isEqualTo(first);
        assertThat(find(VERA, "history", 2).dataset()).isEqualTo(second);
        assertThat(find(VERA, "history", 3).dataset()).isEqualTo(third);
    }

    @Test
    void a_change_of_nothing_is_no_version() {
        CATALOG.create(NewDataset.named("same").titled("Same"));
        update(ALICE, "same", "Same", null, null);

        assertThat(list(VERA, "same", 10, null).total()).isEqualTo(1);
    }

    @Test
    void pages_go_from_the_newest_to_the_first() {
        CATALOG.create(NewDataset.named("paged").titled("0"));
        for (int i = 1; i <= 4; i++) {
            update(ALICE, "paged", Integer.toString(i), null, null);
        }

        Catalog.Versions newest = list(VERA, "paged", 2, null);
        Catalog.Versions middle = list(VERA, "paged", 2, newest.next());
        Catalog.Versions last = list(VERA, "paged", 2, middle.next());

        assertThat(newest.total()).isEqualTo(5);
        assertThat(List.of(newest, middle, last))
                .flatExtracting(Catalog.Versions::items)
                .extracting(Catalog.Version::version)
                .containsExactly(5, 4, 3, 2, 1);
        assertThat(last.next()).isNull();
        assertThat(CATALOG.refused(Catalog.LIST_VERSIONS, new Catalog.ListVersions(VERA, "paged", 2, "nonsense")))
                .isEqualTo(Problem.Invalid.at("/cursor", "not a cursor of this list"));
    }

    @Test
    void credentials_are_in_no_version_and_their_change_is() {
        CATALOG.create(NewDataset.named("guarded").generated());
        update(ALICE, "guarded", null, null, Map.of("password", Sealed.of("sealed-once")));
        update(ALICE, "guarded", "Another", null, Map.of("password", Sealed.of("sealed-twice")));

        assertThat(list(VERA, "guarded", 10, null).items())
                .extracting(Catalog.Version::changed)
                .containsExactly(List.of("/title", "/credentials"), List.of("/credentials"), List.of());
        assertThat(find(ALICE, "guarded", 2).dataset().credentials()).isEmpty();
        assertThat(find(ALICE, "guarded", 3).dataset().credentials()).isEmpty();
        assertThat(CATALOG.sql("select content::text from catalog.dataset_versions"))
                .noneMatch(content -> content.contains("sealed-"));
    }

    @Test
    void a_version_that_was_private_stays_with_its_owner() {
        CATALOG.create(NewDataset.named("published").titled("Draft").secret());
        publish("published");

        assertThat(list(VERA, "published", 10, null).items())
                .extracting(Catalog.Version::version)
                .containsExactly(2);
        assertThat(list(VERA, "published", 10, null).total()).isEqualTo(1);
        assertThat(CATALOG.refused(Catalog.FIND_VERSION, new Catalog.FindVersion(VERA, "published", 1)))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(find(ALICE, "published", 1).dataset().isPrivate()).isTrue();
        assertThat(find(ADMIN, "published", 1).dataset().title()).isEqualTo("Draft");
    }

    @Test
    void what_is_deleted_is_gone_with_its_versions() {
        CATALOG.create(NewDataset.named("gone").titled("One"));
        update(ALICE, "gone", "Two", null, null);
        CATALOG.ask(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(ALICE, "gone"));
        CATALOG.create(NewDataset.named("gone").titled("Another"));

        assertThat(list(VERA, "gone", 10, null).items())
                .extracting(Catalog.Version::version)
                .containsExactly(1);
        assertThat(CATALOG.refused(Catalog.LIST_VERSIONS, new Catalog.ListVersions(VERA, "not-there", 10, null)))
                .isInstanceOf(Problem.NotFound.class);
    }

    private static Catalog.Versions list(Caller caller, String ref, int limit, @Nullable String cursor) {
        return CATALOG.ask(Catalog.LIST_VERSIONS, new Catalog.ListVersions(caller, ref, limit, cursor));
    }

    private static Catalog.Revision find(Caller caller, String ref, int version) {
        return CATALOG.ask(Catalog.FIND_VERSION, new Catalog.FindVersion(caller, ref, version));
    }

    private static Dataset update(
            Caller caller,
            String ref,
            @Nullable String title,
            @Nullable Map<String, Object> extras,
            @Nullable Map<String, Sealed> credentials) {
        return CATALOG.ask(
                Catalog.UPDATE_DATASET,
                new Catalog.UpdateDataset(
                        caller, ref, title, null, null, null, null, null, extras, null, null, null, null, credentials));
    }

    private static void publish(String ref) {
        CATALOG.ask(
                Catalog.UPDATE_DATASET,
                new Catalog.UpdateDataset(
                        ALICE, ref, null, null, null, null, null, false, null, null, null, null, null, null));
    }
}
