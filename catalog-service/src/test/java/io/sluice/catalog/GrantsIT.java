package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Grants;
import io.sluice.contract.Grants.Granted;
import io.sluice.contract.Grants.Ruling;
import io.sluice.contract.Grants.ThingRef;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.sluice.rights.Right;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Grants on datasets and organizations, over the bus, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantsIT {
    @RegisterExtension
    static final CatalogUnderTest catalog = new CatalogUnderTest();

    private static final Caller ALICE = CatalogUnderTest.ALICE;
    private static final Caller BOB = CatalogUnderTest.BOB;
    private static final Caller VERA = CatalogUnderTest.VERA;
    private static final Caller ADMIN = CatalogUnderTest.ADMIN;

    @BeforeAll
    void users() {
        for (Caller caller : List.of(ALICE, BOB, VERA, ADMIN)) {
            catalog.ask(
                    Identity.CREATE_USER,
                    new Identity.CreateUser(ADMIN, caller.user(), new Secret("a long enough password"), caller.role()));
        }
    }

    @Test
    void a_private_dataset_is_found_by_who_was_granted_it_and_by_nobody_else() {
        Dataset dataset = secret("granted-alone", "org-one");
        assertThat(finds(BOB, dataset)).isFalse();
        Granted grant = grant(ALICE, dataset(dataset), user(BOB), Level.VIEWER);
        assertThat(finds(BOB, dataset)).isTrue();
        assertThat(finds(VERA, dataset)).isFalse();
        assertThat(catalog.ask(Grants.DELETE, new Grants.DeleteGrant(ALICE, grant.id()))
                        .changed())
                .isTrue();
        assertThat(finds(BOB, dataset)).isFalse();
    }

    @Test
    void a_viewer_of_the_platform_is_raised_by_a_grant_and_no_further_than_it_goes() {
        Dataset dataset = secret("raised", "org-raised");
        grant(ALICE, dataset(dataset), user(VERA), Level.EDITOR);
        assertThat(retitle(VERA, dataset, "By Vera").title()).isEqualTo("By Vera");
        assertThat(catalog.refused(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(VERA, dataset.name())))
                .isInstanceOf(Problem.Forbidden.class);
        Caller key = new Caller(VERA.user(), Role.VIEWER, Role.VIEWER);
        assertThat(catalog.refused(Catalog.UPDATE_DATASET, titled(key, dataset, "By a key")))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void what_is_granted_on_an_organization_counts_for_what_is_in_it_and_a_denial_wins() {
        Dataset dataset = secret("below", "org-below");
        ThingRef organization = new ThingRef(Kind.ORGANIZATION, "org-below");
        grant(ALICE, organization, user(BOB), Level.EDITOR);
        assertThat(retitle(BOB, dataset, "By Bob").title()).isEqualTo("By Bob");
        grant(ALICE, dataset(dataset), user(BOB), Level.DENY);
        assertThat(finds(BOB, dataset)).isFalse();
        assertThat(catalog.refused(Catalog.UPDATE_DATASET, titled(BOB, dataset, "Again")))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_denial_hides_what_is_open_and_the_organization_itself() {
        catalog.organization("org-denied");
        Dataset open = catalog.create(NewDataset.named("open-denied").in("org-denied"));
        assertThat(finds(BOB, open)).isTrue();
        grant(ALICE, new ThingRef(Kind.ORGANIZATION, "org-denied"), user(BOB), Level.DENY);
        assertThat(finds(BOB, open)).isFalse();
        assertThat(finds(ALICE, open)).isTrue();
        assertThat(catalog.refused(Catalog.FIND_ORGANIZATION, new Catalog.FindOrganization(BOB, "org-denied")))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void groups_and_members_of_organizations_hold_what_is_granted_to_them() {
        Dataset toGroup = secret("to-group", "org-groups");
        catalog.ask(Grants.CREATE_GROUP, new Grants.CreateGroup(ALICE, "night-shift", "", List.of("bob")));
        grant(ALICE, dataset(toGroup), new Grantee(Grantee.Kind.GROUP, "night-shift"), Level.VIEWER);
        assertThat(finds(BOB, toGroup)).isTrue();
        assertThat(finds(VERA, toGroup)).isFalse();
        update("night-shift", List.of("vera"));
        assertThat(finds(BOB, toGroup)).isFalse();
        assertThat(finds(VERA, toGroup)).isTrue();

        Dataset toMembers = secret("to-members", "org-elsewhere");
        catalog.organization("org-members");
        grant(ALICE, dataset(toMembers), new Grantee(Grantee.Kind.ORGANIZATION, "org-members"), Level.VIEWER);
        assertThat(finds(BOB, toMembers)).isFalse();
        grant(ALICE, new ThingRef(Kind.ORGANIZATION, "org-members"), user(BOB), Level.VIEWER);
        assertThat(finds(BOB, toMembers)).isTrue();
    }

    @Test
    void only_who_may_manage_a_thing_grants_it_and_others_do_not_learn_of_it() {
        Dataset dataset = secret("not-yours", "org-not-yours");
        assertThat(catalog.refused(Grants.CREATE, ask(BOB, dataset(dataset), user(BOB), Level.OWNER)))
                .isEqualTo(catalog.refused(
                        Grants.CREATE, ask(BOB, new ThingRef(Kind.DATASET, "not-yours"), user(VERA), Level.VIEWER)))
                .isInstanceOf(Problem.NotFound.class);
        Granted grant = grant(ALICE, dataset(dataset), user(BOB), Level.EDITOR);
        assertThat(catalog.refused(Grants.CREATE, ask(BOB, dataset(dataset), user(VERA), Level.VIEWER)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(catalog.refused(Grants.DELETE, new Grants.DeleteGrant(BOB, grant.id())))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(catalog.ask(Grants.DELETE, new Grants.DeleteGrant(VERA, grant.id()))
                        .changed())
                .isFalse();
        assertThat(catalog.refused(
                        Grants.CREATE,
                        ask(ALICE, dataset(dataset), new Grantee(Grantee.Kind.USER, "nobody"), Level.VIEWER)))
                .isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void what_has_expired_does_not_count_and_is_told_at_its_instant() throws Exception {
        Dataset dataset = secret("expiring", "org-expiring");
        CompletableFuture<Grants.Changed> told = new CompletableFuture<>();
        catalog.ask(
                Grants.CREATE,
                new Grants.CreateGrant(ALICE, dataset(dataset), user(BOB), Level.VIEWER, true, Duration.ofHours(2)));
        assertThat(finds(BOB, dataset)).isTrue();
        Grants.CHANGED
                .listen(catalog.vertx, changed -> {
                    if (changed.concerns("bob")) {
                        told.complete(changed);
                    }
                })
                .completion()
                .await();
        catalog.clock.advance(Duration.ofHours(2));
        assertThat(finds(BOB, dataset)).isFalse();
        grant(ALICE, dataset(dataset), user(VERA), Level.VIEWER);
        assertThat(told.get(20, TimeUnit.SECONDS).concerns("bob")).isTrue();
    }

    @Test
    void the_table_of_rights_says_who_and_why() {
        Dataset dataset = secret("told", "org-told");
        Granted grant = grant(ALICE, dataset(dataset), user(BOB), Level.VIEWER);
        List<Ruling> rulings = catalog.ask(
                        Grants.EFFECTIVE, new Grants.FindRights(ALICE, dataset(dataset), null, false, 200, null))
                .items();
        assertThat(rulings).extracting(Ruling::user).containsExactly("alice", "bob", "root");
        assertThat(rulings).extracting(Ruling::rule).containsExactly("owner", "granted", "administrator");
        assertThat(rulings.get(1).grants()).containsExactly(grant.id());
        assertThat(rulings.get(1).rights()).containsExactlyInAnyOrder(Right.VIEW, Right.DOWNLOAD);
        assertThat(catalog.ask(Grants.EFFECTIVE, new Grants.FindRights(BOB, dataset(dataset), "bob", false, 1, null))
                        .items())
                .containsExactly(rulings.get(1));
        assertThat(catalog.refused(
                        Grants.EFFECTIVE, new Grants.FindRights(BOB, dataset(dataset), "vera", false, 1, null)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(catalog.refused(
                        Grants.EFFECTIVE, new Grants.FindRights(VERA, dataset(dataset), "vera", false, 1, null)))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_request_tells_nothing_and_its_approval_makes_the_grant() {
        Dataset dataset = secret("wanted", "org-wanted");
        Grants.AccessRequest request = request(VERA, dataset.name());
        Grants.AccessRequest vain = request(VERA, "there-is-no-such-thing");
        assertThat(request.state()).isEqualTo(vain.state());
        assertThat(catalog.refused(Grants.REQUEST, new Grants.RequestAccess(VERA, dataset(dataset), Level.VIEWER, "")))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(catalog.ask(Grants.LIST_REQUESTS, new Grants.ListRequests(ALICE))
                        .open())
                .contains(request)
                .doesNotContain(vain);
        assertThat(catalog.ask(Grants.LIST_REQUESTS, new Grants.ListRequests(BOB))
                        .open())
                .doesNotContain(request);
        assertThat(catalog.refused(Grants.DECIDE, new Grants.DecideRequest(BOB, request.id(), true, null)))
                .isInstanceOf(Problem.NotFound.class);
        Grants.AccessRequest approved =
                catalog.ask(Grants.DECIDE, new Grants.DecideRequest(ALICE, request.id(), true, null));
        assertThat(approved.grant()).isNotNull();
        assertThat(finds(VERA, dataset)).isTrue();
        assertThat(catalog.refused(Grants.DECIDE, new Grants.DecideRequest(ALICE, request.id(), false, null)))
                .isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void an_organization_that_takes_the_name_of_one_that_is_gone_inherits_nothing() {
        catalog.organization("org-again");
        grant(ALICE, new ThingRef(Kind.ORGANIZATION, "org-again"), user(BOB), Level.OWNER);
        catalog.ask(Catalog.DELETE_ORGANIZATION, new Catalog.DeleteOrganization(ALICE, "org-again", false));
        catalog.organization("org-again");
        assertThat(catalog.refused(
                        Catalog.DELETE_ORGANIZATION, new Catalog.DeleteOrganization(BOB, "org-again", false)))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void a_key_made_with_a_scope_brings_no_more_than_that() {
        Identity.CreatedKey key =
                catalog.ask(Identity.CREATE_KEY, new Identity.CreateKey(ALICE, "reader", null, Role.VIEWER));
        Caller bearer = catalog.ask(Identity.VERIFY_KEY, new Identity.VerifyKey(key.secret()))
                .caller();
        assertThat(bearer).isEqualTo(new Caller("alice", Role.VIEWER, Role.VIEWER));
        Identity.CreatedKey whole = catalog.ask(Identity.CREATE_KEY, new Identity.CreateKey(VERA, "whole", null, null));
        assertThat(catalog.ask(Identity.VERIFY_KEY, new Identity.VerifyKey(whole.secret()))
                        .caller())
                .isEqualTo(new Caller("vera", Role.VIEWER, Role.ADMIN));
        Secret code = catalog.ask(
                        Identity.ISSUE_CODE,
                        new Identity.IssueCode(bearer, Identity.Purpose.LIVE, Duration.ofSeconds(30)))
                .code();
        assertThat(catalog.ask(Identity.REDEEM_TICKET, new Identity.RedeemTicket(code))
                        .caller())
                .isEqualTo(bearer);
    }

    private static Dataset secret(String name, String organization) {
        catalog.organization(organization);
        return catalog.create(NewDataset.named(name).in(organization).secret());
    }

    private static boolean finds(Caller caller, Dataset dataset) {
        boolean listed = catalog.ask(
                        Catalog.SEARCH_DATASETS,
                        new Catalog.SearchDatasets(
                                caller, "", dataset.organization(), null, null, null, "name", 200, null))
                .items()
                .contains(dataset);
        boolean searched = catalog.ask(
                        Catalog.SEARCH_DATASETS,
                        new Catalog.SearchDatasets(
                                caller, dataset.name(), null, null, null, null, "relevance", 200, null))
                .items()
                .contains(dataset);
        boolean matched = catalog.ask(
                        Catalog.MATCH_DATASETS, new Catalog.MatchDatasets(caller, List.of(dataset.name()), true))
                .items()
                .contains(dataset);
        boolean suggested =
                !catalog.ask(Catalog.SUGGEST, new Catalog.Suggest(caller, dataset.name(), 50)).items().stream()
                        .filter(one -> one.kind().equals("dataset"))
                        .toList()
                        .isEmpty();
        assertThat(List.of(searched, matched, suggested)).containsOnly(listed);
        return listed;
    }

    private static Dataset retitle(Caller caller, Dataset dataset, String title) {
        return catalog.ask(Catalog.UPDATE_DATASET, titled(caller, dataset, title));
    }

    private static Catalog.UpdateDataset titled(Caller caller, Dataset dataset, String title) {
        return new Catalog.UpdateDataset(
                caller, dataset.name(), title, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static void update(String group, List<String> members) {
        catalog.ask(Grants.UPDATE_GROUP, new Grants.UpdateGroup(ALICE, group, null, null, members));
    }

    private static Grants.AccessRequest request(Caller caller, String name) {
        return catalog.ask(
                Grants.REQUEST,
                new Grants.RequestAccess(caller, new ThingRef(Kind.DATASET, name), Level.VIEWER, "please"));
    }

    private static Granted grant(Caller by, ThingRef on, Grantee to, Level level) {
        return catalog.ask(Grants.CREATE, ask(by, on, to, level));
    }

    private static Grants.CreateGrant ask(Caller by, ThingRef on, Grantee to, Level level) {
        return new Grants.CreateGrant(by, on, to, level, true, null);
    }

    private static ThingRef dataset(Dataset dataset) {
        return new ThingRef(Kind.DATASET, dataset.name());
    }

    private static Grantee user(Caller caller) {
        return new Grantee(Grantee.Kind.USER, caller.user());
    }
}
