package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Grants;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.contract.Views;
import io.sluice.contract.Views.View;
import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.sluice.rights.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Saved views, over the bus, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewsIT {
    @RegisterExtension
    static final CatalogUnderTest catalog = new CatalogUnderTest();

    private static final Caller ALICE = CatalogUnderTest.ALICE;
    private static final Caller BOB = CatalogUnderTest.BOB;
    private static final Caller VERA = CatalogUnderTest.VERA;
    private static final Caller ADMIN = CatalogUnderTest.ADMIN;
    private static final Views.Content RIDES = new Views.Content(
            new Views.Source("rides", null, null), "fare_amount > 50", "fare_amount", List.of("fare_amount"), "-15m");

    @BeforeAll
    void users() {
        for (Caller caller : List.of(ALICE, BOB, VERA, ADMIN)) {
            catalog.ask(
                    Identity.CREATE_USER,
                    new Identity.CreateUser(ADMIN, caller.user(), new Secret("a long enough password"), caller.role()));
        }
    }

    @Test
    void a_view_comes_back_as_it_was_kept_and_is_its_owners() {
        View kept = create(VERA, "Dear rides", true);
        assertThat(kept.content()).isEqualTo(RIDES);
        assertThat(kept.owner()).isEqualTo(VERA.user());
        assertThat(find(VERA, kept)).isEqualTo(kept);
        assertThat(refused(BOB, kept)).isInstanceOf(Problem.NotFound.class);
        assertThat(find(ADMIN, kept)).isEqualTo(kept);

        Views.Content other = new Views.Content(new Views.Source(null, null, "d"), "", "", List.of(), "latest");
        Views.Change change = new Views.Change(other.source(), "", "", List.of(), "latest");
        View changed = update(VERA, kept, "Renamed", change, null);
        assertThat(changed.name()).isEqualTo("Renamed");
        assertThat(changed.content()).isEqualTo(other);
        Views.Change where = new Views.Change(null, "a = 1", null, null, null);
        changed = update(VERA, kept, "Renamed", where, null);
        assertThat(changed.content()).isEqualTo(where.over(other));
        assertThat(find(VERA, kept)).isEqualTo(changed);

        assertThat(catalog.refused(Views.DELETE, new Views.DeleteView(BOB, kept.id())))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(catalog.ask(Views.DELETE, new Views.DeleteView(VERA, kept.id()))
                        .changed())
                .isTrue();
        assertThat(catalog.ask(Views.DELETE, new Views.DeleteView(VERA, kept.id()))
                        .changed())
                .isFalse();
        assertThat(refused(VERA, kept)).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void whoever_is_granted_a_view_may_as_much_as_was_granted() {
        View kept = create(ALICE, "granted", true);
        grant(kept, BOB, Level.VIEWER);
        assertThat(find(BOB, kept)).isEqualTo(kept);
        assertThat(catalog.refused(Views.UPDATE, renamed(BOB, kept))).isInstanceOf(Problem.Forbidden.class);
        grant(kept, BOB, Level.EDITOR);
        assertThat(catalog.ask(Views.UPDATE, renamed(BOB, kept)).name()).isEqualTo("by another");
        assertThat(catalog.refused(
                        Views.UPDATE, new Views.UpdateView(BOB, kept.id(), null, BOB.user(), Views.Change.NONE, null)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(catalog.refused(
                        Views.UPDATE, new Views.UpdateView(BOB, kept.id(), null, null, Views.Change.NONE, false)))
                .isInstanceOf(Problem.Forbidden.class);
        grant(kept, BOB, Level.DENY);
        assertThat(refused(BOB, kept)).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_list_has_just_what_can_be_opened_page_by_page() {
        String mark = "listed-" + UUID.randomUUID();
        View open = create(ALICE, mark + " a", false);
        View denied = create(ALICE, mark + " b", false);
        View granted = create(ALICE, mark + " c", true);
        View hidden = create(ALICE, mark + " d", true);
        View own = create(BOB, mark + " e", true);
        grant(denied, BOB, Level.DENY);
        grant(granted, BOB, Level.VIEWER);
        for (Caller caller : List.of(ALICE, BOB, VERA, ADMIN)) {
            List<View> listed = all(caller, mark);
            assertThat(listed)
                    .as(caller.user())
                    .containsExactlyElementsOf(Stream.of(open, denied, granted, hidden, own)
                            .filter(view -> opens(caller, view))
                            .toList());
        }
        assertThat(all(BOB, mark)).containsExactly(open, granted, own);
    }

    @Test
    void grants_go_with_their_view() {
        View kept = create(ALICE, "gone", true);
        grant(kept, BOB, Level.VIEWER);
        catalog.ask(Views.DELETE, new Views.DeleteView(ALICE, kept.id()));
        assertThat(catalog.ask(Grants.LIST, new Grants.ListGrants(BOB, null, null, null, 200, null))
                        .items())
                .noneMatch(grant -> grant.thing().equals(kept.id()));
    }

    @Test
    void what_is_no_view_is_refused() {
        Views.Source two = new Views.Source("t", "s", null);
        Views.Source none = new Views.Source(null, null, null);
        for (Views.Source source : List.of(two, none)) {
            Views.Content content = new Views.Content(source, "", "", List.of(), "latest");
            assertThat(catalog.refused(Views.CREATE, new Views.CreateView(ALICE, "n", content, true)))
                    .isInstanceOf(Problem.Invalid.class);
        }
        assertThat(catalog.refused(Views.CREATE, new Views.CreateView(ALICE, "\u0000", RIDES, true)))
                .isInstanceOf(Problem.Invalid.class);
        Caller reading = new Caller(ALICE.user(), ALICE.role(), Role.VIEWER);
        assertThat(catalog.refused(Views.CREATE, new Views.CreateView(reading, "n", RIDES, true)))
                .isInstanceOf(Problem.Forbidden.class);
        for (String id : List.of("no-id", UUID.randomUUID().toString(), "\u0000")) {
            assertThat(catalog.refused(Views.FIND, new Views.FindView(ADMIN, id)))
                    .isInstanceOf(Problem.NotFound.class);
        }
    }

    private static View create(Caller caller, String name, boolean isPrivate) {
        return catalog.ask(Views.CREATE, new Views.CreateView(caller, name, RIDES, isPrivate));
    }

    private static View find(Caller caller, View view) {
        return catalog.ask(Views.FIND, new Views.FindView(caller, view.id()));
    }

    private static boolean opens(Caller caller, View view) {
        return catalog
                .ask(
                        Grants.EFFECTIVE,
                        new Grants.FindRights(
                                ADMIN, new Grants.ThingRef(Kind.VIEW, view.id()), caller.user(), false, 1, null))
                .items()
                .stream()
                .anyMatch(ruling -> ruling.rights().contains(Right.VIEW));
    }

    private static Problem refused(Caller caller, View view) {
        return catalog.refused(Views.FIND, new Views.FindView(caller, view.id()));
    }

    private static View update(
            Caller caller, View view, String name, Views.Change content, @Nullable Boolean isPrivate) {
        return catalog.ask(Views.UPDATE, new Views.UpdateView(caller, view.id(), name, null, content, isPrivate));
    }

    private static Views.UpdateView renamed(Caller caller, View view) {
        return new Views.UpdateView(caller, view.id(), "by another", null, Views.Change.NONE, null);
    }

    private static void grant(View view, Caller to, Level level) {
        catalog.ask(
                Grants.CREATE,
                new Grants.CreateGrant(
                        ALICE,
                        new Grants.ThingRef(Kind.VIEW, view.id()),
                        new Grantee(Grantee.Kind.USER, to.user()),
                        level,
                        true,
                        null));
    }

    private static List<View> all(Caller caller, String q) {
        List<View> all = new ArrayList<>();
        String cursor = null;
        do {
            Views.ViewPage page = catalog.ask(Views.LIST, new Views.ListViews(caller, q, 2, cursor));
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor != null);
        return all;
    }
}
