package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Standing;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which identities stand after what they rest on has changed, and that every change is announced. */
class StandingIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    private static final Secret PASSWORD = new Secret("correct horse battery");
    private static final Standing GONE = new Standing(null);

    @BeforeAll
    static void anAdministrator() {
        signIn("root", Role.ADMIN);
    }

    @Test
    void a_token_stands_until_its_user_is_gone_even_if_the_name_comes_back() {
        Verified token = signIn("ida", Role.EDITOR);
        assertThat(check(token)).containsExactly(new Standing(Role.EDITOR));

        delete("ida");
        assertThat(check(token)).containsExactly(GONE);

        CATALOG.clock.advance(Duration.ofSeconds(1));
        Verified again = signIn("ida", Role.VIEWER);
        assertThat(check(token, again)).containsExactly(GONE, new Standing(Role.VIEWER));
    }

    @Test
    void a_new_password_ends_the_tokens_of_before_and_codes_but_not_keys() {
        Verified before = signIn("jan", Role.EDITOR);
        Verified key = key(before.caller(), "script", null);
        Secret code = CATALOG.ask(
                        Identity.ISSUE_CODE,
                        new Identity.IssueCode(before.caller(), Identity.Purpose.LIVE, Duration.ofSeconds(60)))
                .code();
        CATALOG.clock.advance(Duration.ofSeconds(1));
        update("jan", new Secret("another good password"), null);
        Verified after = token(before.caller());

        assertThat(check(before, key, after))
                .containsExactly(GONE, new Standing(Role.EDITOR), new Standing(Role.EDITOR));
        assertThat(CATALOG.refused(Identity.REDEEM_TICKET, new Identity.RedeemTicket(code)))
                .isEqualTo(new Problem.Unauthenticated());
    }

    @Test
    void the_lesser_of_the_proven_and_the_present_role_counts() {
        Verified token = signIn("kim", Role.EDITOR);
        Verified key = key(token.caller(), "viewing", Role.VIEWER);

        update("kim", null, Role.ADMIN);
        assertThat(check(token, key)).containsExactly(new Standing(Role.EDITOR), new Standing(Role.VIEWER));
        update("kim", null, Role.VIEWER);
        assertThat(check(token, key)).containsExactly(new Standing(Role.VIEWER), new Standing(Role.VIEWER));
    }

    @Test
    void a_key_stands_until_it_is_deleted_or_expires_and_its_successor_is_another() {
        Caller lea = signIn("lea", Role.VIEWER).caller();
        Verified first = key(lea, "script", null);
        assertThat(check(first)).containsExactly(new Standing(Role.VIEWER));

        CATALOG.ask(Identity.DELETE_KEY, new Identity.DeleteKey(lea, "script"));
        assertThat(check(first)).containsExactly(GONE);
        CATALOG.clock.advance(Duration.ofSeconds(1));
        Verified second = key(lea, "script", null);
        assertThat(check(first, second)).containsExactly(GONE, new Standing(Role.VIEWER));

        CATALOG.ask(Identity.CREATE_KEY, new Identity.CreateKey(lea, "short", Duration.ofMinutes(1), null));
        Verified limited = new Verified(lea, "short", CATALOG.clock.instant(), null);
        assertThat(check(limited)).containsExactly(new Standing(Role.VIEWER));
        CATALOG.clock.advance(Duration.ofMinutes(1));
        assertThat(check(limited)).containsExactly(GONE);
    }

    @Test
    void a_key_that_is_rotated_stands_no_longer_even_within_the_same_instant() {
        Caller pia = signIn("pia", Role.EDITOR).caller();
        Verified beside = key(pia, "beside", null);
        Verified first = key(pia, "script", null);
        Verified second = rotate(first.caller(), "script");
        Verified third = rotate(second.caller(), "script");

        assertThat(check(first, second, third, beside))
                .containsExactly(GONE, GONE, new Standing(Role.EDITOR), new Standing(Role.EDITOR));
    }

    @Test
    void what_is_nobodys_name_does_not_stand_and_spoils_no_other_answer() {
        Verified token = signIn("mia", Role.VIEWER);
        Verified broken = new Verified(new Caller("no\0body", Role.ADMIN), null, null);
        assertThat(check(broken, token, new Verified(new Caller("ghost", Role.ADMIN), "key", null)))
                .containsExactly(GONE, new Standing(Role.VIEWER), GONE);
        List<Verified> many = Collections.nCopies(Identity.Check.MAX + 1, token);
        assertThat(CATALOG.refused(Identity.CHECK, new Identity.Check(many))).isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void every_change_is_announced() {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        Identity.CHANGED
                .listen(CATALOG.vertx, changed -> heard.add(changed.user()))
                .completion()
                .await();
        Caller noa = signIn("noa", Role.VIEWER).caller();
        key(noa, "script", null);
        rotate(noa, "script");
        CATALOG.ask(Identity.DELETE_KEY, new Identity.DeleteKey(noa, "script"));
        update("noa", new Secret("another good password"), null);
        update("noa", null, Role.EDITOR);
        delete("noa");

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(heard).containsExactly("noa", "noa", "noa", "noa", "noa"));
    }

    private static List<Standing> check(Verified... identities) {
        return CATALOG.ask(Identity.CHECK, new Identity.Check(List.of(identities)))
                .standings();
    }

    private static Verified signIn(String user, Role role) {
        CATALOG.ask(Identity.CREATE_USER, new Identity.CreateUser(ADMIN, user, PASSWORD, role));
        return token(new Caller(user, role));
    }

    /** What the gateway makes of an access token that is issued now. */
    private static Verified token(Caller caller) {
        return new Verified(caller, null, CATALOG.clock.instant().truncatedTo(ChronoUnit.SECONDS), null);
    }

    private static Verified key(Caller caller, String name, Role role) {
        Secret secret = CATALOG.ask(Identity.CREATE_KEY, new Identity.CreateKey(caller, name, null, role))
                .secret();
        return CATALOG.ask(Identity.VERIFY_KEY, new Identity.VerifyKey(secret));
    }

    private static Verified rotate(Caller caller, String name) {
        Secret secret = CATALOG.ask(Identity.ROTATE_KEY, new Identity.RotateKey(caller, name, null))
                .secret();
        return CATALOG.ask(Identity.VERIFY_KEY, new Identity.VerifyKey(secret));
    }

    private static void update(String user, Secret password, Role role) {
        CATALOG.ask(Identity.UPDATE_USER, new Identity.UpdateUser(ADMIN, user, password, role));
    }

    private static void delete(String user) {
        CATALOG.ask(Identity.DELETE_USER, new Identity.DeleteUser(ADMIN, user));
    }
}
