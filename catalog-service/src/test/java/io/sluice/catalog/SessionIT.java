package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static io.sluice.catalog.CatalogUnderTest.TOKEN_LIFETIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.contract.SignIns;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions, users of a provider and turning keys, where the catalog's clock decides. */
class SessionIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    private static final Secret PASSWORD = new Secret("long enough");
    private static final SignIns.Client CLIENT = new SignIns.Client("127.0.0.1", "a browser");
    private static int users;

    private static Caller user() {
        Caller user = new Caller("user" + users++, Role.EDITOR);
        CATALOG.ask(Identity.CREATE_USER, new Identity.CreateUser(ADMIN, user.user(), PASSWORD, user.role()));
        return user;
    }

    private static SignIns.Opened open(Caller caller, SignIns.Renewal renewal) {
        return CATALOG.ask(SignIns.OPEN, new SignIns.Open(caller, CLIENT, null, renewal));
    }

    private static SignIns.Found find(SignIns.Opened opened) {
        return CATALOG.ask(SignIns.FIND, new SignIns.Find(opened.session()));
    }

    private static boolean isOver(SignIns.Opened opened) {
        boolean found = Future.await(SignIns.FIND
                .call(CATALOG.vertx, new SignIns.Find(opened.session()))
                .map(true)
                .otherwise(false));
        boolean stands = CATALOG.ask(Identity.CHECK, new Identity.Check(List.of(opened.verified())))
                        .standings()
                        .get(0)
                        .role()
                != null;
        assertThat(stands).as("both ways to ask agree").isEqualTo(found);
        return !found;
    }

    @Test
    void a_session_lasts_its_time_and_not_longer() {
        SignIns.Opened opened = open(user(), null);
        CATALOG.clock.advance(TOKEN_LIFETIME.minusSeconds(1));
        assertThat(isOver(opened)).isFalse();
        assertThat(find(opened).verified()).isEqualTo(opened.verified());
        CATALOG.clock.advance(Duration.ofSeconds(1));
        assertThat(isOver(opened)).isTrue();
    }

    @Test
    void a_user_has_a_hundred_and_the_oldest_goes_first() {
        Caller user = user();
        SignIns.Opened first = open(user, null);
        CATALOG.clock.advance(Duration.ofSeconds(1));
        SignIns.Opened second = open(user, null);
        for (int i = 0; i < 99; i++) {
            CATALOG.clock.advance(Duration.ofMillis(1));
            open(user, null);
        }
        assertThat(isOver(first)).isTrue();
        assertThat(isOver(second)).isFalse();
        assertThat(CATALOG.ask(SignIns.LIST, new SignIns.ListOf(user, user.user()))
                        .items())
                .hasSize(100);
    }

    @Test
    void what_is_another_s_cannot_be_listed_or_ended() {
        Caller owner = user();
        SignIns.Opened opened = open(owner, null);
        Caller stranger = user();
        Problem hidden = Problem.NotFound.of("user", owner.user());
        assertThat(CATALOG.refused(SignIns.LIST, new SignIns.ListOf(stranger, owner.user())))
                .isEqualTo(hidden);
        SignIns.Close close =
                new SignIns.Close(stranger, owner.user(), opened.verified().signIn());
        assertThat(CATALOG.refused(SignIns.CLOSE, close)).isEqualTo(hidden);
        SignIns.Close own = new SignIns.Close(stranger, stranger.user(), close.id());
        assertThat(CATALOG.ask(SignIns.CLOSE, own)).isEqualTo(new Done(false));
        assertThat(isOver(opened)).isFalse();
    }

    @Test
    void a_new_password_ends_the_sessions_of_the_old_one() {
        Caller user = user();
        SignIns.Opened opened = open(user, null);
        CATALOG.ask(Identity.UPDATE_USER, new Identity.UpdateUser(ADMIN, user.user(), new Secret("another one"), null));
        assertThat(isOver(opened)).isTrue();
    }

    @Test
    void a_renewal_goes_to_one_of_many_who_ask_and_to_another_if_that_one_does_not_come_back() {
        SignIns.Renewal renewal =
                new SignIns.Renewal(new Sealed("v1.x"), CATALOG.clock.instant().plus(Duration.ofMinutes(5)));
        SignIns.Opened opened = open(user(), renewal);
        assertThat(find(opened).renewal()).isNull();
        CATALOG.clock.advance(Duration.ofMinutes(5));

        List<Future<SignIns.Found>> asking = IntStream.range(0, 8)
                .mapToObj(i -> SignIns.FIND.call(CATALOG.vertx, new SignIns.Find(opened.session())))
                .toList();
        Future.await(Future.all(asking));
        assertThat(asking.stream().filter(each -> each.result().renewal() != null))
                .hasSize(1);
        CATALOG.clock.advance(Duration.ofSeconds(30));
        assertThat(find(opened).renewal()).isEqualTo(new Sealed("v1.x"));

        SignIns.Renewal next =
                new SignIns.Renewal(new Sealed("v1.y"), CATALOG.clock.instant().plus(Duration.ofHours(1)));
        String id = String.valueOf(opened.verified().signIn());
        CATALOG.ask(SignIns.RENEW, new SignIns.Renew(id, Role.VIEWER, next));
        assertThat(find(opened).renewal()).isNull();
        assertThat(find(opened).verified().caller().role()).isEqualTo(Role.VIEWER);
        assertThat(find(opened).verified().expiresAt())
                .isEqualTo(CATALOG.clock.instant().plus(TOKEN_LIFETIME));
    }

    @Test
    void what_a_sign_in_rests_on_is_used_once() {
        Caller user = user();
        SignIns.Open open = new SignIns.Open(user, CLIENT, "digest", null);
        CATALOG.ask(SignIns.OPEN, open);
        assertThat(CATALOG.refused(SignIns.OPEN, open)).isEqualTo(new Problem.Unauthenticated());
        assertThat(CATALOG.ask(SignIns.LIST, new SignIns.ListOf(user, user.user()))
                        .items())
                .hasSize(1);
    }

    @Test
    void a_token_that_was_taken_back_stands_no_longer_and_is_forgotten_when_it_would_be_over() {
        Caller user = user();
        Verified token = new Verified(
                user, null, CATALOG.clock.instant(), CATALOG.clock.instant().plusSeconds(60), "token-id");
        Verified other = new Verified(user, null, token.since(), token.expiresAt(), "other-id");
        CATALOG.ask(SignIns.TAKE_BACK, new SignIns.TakeBack(user, "token-id", token.expiresAt()));
        assertThat(CATALOG.ask(Identity.CHECK, new Identity.Check(List.of(token, other)))
                        .standings())
                .containsExactly(new Identity.Standing(null), new Identity.Standing(Role.EDITOR));
        CATALOG.clock.advance(Duration.ofSeconds(60));
        CATALOG.ask(
                SignIns.TAKE_BACK,
                new SignIns.TakeBack(user, "next", CATALOG.clock.instant().plusSeconds(60)));
        assertThat(CATALOG.sql("select id from catalog.ended_tokens")).containsExactly("next");
    }

    @Test
    void two_who_come_for_the_first_time_at_once_are_one_user() {
        SignIns.Recognise ask =
                new SignIns.Recognise("https://issuer", "subject", "newcomer", Role.VIEWER, List.of("a"));
        List<Future<Identity.User>> asking = IntStream.range(0, 4)
                .mapToObj(i -> SignIns.RECOGNISE.call(CATALOG.vertx, ask))
                .toList();
        Future.await(Future.all(asking));
        assertThat(asking).allMatch(each -> each.result().name().equals("newcomer"));
        assertThat(CATALOG.refused(
                        SignIns.RECOGNISE,
                        new SignIns.Recognise("https://other", "subject", "newcomer", Role.ADMIN, List.of())))
                .isEqualTo(Problem.Conflict.taken("user", "newcomer"));
    }

    @Test
    void a_key_is_published_before_it_signs_and_until_its_last_token_is_over() {
        String old = signing();
        String next =
                CATALOG.ask(SignIns.ROTATE_KEY, new SignIns.RotateKey(ADMIN)).kid();
        assertThat(published()).contains(old, next);
        assertThat(signing()).isEqualTo(old);
        CATALOG.clock.advance(Duration.ofSeconds(10));
        assertThat(signing()).isEqualTo(next);
        CATALOG.clock.advance(TOKEN_LIFETIME);
        assertThat(published()).contains(old, next);
        CATALOG.clock.advance(Duration.ofMinutes(5));
        assertThat(published()).contains(next).doesNotContain(old);
        assertThat(CATALOG.refused(SignIns.ROTATE_KEY, new SignIns.RotateKey(CatalogUnderTest.ALICE)))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void an_old_key_gets_a_follower_at_the_next_sign_in() {
        String old = signing();
        CATALOG.clock.advance(Duration.ofDays(91));
        Set<String> signed = new HashSet<>();
        for (int i = 0; i < 100 && published().size() == 1; i++) {
            signed.add(signing());
        }
        assertThat(signed).containsExactly(old);
        CATALOG.clock.advance(Duration.ofSeconds(10));
        assertThat(signing()).isNotEqualTo(old);
    }

    @Test
    void keys_are_stored_sealed_and_one_from_before_is_sealed_at_the_next_start() throws Exception {
        String kid = signing();
        String sealed = stored(kid);
        assertThat(sealed).matches("v[12]\\..+");
        String clear = CATALOG.vault.open(Sealed.of(sealed)).reveal();
        CATALOG.sql("update catalog.signing_keys set private_jwk = '" + clear + "' where kid = '" + kid + "'");
        CATALOG.vertx.undeploy(CATALOG.deployment).await();
        CATALOG.deployment = CATALOG.deploy();
        assertThat(CATALOG.vault.open(Sealed.of(stored(kid))).reveal()).isEqualTo(clear);
        assertThat(signing()).isEqualTo(kid);
    }

    private static String stored(String kid) {
        return CATALOG.sql("select private_jwk from catalog.signing_keys where kid = '" + kid + "'")
                .get(0);
    }

    private static List<String> published() {
        return CATALOG.ask(Identity.GET_KEY_SET, new Identity.GetKeySet()).keys().stream()
                .map(key -> new JsonObject(key).getString("kid"))
                .toList();
    }

    /** The key of a token that is issued now. */
    private static String signing() {
        Caller user = user();
        String token = CATALOG.ask(Identity.SIGN_IN, new Identity.SignIn(user.user(), PASSWORD))
                .token()
                .reveal();
        byte[] head = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return new JsonObject(new String(head, StandardCharsets.UTF_8)).getString("kid");
    }
}
