package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static io.sluice.catalog.CatalogUnderTest.BOB;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.User;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.contract.Violation;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserIT {
    private static final Secret PASSWORD = new Secret("a good password");

    private final CatalogUnderTest catalog = new CatalogUnderTest();

    @BeforeEach
    void start() {
        catalog.start();
        assertThat(catalog.ask(Identity.BOOTSTRAP, new Identity.Bootstrap(PASSWORD)))
                .isEqualTo(new Done(true));
    }

    @AfterEach
    void stop() {
        catalog.stop();
    }

    @Test
    void the_first_administrator_is_made_once() {
        assertThat(catalog.ask(Identity.BOOTSTRAP, new Identity.Bootstrap(new Secret("another password"))))
                .isEqualTo(new Done(false));
        assertThat(catalog.ask(Identity.FIND_USER, new Identity.FindUser(ADMIN, "admin")))
                .isEqualTo(new User("admin", Role.ADMIN, catalog.clock.instant()));
        assertThat(catalog.ask(Identity.SIGN_IN, new Identity.SignIn("admin", PASSWORD))
                        .token()
                        .reveal())
                .isNotEmpty();
    }

    @Test
    void of_many_simultaneous_bootstraps_exactly_one_makes_the_administrator() {
        catalog.sql("delete from catalog.users");
        List<Future<Done>> bootstraps = IntStream.range(0, 6)
                .mapToObj(i ->
                        Identity.BOOTSTRAP.call(catalog.vertx, new Identity.Bootstrap(new Secret("password-" + i))))
                .toList();
        Future.all(bootstraps).await();

        assertThat(bootstraps.stream().filter(each -> each.result().changed())).hasSize(1);
        assertThat(catalog.sql("select name from catalog.users")).containsExactly("admin");
    }

    @Test
    void users_are_the_administrators_business() {
        User vera = create("vera", Role.VIEWER);

        assertThat(vera).isEqualTo(new User("vera", Role.VIEWER, catalog.clock.instant()));
        assertThat(catalog.ask(Identity.FIND_USER, new Identity.FindUser(VERA, "vera")))
                .isEqualTo(vera);
        assertThat(catalog.refused(Identity.FIND_USER, new Identity.FindUser(BOB, "vera")))
                .isEqualTo(Problem.NotFound.of("user", "vera"));
        assertThat(catalog.refused(Identity.FIND_USER, new Identity.FindUser(ADMIN, "nobody")))
                .isEqualTo(Problem.NotFound.of("user", "nobody"));
        assertThat(List.of(
                        catalog.refused(
                                Identity.CREATE_USER, new Identity.CreateUser(BOB, "eve", PASSWORD, Role.ADMIN)),
                        catalog.refused(Identity.LIST_USERS, new Identity.ListUsers(BOB, 10, null)),
                        catalog.refused(Identity.UPDATE_USER, new Identity.UpdateUser(VERA, "vera", null, Role.ADMIN)),
                        catalog.refused(Identity.DELETE_USER, new Identity.DeleteUser(BOB, "vera"))))
                .allSatisfy(problem -> assertThat(problem).isInstanceOf(Problem.Forbidden.class));
    }

    @Test
    void names_are_unique_in_any_case_and_some_are_not_for_people() {
        create("Carol", Role.EDITOR);

        assertThat(catalog.refused(
                        Identity.CREATE_USER, new Identity.CreateUser(ADMIN, "cAROL", PASSWORD, Role.VIEWER)))
                .isEqualTo(Problem.Conflict.taken("user", "cAROL"));
        assertThat(catalog.refused(
                        Identity.CREATE_USER, new Identity.CreateUser(ADMIN, "System", PASSWORD, Role.VIEWER)))
                .isInstanceOf(Problem.Invalid.class);
        Problem both = catalog.refused(
                Identity.CREATE_USER, new Identity.CreateUser(ADMIN, "_x", new Secret("short"), Role.VIEWER));
        assertThat(((Problem.Invalid) both).violations())
                .extracting(Violation::pointer)
                .containsExactly("/name", "/password");
    }

    @Test
    void a_changed_password_and_role_count_from_the_next_sign_in() {
        create("dave", Role.VIEWER);
        Secret other = new Secret("another password");

        assertThat(catalog.ask(Identity.UPDATE_USER, new Identity.UpdateUser(ADMIN, "dave", other, Role.EDITOR))
                        .role())
                .isEqualTo(Role.EDITOR);
        assertThat(catalog.refused(Identity.SIGN_IN, new Identity.SignIn("dave", PASSWORD)))
                .isEqualTo(new Problem.Unauthenticated());
        assertThat(catalog.ask(Identity.SIGN_IN, new Identity.SignIn("dave", other))
                        .expiresAt())
                .isAfter(catalog.clock.instant());
        assertThat(catalog.refused(Identity.UPDATE_USER, new Identity.UpdateUser(ADMIN, "nobody", null, Role.EDITOR)))
                .isEqualTo(Problem.NotFound.of("user", "nobody"));
    }

    @Test
    void there_is_always_an_administrator() {
        assertThat(catalog.refused(Identity.UPDATE_USER, new Identity.UpdateUser(ADMIN, "admin", null, Role.EDITOR)))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(catalog.refused(Identity.DELETE_USER, new Identity.DeleteUser(ADMIN, "admin")))
                .isInstanceOf(Problem.Conflict.class);

        create("second", Role.ADMIN);
        assertThat(catalog.ask(Identity.DELETE_USER, new Identity.DeleteUser(ADMIN, "admin")))
                .isEqualTo(new Done(true));
        assertThat(catalog.ask(Identity.DELETE_USER, new Identity.DeleteUser(ADMIN, "admin")))
                .isEqualTo(new Done(false));
    }

    @Test
    void administrators_who_demote_each_other_at_once_leave_one() {
        List<String> admins = List.of("admin", "admin-1", "admin-2", "admin-3");
        admins.subList(1, 4).forEach(name -> create(name, Role.ADMIN));

        List<Future<User>> demotions = admins.stream()
                .map(name -> Identity.UPDATE_USER.call(
                        catalog.vertx, new Identity.UpdateUser(ADMIN, name, null, Role.VIEWER)))
                .toList();
        Future.join(demotions).transform(done -> Future.succeededFuture()).await();

        assertThat(catalog.sql("select name from catalog.users where role = 'admin'"))
                .hasSize(1);
        assertThat(demotions.stream().filter(Future::failed)).singleElement().satisfies(failed -> assertThat(
                        ((ProblemException) failed.cause()).problem())
                .isInstanceOf(Problem.Conflict.class));
    }

    @Test
    void pages_follow_each_other_without_regard_to_case() {
        List.of("Zoe", "bea", "Ada").forEach(name -> create(name, Role.VIEWER));
        List<String> names = new ArrayList<>();
        String cursor = null;
        do {
            Identity.Users page = catalog.ask(Identity.LIST_USERS, new Identity.ListUsers(ADMIN, 1, cursor));
            assertThat(page.total()).isEqualTo(4);
            page.items().forEach(user -> names.add(user.name()));
            cursor = page.next();
        } while (cursor != null);

        assertThat(names).containsExactly("Ada", "admin", "bea", "Zoe");
    }

    @Test
    void the_keys_and_codes_of_a_deleted_user_are_worth_nothing() {
        create("gone", Role.EDITOR);
        Caller gone = new Caller("gone", Role.EDITOR);
        Secret key = catalog.ask(Identity.CREATE_KEY, new Identity.CreateKey(gone, "key", null, null))
                .secret();
        Secret code = catalog.ask(
                        Identity.ISSUE_CODE,
                        new Identity.IssueCode(gone, Identity.Purpose.SIGN_IN, java.time.Duration.ofMinutes(1)))
                .code();
        catalog.ask(Identity.DELETE_USER, new Identity.DeleteUser(ADMIN, "gone"));

        assertThat(catalog.refused(Identity.VERIFY_KEY, new Identity.VerifyKey(key)))
                .isEqualTo(new Problem.Unauthenticated());
        assertThat(catalog.refused(Identity.REDEEM_SIGN_IN_CODE, new Identity.RedeemSignInCode(code)))
                .isEqualTo(new Problem.Unauthenticated());
    }

    private User create(String name, Role role) {
        return catalog.ask(Identity.CREATE_USER, new Identity.CreateUser(ADMIN, name, PASSWORD, role));
    }
}
