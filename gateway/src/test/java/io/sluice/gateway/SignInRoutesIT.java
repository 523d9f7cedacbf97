package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.contract.SignIns;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Peers;
import io.sluice.gateway.support.Reply;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every answer of signing in and out is as the document says. */
class SignInRoutesIT {
    private static final String SECRET = "s".repeat(43);

    private final Gateway gateway = Gateway.fresh();
    private final Peers peers = gateway.peers();
    private final Verified ada = new Verified(
            new Caller("ada", Role.ADMIN),
            null,
            Instant.now(),
            Instant.now().plusSeconds(600),
            Verified.sessionId("1"));

    private Reply signIn() {
        peers.answer(
                Identity.SIGN_IN,
                new Identity.AccessToken(
                        new Secret(peers.issuer().token("ada", "admin")),
                        Instant.now().plusSeconds(60)));
        peers.answer(SignIns.OPEN, new SignIns.Opened(new Secret(SECRET), ada));
        peers.answer(SignIns.FIND, new SignIns.Found(ada, null));
        return gateway.send(request("/api/v1/login")
                .header("Content-Type", "application/json")
                .header("User-Agent", "a test")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"ada\",\"password\":\"p\",\"session\":true}")));
    }

    private static HttpRequest.Builder withCookie(String path) {
        return request(path).header("Cookie", "sluice_session=" + SECRET);
    }

    @Test
    void a_session_is_opened_for_who_was_proven_and_never_shown_in_a_body() {
        Reply reply = signIn();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).doesNotContain(SECRET).contains("csrf_token");
        SignIns.Open asked = peers.asked(SignIns.Open.class);
        assertThat(asked.caller()).isEqualTo(new Caller("ada", Role.ADMIN));
        assertThat(asked.client()).isEqualTo(new SignIns.Client("127.0.0.1", "a test"));
    }

    @Test
    void sessions_are_listed_and_ended() {
        String csrf = signIn().json().path("csrf_token").asText();
        Instant now = Instant.now();
        SignIns.SignIn own = new SignIns.SignIn(String.valueOf(ada.signIn()), now, now, now, "127.0.0.1", "a browser");
        SignIns.SignIn other = new SignIns.SignIn("ses_2", now, now, now, null, null);
        peers.answer(SignIns.LIST, new SignIns.Listed(List.of(own, other)));
        peers.answer(SignIns.CLOSE, new Done(true));
        for (String path : List.of("/api/v1/me/sessions", "/api/v1/users/ada/sessions")) {
            Reply listed = gateway.send(withCookie(path));
            assertThat(listed.status()).isEqualTo(200);
            assertThat(listed.json().at("/items/0/current").asBoolean()).isTrue();
            assertThat(listed.json().at("/items/1/current").asBoolean()).isFalse();
            assertThat(gateway.send(withCookie(path + "/ses_2").DELETE()).status())
                    .isEqualTo(403);
            assertThat(gateway.send(withCookie(path + "/ses_2")
                                    .header("X-CSRF-Token", csrf)
                                    .DELETE())
                            .status())
                    .isEqualTo(204);
            assertThat(peers.asked(SignIns.Close.class)).isEqualTo(new SignIns.Close(ada.caller(), "ada", "ses_2"));
        }
        peers.refuse(SignIns.LIST, Problem.NotFound.of("user", "nobody"));
        assertThat(gateway.send("admin", request("/api/v1/users/nobody/sessions"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_session_that_is_over_is_401_and_that_nobody_can_tell_503() {
        peers.refuse(SignIns.FIND, new Problem.Unauthenticated());
        HttpRequest.Builder over = request("/api/v1/me").header("Cookie", "sluice_session=" + "o".repeat(43));
        assertThat(gateway.send(over).status()).isEqualTo(401);
        peers.stop(SignIns.FIND);
        HttpRequest.Builder unknown = request("/api/v1/me").header("Cookie", "sluice_session=" + "u".repeat(43));
        assertThat(gateway.send(unknown).status()).isEqualTo(503);
    }

    @Test
    void a_token_that_was_refused_once_stays_refused_while_nobody_answers() {
        String token = peers.issuer().token("gone", "viewer");
        peers.answer(Identity.CHECK, new Identity.Checked(List.of(new Identity.Standing(null))));
        assertThat(me(token)).isEqualTo(401);
        peers.stop(Identity.CHECK);
        Identity.CHANGED.publish(gateway.vertx(), new Identity.Changed("anybody"));
        for (int i = 0; i < 20; i++) {
            assertThat(me(token)).isEqualTo(401);
        }
        assertThat(me(peers.issuer().token("believed", "viewer"))).isEqualTo(200);
    }

    private int me(String token) {
        return gateway.send(request("/api/v1/me").header("Authorization", "Bearer " + token))
                .status();
    }

    @Test
    void the_key_is_changed_by_administrators() {
        peers.answer(SignIns.ROTATE_KEY, new SignIns.RotatedKey("kid", Instant.now()));
        assertThat(gateway.post("/api/v1/identity/rotate-key", "{}").status()).isEqualTo(200);
    }

    @Test
    void without_a_provider_there_is_only_the_password() {
        Reply methods = gateway.send(request("/api/v1/login/methods"));
        assertThat(methods.json().path("password").asBoolean()).isTrue();
        assertThat(methods.json().has("oidc")).isFalse();
        for (String path : List.of("/api/v1/login/oidc", "/api/v1/login/oidc/callback?code=1&state=2")) {
            Reply reply = gateway.send(request(path));
            assertThat(reply.status()).isEqualTo(303);
            assertThat(reply.header("location")).contains("/signin?refused=not_offered");
        }
    }
}
