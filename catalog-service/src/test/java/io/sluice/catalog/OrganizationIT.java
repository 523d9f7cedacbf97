package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static io.sluice.catalog.CatalogUnderTest.ALICE;
import static io.sluice.catalog.CatalogUnderTest.BOB;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Done;
import io.sluice.contract.Organization;
import io.sluice.contract.Problem;
import io.sluice.contract.Violation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OrganizationIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @Test
    void an_organization_is_found_as_it_was_created() {
        Organization created = CATALOG.ask(
                Catalog.CREATE_ORGANIZATION, new Catalog.CreateOrganization(ALICE, "air", "Air quality", "Sensors"));

        assertThat(created)
                .isEqualTo(new Organization("air", "Air quality", "Sensors", "alice", CATALOG.clock.instant(), 0));
        assertThat(find(VERA, "air")).isEqualTo(created);
    }

    @Test
    void a_taken_name_is_a_conflict() {
        CATALOG.organization("taken");

        assertThat(CATALOG.refused(
                        Catalog.CREATE_ORGANIZATION, new Catalog.CreateOrganization(BOB, "taken", "Other", null)))
                .isEqualTo(Problem.Conflict.taken("organization", "taken"));
    }

    @Test
    void every_fault_of_the_input_is_told_at_once() {
        Problem problem = CATALOG.refused(
                Catalog.CREATE_ORGANIZATION,
                new Catalog.CreateOrganization(ALICE, "Not A Name", " ", "x".repeat(20_001)));

        assertThat(problem).isInstanceOfSatisfying(Problem.Invalid.class, invalid -> assertThat(invalid.violations())
                .extracting(Violation::pointer)
                .containsExactly("/name", "/title", "/description"));
    }

    @Test
    void viewers_only_look() {
        CATALOG.organization("looked-at");

        assertThat(CATALOG.refused(
                        Catalog.CREATE_ORGANIZATION, new Catalog.CreateOrganization(VERA, "mine", "Mine", null)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(CATALOG.refused(Catalog.DELETE_ORGANIZATION, delete(VERA, "looked-at", false)))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void only_its_owner_and_administrators_change_it() {
        CATALOG.organization("owned");
        var byBob = new Catalog.UpdateOrganization(BOB, "owned", "Bob's", null);
        var byAdmin = new Catalog.UpdateOrganization(ADMIN, "owned", null, "Described");

        assertThat(CATALOG.refused(Catalog.UPDATE_ORGANIZATION, byBob)).isInstanceOf(Problem.Forbidden.class);
        Organization updated = CATALOG.ask(Catalog.UPDATE_ORGANIZATION, byAdmin);

        assertThat(updated.title()).isEqualTo("Organization owned");
        assertThat(updated.description()).isEqualTo("Described");
        assertThat(find(VERA, "owned")).isEqualTo(updated);
    }

    @Test
    void what_is_not_there_cannot_be_found_or_updated_but_deleted_any_number_of_times() {
        CATALOG.organization("short-lived");

        assertThat(CATALOG.ask(Catalog.DELETE_ORGANIZATION, delete(ALICE, "short-lived", false)))
                .isEqualTo(new Done(true));
        assertThat(CATALOG.ask(Catalog.DELETE_ORGANIZATION, delete(ALICE, "short-lived", false)))
                .isEqualTo(new Done(false));
        assertThat(CATALOG.refused(Catalog.FIND_ORGANIZATION, new Catalog.FindOrganization(ALICE, "short-lived")))
                .isEqualTo(Problem.NotFound.of("organization", "short-lived"));
        assertThat(CATALOG.refused(
                        Catalog.UPDATE_ORGANIZATION, new Catalog.UpdateOrganization(ALICE, "no\0", "T", null)))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void counts_hold_only_what_the_caller_may_see() {
        CATALOG.organization("counted");
        CATALOG.create(NewDataset.named("counted-open").in("counted"));
        CATALOG.create(NewDataset.named("counted-secret").in("counted").secret());

        assertThat(find(ALICE, "counted").datasets()).isEqualTo(2);
        assertThat(find(ADMIN, "counted").datasets()).isEqualTo(2);
        assertThat(find(BOB, "counted").datasets()).isEqualTo(1);
    }

    @Test
    void one_with_datasets_is_deleted_only_by_cascade() {
        CATALOG.organization("full");
        CATALOG.create(NewDataset.named("full-topic").in("full"));
        CATALOG.create(NewDataset.named("full-generator").in("full").generated());

        assertThat(CATALOG.refused(Catalog.DELETE_ORGANIZATION, delete(ALICE, "full", false)))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(CATALOG.ask(Catalog.DELETE_ORGANIZATION, delete(ALICE, "full", true)))
                .isEqualTo(new Done(true));

        assertThat(CATALOG.sql("select name from catalog.datasets where organization = 'full'"))
                .isEmpty();
        assertThat(CATALOG.streams.topics).doesNotContain("full-generator");
    }

    @Test
    void who_owns_an_organization_owns_what_is_in_it_and_nobody_else_does() {
        CATALOG.organization("shared");
        CATALOG.create(NewDataset.named("shared-alice").in("shared"));
        CATALOG.create(NewDataset.named("shared-bob").in("shared").by(BOB).secret());

        assertThat(CATALOG.refused(Catalog.DELETE_ORGANIZATION, delete(BOB, "shared", true)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(find(ALICE, "shared").datasets()).isEqualTo(2);
        assertThat(CATALOG.ask(Catalog.DELETE_ORGANIZATION, delete(ALICE, "shared", true)))
                .isEqualTo(new Done(true));
    }

    @Test
    void pages_follow_each_other_without_gap_or_repeat() {
        List.of("page-c", "page-a", "page-b").forEach(CATALOG::organization);
        List<String> names = new ArrayList<>();
        String cursor = null;
        do {
            var page = CATALOG.ask(Catalog.LIST_ORGANIZATIONS, new Catalog.ListOrganizations(VERA, 2, cursor));
            page.items().forEach(item -> names.add(item.name()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(names).isSorted().doesNotHaveDuplicates().contains("page-a", "page-b", "page-c");
    }

    @Test
    void a_broken_cursor_or_limit_is_refused() {
        assertThat(CATALOG.refused(Catalog.LIST_ORGANIZATIONS, new Catalog.ListOrganizations(VERA, 10, "%%%")))
                .isEqualTo(Problem.Invalid.at("/cursor", "not a cursor of this list"));
        assertThat(CATALOG.refused(Catalog.LIST_ORGANIZATIONS, new Catalog.ListOrganizations(VERA, 201, null)))
                .isEqualTo(Problem.Invalid.at("/limit", "expected 1 to 200"));
    }

    private static Organization find(Caller caller, String name) {
        return CATALOG.ask(Catalog.FIND_ORGANIZATION, new Catalog.FindOrganization(caller, name));
    }

    private static Catalog.DeleteOrganization delete(Caller caller, String name, boolean cascade) {
        return new Catalog.DeleteOrganization(caller, name, cascade);
    }
}
