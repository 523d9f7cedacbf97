package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static io.sluice.catalog.CatalogUnderTest.ALICE;
import static io.sluice.catalog.CatalogUnderTest.TOKEN_LIFETIME;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.CreatedKey;
import io.sluice.contract.Identity.Purpose;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdentityIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    private static final Secret PASSWORD = new Secret("correct horse battery");

    @BeforeAll
    static void users() {
        for (Caller caller : List.of(ALICE, VERA, new Caller("root", Role.ADMIN))) {
            CATALOG.ask(Identity.CREATE_USER, new Identity.CreateUser(ADMIN, caller.user(), PASSWORD, caller.role()));
        }
    }

    @Test
    void a_token_is_signed_with_a_published_key_and_says_who_and_what() {
        Identity.AccessToken token = CATALOG.ask(Identity.SIGN_IN, new Identity.SignIn("ALICE", PASSWORD));
        JsonObject jwk = new JsonObject(keySet().get(0));
        String[] parts = token.token().reveal().split("\\.");
        JsonObject header = decode(parts[0]);
        JsonObject claims = decode(parts[1]);
        Instant now = CATALOG.clock.instant().truncatedTo(ChronoUnit.SECONDS);

        assertThat(header.getString("alg")).isEqualTo("ES256");
        assertThat(header.getString("kid")).isEqualTo(jwk.getString("kid")).isNotBlank();
        assertThat((String) claims.remove("jti")).hasSize(43);
        assertThat(claims)
                .isEqualTo(new JsonObject()
                        .put("iss", "sluice")
                        .put("sub", "alice")
                        .put("role", "editor")
                        .put("iat", now.getEpochSecond())
                        .put("exp", now.plus(TOKEN_LIFETIME).getEpochSecond()));
        assertThat(token.expiresAt()).isEqualTo(now.plus(TOKEN_LIFETIME));
        assertThat(verifier(jwk)
                        .authenticate(new TokenCredentials(token.token().reveal()))
                        .await()
                        .subject())
                .isEqualTo("alice");
    }

    @Test
    void published_keys_cannot_sign() {
        assertThat(keySet()).hasSize(1).allSatisfy(key -> {
            JsonObject jwk = new JsonObject(key);
            assertThat(jwk.fieldNames()).containsExactlyInAnyOrder("kty", "crv", "x", "y", "kid", "use", "alg");
            assertThat(Base64.getUrlDecoder().decode(jwk.getString("x"))).hasSize(32);
        });
    }

    @Test
    void a_wrong_password_and_an_unknown_user_are_the_same() {
        for (String user : List.of("alice", "nobody", "no\0body", "")) {
            assertThat(CATALOG.refused(Identity.SIGN_IN, new Identity.SignIn(user, new Secret("wrong"))))
                    .isEqualTo(new Problem.Unauthenticated());
        }
    }

    @Test
    void a_key_is_its_user_with_at_most_its_own_role() {
        CreatedKey created = createKey(ALICE, "viewing", null, Role.VIEWER);

        assertThat(created.secret().reveal()).matches("slk_[0-9a-f]{16}_[A-Za-z0-9_-]{43}");
        assertThat(verify(created.secret()))
                .isEqualTo(new Verified(
                        new Caller("alice", Role.VIEWER, Role.VIEWER),
                        "viewing",
                        created.key().createdAt(),
                        null));
        assertThat(verify(createKey(ALICE, "default", null, null).secret()).caller())
                .isEqualTo(ALICE);
        assertThat(CATALOG.refused(Identity.CREATE_KEY, new Identity.CreateKey(VERA, "too-much", null, Role.ADMIN)))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void a_key_follows_its_user_down() {
        Caller demoted = new Caller("demoted", Role.ADMIN);
        CATALOG.ask(Identity.CREATE_USER, new Identity.CreateUser(ADMIN, "demoted", PASSWORD, Role.ADMIN));
        Secret key = createKey(demoted, "key", null, null).secret();
        Secret code = code(demoted, Purpose.LIVE, Duration.ofSeconds(60));
        CATALOG.ask(Identity.UPDATE_USER, new Identity.UpdateUser(ADMIN, "demoted", null, Role.VIEWER));

        assertThat(verify(key).caller()).isEqualTo(new Caller("demoted", Role.VIEWER));
        assertThat(CATALOG.ask(Identity.REDEEM_TICKET, new Identity.RedeemTicket(code))
                        .caller())
                .isEqualTo(new Caller("demoted", Role.VIEWER));
    }

    @Test
    void what_is_not_a_key_is_not_let_in() {
        String key = createKey(ALICE, "guessed", null, null).secret().reveal();
        String other = key.substring(0, key.length() - 1) + (key.endsWith("A") ? "Q" : "A");

        for (String wrong :
                List.of(other, key + "x", key.replace("slk_", "slk"), "", "slk_0000000000000000_" + "A".repeat(43))) {
            assertThat(CATALOG.refused(Identity.VERIFY_KEY, new Identity.VerifyKey(new Secret(wrong))))
                    .isEqualTo(new Problem.Unauthenticated());
        }
    }

    @Test
    void a_key_ends_when_it_expires_or_is_deleted() {
        Secret expiring =
                createKey(VERA, "expiring", Duration.ofMinutes(5), null).secret();
        assertThat(verify(expiring).expiresAt())
                .isEqualTo(CATALOG.clock.instant().plusSeconds(300));
        CATALOG.clock.advance(Duration.ofMinutes(5));
        assertThat(CATALOG.refused(Identity.VERIFY_KEY, new Identity.VerifyKey(expiring)))
                .isEqualTo(new Problem.Unauthenticated());

        Secret deleted = createKey(VERA, "deleted", null, null).secret();
        assertThat(CATALOG.ask(Identity.DELETE_KEY, new Identity.DeleteKey(ALICE, "deleted")))
                .isEqualTo(new Done(false));
        assertThat(CATALOG.ask(Identity.DELETE_KEY, new Identity.DeleteKey(VERA, "deleted")))
                .isEqualTo(new Done(true));
        assertThat(CATALOG.refused(Identity.VERIFY_KEY, new Identity.VerifyKey(deleted)))
                .isEqualTo(new Problem.Unauthenticated());
    }

    @Test
    void the_use_of_a_key_is_noted_at_most_once_a_minute() {
        Secret key = createKey(ALICE, "noted", null, null).secret();
        assertThat(lastUsed("noted")).isNull();

        verify(key);
        Instant first = CATALOG.clock.instant();
        assertThat(lastUsed("noted")).isEqualTo(first);
        CATALOG.clock.advance(Duration.ofSeconds(59));
        verify(key);
        assertThat(lastUsed("noted")).isEqualTo(first);
        CATALOG.clock.advance(Duration.ofSeconds(2));
        verify(key);
        assertThat(lastUsed("noted")).isEqualTo(first.plusSeconds(61));
    }

    @Test
    void the_names_of_keys_are_ones_own() {
        createKey(ALICE, "same", null, null);
        createKey(VERA, "same", null, null);

        assertThat(CATALOG.refused(Identity.CREATE_KEY, new Identity.CreateKey(ALICE, "same", null, null)))
                .isEqualTo(Problem.Conflict.taken("key", "same"));
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofDays(4000))) {
            assertThat(CATALOG.refused(Identity.CREATE_KEY, new Identity.CreateKey(ALICE, "k", wrong, null)))
                    .isInstanceOf(Problem.Invalid.class);
        }
    }

    @Test
    void a_code_works_once_however_many_try() {
        Secret code = code(ALICE, Purpose.SIGN_IN, Duration.ofMinutes(15));
        List<Future<Identity.AccessToken>> attempts = IntStream.range(0, 8)
                .mapToObj(i -> Identity.REDEEM_SIGN_IN_CODE.call(CATALOG.vertx, new Identity.RedeemSignInCode(code)))
                .toList();
        Future.join(attempts).transform(done -> Future.succeededFuture()).await();

        assertThat(attempts.stream().filter(Future::succeeded)).hasSize(1);
    }

    @Test
    void a_code_is_good_for_its_purpose_and_its_time_only() {
        Secret ticket = code(VERA, Purpose.LIVE, Duration.ofSeconds(60));
        assertThat(CATALOG.refused(Identity.REDEEM_SIGN_IN_CODE, new Identity.RedeemSignInCode(ticket)))
                .isEqualTo(new Problem.Unauthenticated());
        assertThat(CATALOG.ask(Identity.REDEEM_TICKET, new Identity.RedeemTicket(ticket)))
                .isEqualTo(new Verified(
                        VERA,
                        null,
                        CATALOG.clock.instant(),
                        CATALOG.clock.instant().plus(TOKEN_LIFETIME)));

        Secret late = code(VERA, Purpose.LIVE, Duration.ofSeconds(60));
        CATALOG.clock.advance(Duration.ofSeconds(60));
        assertThat(CATALOG.refused(Identity.REDEEM_TICKET, new Identity.RedeemTicket(late)))
                .isEqualTo(new Problem.Unauthenticated());
        assertThat(CATALOG.refused(
                        Identity.ISSUE_CODE, new Identity.IssueCode(VERA, Purpose.LIVE, Duration.ofSeconds(61))))
                .isInstanceOf(Problem.Invalid.class);
        assertThat(CATALOG.refused(
                        Identity.ISSUE_CODE,
                        new Identity.IssueCode(new Caller("ghost", Role.VIEWER), Purpose.LIVE, Duration.ofSeconds(6))))
                .isEqualTo(Problem.NotFound.of("user", "ghost"));
    }

    @Test
    void nothing_that_opens_a_door_is_stored_in_clear() {
        Secret key = createKey(ALICE, "clear", null, null).secret();
        Secret code = code(ALICE, Purpose.SIGN_IN, Duration.ofMinutes(1));
        String secretOfKey = key.reveal().substring(key.reveal().length() - 43);

        String everything = String.join(
                "\n",
                CATALOG.sql("select table_name from information_schema.tables where table_schema = 'catalog'").stream()
                        .flatMap(table -> CATALOG.sql("select t::text from catalog." + table + " t").stream())
                        .toList());

        assertThat(everything).contains("alice").contains("$argon2id$");
        for (String secret : List.of(PASSWORD.reveal(), secretOfKey, code.reveal())) {
            String hex = java.util.HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(everything).doesNotContain(secret).doesNotContain(hex);
        }
    }

    private static CreatedKey createKey(Caller caller, String name, Duration expiresIn, Role role) {
        return CATALOG.ask(Identity.CREATE_KEY, new Identity.CreateKey(caller, name, expiresIn, role));
    }

    private static Verified verify(Secret key) {
        return CATALOG.ask(Identity.VERIFY_KEY, new Identity.VerifyKey(key));
    }

    private static Secret code(Caller caller, Purpose purpose, Duration validFor) {
        return CATALOG.ask(Identity.ISSUE_CODE, new Identity.IssueCode(caller, purpose, validFor))
                .code();
    }

    private static Instant lastUsed(String key) {
        return CATALOG.ask(Identity.LIST_KEYS, new Identity.ListKeys(ALICE)).items().stream()
                .filter(listed -> listed.name().equals(key))
                .findFirst()
                .orElseThrow()
                .lastUsedAt();
    }

    private static List<String> keySet() {
        return CATALOG.ask(Identity.GET_KEY_SET, new Identity.GetKeySet()).keys();
    }

    /** The clock of the catalog stands still, so only the signature is looked at. */
    private static JWTAuth verifier(JsonObject jwk) {
        return JWTAuth.create(
                CATALOG.vertx,
                new JWTAuthOptions().addJwk(jwk).setJWTOptions(new JWTOptions().setIgnoreExpiration(true)));
    }

    private static JsonObject decode(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }
}
