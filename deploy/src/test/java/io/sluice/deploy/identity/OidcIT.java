package io.sluice.deploy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.deploy.identity.Browser.Reply;
import io.sluice.deploy.identity.Browser.Socket;
import io.sluice.deploy.identity.OpenIdProvider.Person;
import io.sluice.gateway.identity.OidcConfig;
import io.sluice.gateway.identity.SignInConfig;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in by a real OpenID provider, and every way in which what comes back may not be what was asked for. */
class OidcIT {
    private static final String START = "/api/v1/login/oidc";

    private static OpenIdProvider provider;
    private static IdentityRig rig;
    private static Browser gateway;

    @BeforeAll
    static void start() {
        provider = new OpenIdProvider();
        rig = new IdentityRig();
        gateway = rig.gateway(signIn(null));
    }

    @AfterAll
    static void stop() {
        rig.close();
        provider.close();
    }

    private static SignInConfig signIn(Role otherwise) {
        OidcConfig.Claims claims = new OidcConfig.Claims(
                "preferred_username", "roles", "groups", Map.of("boss", Role.ADMIN, "writer", Role.EDITOR), otherwise);
        return new SignInConfig(
                null,
                new OidcConfig(
                        provider.issuer(),
                        OpenIdProvider.CLIENT,
                        new Secret("a secret: of+us"),
                        List.of("openid", "profile"),
                        claims,
                        "sluice-api",
                        "University"));
    }

    /** What the provider sends the browser back with. */
    private static String visit(Browser browser, String back) {
        Reply sent = browser.get(START + (back == null ? "" : "?back=" + back));
        assertThat(sent.status()).isEqualTo(303);
        assertThat(sent.header("location")).startsWith(provider.issuer() + "/authorize?");
        Reply returned = browser.other().get(sent.header("location"));
        assertThat(returned.status()).as(returned.body()).isEqualTo(302);
        return returned.header("location");
    }

    private static Reply signIn(Browser browser, Person person) {
        String callback = visit(browser, null);
        provider.expect(person);
        Reply reply = browser.get(callback);
        assertThat(reply.status()).as(reply.body()).isEqualTo(303);
        return reply;
    }

    private static void refused(Person person, String reason) {
        Browser browser = gateway.other();
        assertThat(signIn(browser, person).header("location")).isEqualTo("/signin?refused=" + reason);
        assertThat(browser.get("/api/v1/me").status()).isEqualTo(401);
    }

    private static Map<String, String> query(String address) {
        return Arrays.stream(URI.create(address).getRawQuery().split("&"))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
    }

    @Test
    void the_ways_in_are_told_to_everybody() {
        JsonNode methods = gateway.other().get("/api/v1/login/methods").json();
        assertThat(methods.at("/oidc/title").asText()).isEqualTo("University");
        assertThat(methods.path("password").asBoolean()).isTrue();
    }

    @Test
    void a_person_comes_in_with_the_role_and_the_groups_of_the_claims() throws Exception {
        Browser browser = gateway.other();
        String callback = visit(browser, "/live%3Ftopic%3Da");
        provider.expect(new Person("sub-ada", "ada", "writer", "other"));
        Reply reply = browser.get(callback);

        assertThat(reply.header("location")).isEqualTo("/live?topic=a");
        JsonNode me = browser.get("/api/v1/me").json();
        assertThat(me.path("user").asText()).isEqualTo("ada");
        assertThat(me.path("role").asText()).isEqualTo("editor");
        browser.csrf = me.path("csrf_token").asText();
        assertThat(browser.post("/api/v1/keys", "{\"name\":\"mine\"}").status()).isEqualTo(201);
        browser.socket(gateway.origin()).alive();
        assertThat(sql("select issuer || ' ' || subject || ' ' || groups::text from catalog.users where name = 'ada'"))
                .isEqualTo(provider.issuer() + " sub-ada {air,ocean}");

        Browser again = gateway.other();
        signIn(again, new Person("sub-ada", "ada-of-another-name", "boss").with("groups", List.of("fire")));
        assertThat(again.get("/api/v1/me").json().path("user").asText()).isEqualTo("ada");
        assertThat(again.get("/api/v1/me").json().path("role").asText()).isEqualTo("admin");
        assertThat(sql("select groups::text from catalog.users where name = 'ada'"))
                .isEqualTo("{fire}");
    }

    @Test
    void nothing_of_the_provider_is_stored_in_clear() throws Exception {
        Browser browser = gateway.other();
        signIn(browser, new Person("sub-sealed", "sealed", "writer"));
        assertThat(sql("select renewal from catalog.sessions where username = 'sealed'"))
                .startsWith("v2.");
        assertThat(sql("select string_agg(s::text, ' ') from catalog.sessions s"))
                .doesNotContain(browser.cookies.get("sluice_session"));
    }

    @Test
    void who_has_no_role_is_refused_unless_there_is_a_default() {
        refused(new Person("sub-nobody", "nobody", "guest"), "role");
        Browser lenient = rig.gateway(signIn(Role.VIEWER));
        signIn(lenient, new Person("sub-somebody", "somebody"));
        assertThat(lenient.get("/api/v1/me").json().path("role").asText()).isEqualTo("viewer");
    }

    @Test
    void nobody_elses_name_is_taken_over() {
        refused(new Person("sub-evil", "admin", "boss"), "name");
        refused(new Person("sub-evil", "ADMIN", "boss"), "name");
        refused(new Person("sub-evil", "system", "boss"), "name");
        refused(new Person("sub-evil", "not a name", "boss"), "name");
        signIn(gateway.other(), new Person("sub-first", "carl", "writer"));
        refused(new Person("sub-second", "carl", "boss"), "name");
        Browser admin = gateway.other();
        assertThat(admin.signIn("admin", IdentityRig.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void a_provider_s_user_has_no_password() {
        signIn(gateway.other(), new Person("sub-dora", "dora", "writer"));
        Browser admin = gateway.other();
        admin.signIn("admin", IdentityRig.PASSWORD);
        assertThat(admin.send("PATCH", "/api/v1/users/dora", "{\"password\":\"a way past it\"}")
                        .status())
                .isEqualTo(409);
        assertThat(gateway.other().signIn("dora", "a way past it").status()).isEqualTo(401);
    }

    @Test
    void the_code_is_bound_to_a_verifier_that_only_this_gateway_has() {
        Browser browser = gateway.other();
        Map<String, String> asked = query(browser.get(START).header("location"));
        assertThat(asked)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("response_type", "code")
                .containsEntry("redirect_uri", gateway.origin() + START + "/callback")
                .containsKeys("state", "nonce", "code_challenge");
        assertThat(browser.cookies.get("sluice_sign_in")).startsWith("v2.");

        Reply returned = browser.other().get(browser.get(START).header("location"));
        String form = "grant_type=authorization_code&client_id=" + OpenIdProvider.CLIENT + "&redirect_uri="
                + gateway.origin() + START + "/callback&code_verifier=" + "x".repeat(43) + "&code="
                + query(returned.header("location")).get("code");
        assertThat(browser.other().form(provider.tokenEndpoint(), form)).isBetween(400, 499);
    }

    @Test
    void an_answer_that_was_not_asked_for_is_refused() {
        Browser victim = gateway.other();
        Browser attacker = gateway.other();
        String callback = visit(attacker, null);
        assertThat(victim.get(callback).header("location")).isEqualTo("/signin?refused=state");
        visit(victim, null);
        assertThat(victim.get(callback).header("location")).isEqualTo("/signin?refused=state");
        String state = query(callback).get("state");
        assertThat(attacker.get(callback.replace(state, "x" + state)).header("location"))
                .isEqualTo("/signin?refused=state");
        assertThat(attacker.get(callback + "&state=" + state).header("location"))
                .isEqualTo("/signin?refused=state");
        Browser altered = gateway.other();
        String other = visit(altered, null);
        altered.cookies.compute("sluice_sign_in", (name, value) -> value.substring(0, value.length() - 2) + "AA");
        assertThat(altered.get(other).header("location")).isEqualTo("/signin?refused=state");
    }

    @Test
    void an_answer_of_another_issuer_is_refused() {
        Browser browser = gateway.other();
        String callback = visit(browser, null);
        assertThat(browser.get(callback + "&iss=https%3A%2F%2Fevil.example").header("location"))
                .isEqualTo("/signin?refused=issuer");
        provider.expect(new Person("sub-iss", "issued", "writer"));
        assertThat(browser.get(callback + "&iss=" + provider.issuer()).header("location"))
                .isEqualTo("/");
    }

    @Test
    void what_the_provider_refuses_is_told() {
        Browser browser = gateway.other();
        String callback = visit(browser, null);
        String state = query(callback).get("state");
        assertThat(browser.get(START + "/callback?error=access_denied&state=" + state)
                        .header("location"))
                .isEqualTo("/signin?refused=provider");
        assertThat(browser.get(START + "/callback?code=made-up&state=" + state).header("location"))
                .isEqualTo("/signin?refused=provider");
    }

    @Test
    void a_code_works_once() {
        Browser browser = gateway.other();
        String callback = visit(browser, null);
        provider.expect(new Person("sub-once", "once", "writer"));
        Browser replay = browser.at(browser);
        assertThat(browser.get(callback).header("location")).isEqualTo("/");
        assertThat(replay.get(callback).header("location")).isEqualTo("/signin?refused=provider");
        assertThat(replay.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void an_id_token_that_is_not_for_this_sign_in_is_refused() {
        long now = Instant.now().getEpochSecond();
        refused(new Person("sub-x", "xaver", "boss").with("nonce", "of another"), "provider");
        refused(new Person("sub-x", "xaver", "boss").with("aud", "another-client"), "provider");
        refused(new Person("sub-x", "xaver", "boss").with("aud", List.of(OpenIdProvider.CLIENT, "b")), "provider");
        refused(new Person("sub-x", "xaver", "boss").with("azp", "another-client"), "provider");
        refused(new Person("sub-x", "xaver", "boss").with("iss", "https://evil.example"), "provider");
        refused(
                new Person("sub-x", "xaver", "boss").with("exp", Date.from(Instant.ofEpochSecond(now - 60))),
                "provider");
    }

    @Test
    void a_page_of_another_host_is_not_gone_to() {
        for (String back : List.of("https://evil.example", "//evil.example", "/%5Cevil.example", "evil", "/a%0d%0ab")) {
            Browser browser = gateway.other();
            String callback = visit(browser, back);
            provider.expect(new Person("sub-back", "back", "writer"));
            assertThat(browser.get(callback).header("location")).as(back).isEqualTo("/");
        }
    }

    @Test
    void access_tokens_of_the_provider_are_accepted_for_their_audience_alone() {
        Map<String, Object> claims = Map.of("preferred_username", "robot", "roles", List.of("writer"));
        String good = provider.accessToken("sub-robot", "sluice-api", claims, 3600);
        JsonNode me = gateway.bearing(good).get("/api/v1/me").json();
        assertThat(me.path("user").asText()).isEqualTo("robot");
        assertThat(me.path("role").asText()).isEqualTo("editor");
        gateway.bearing(good).socket(null).alive();

        String[] parts = good.split("\\.");
        String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        for (String wrong : List.of(
                provider.accessToken("sub-robot", OpenIdProvider.CLIENT, claims, 3600),
                provider.accessToken("sub-robot", "another-api", claims, 3600),
                provider.accessToken("sub-robot", "sluice-api", claims, -60),
                provider.accessToken("sub-robot", "sluice-api", Map.of("preferred_username", "robot"), 3600),
                provider.accessTokenOfAnother("sub-robot", "sluice-api"),
                encode(header.replace("RS256", "none")) + "." + parts[1] + ".",
                encode(header.replace("RS256", "HS256")) + "." + parts[1] + "." + parts[2],
                parts[0] + "." + encode(decode(parts[1]).replace("writer", "boss")) + "." + parts[2],
                parts[0] + "." + parts[1] + "." + parts[2].substring(0, parts[2].length() - 6) + "AAAAAA")) {
            assertThat(gateway.bearing(wrong).get("/api/v1/me").status())
                    .as(wrong)
                    .isEqualTo(401);
        }
        Browser without = rig.gateway();
        assertThat(without.bearing(good).get("/api/v1/me").status()).isEqualTo(401);
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    @Test
    void a_renewed_session_follows_the_claims_and_ends_when_the_provider_says_no() {
        try (IdentityRig own = new IdentityRig()) {
            Browser browser = own.gateway(signIn((Role) null));
            Person eve = new Person("sub-eve", "eve", "boss");
            signIn(browser, eve);
            assertThat(browser.get("/api/v1/users").status()).isEqualTo(200);
            Socket socket = browser.socket(browser.origin()).alive();

            eve.with("roles", List.of("writer"));
            expire(own, browser);
            until(browser, me -> me.json().path("role").asText().equals("editor"));
            assertThat(browser.get("/api/v1/users").status()).isEqualTo(403);
            assertThat(socket.closed).isNotDone();

            eve.dismissed = true;
            expire(own, browser);
            until(browser, me -> me.status() == 401);
            assertThat(socket.closeCode()).isEqualTo(4401);
        }
    }

    @Test
    void a_session_ends_when_its_user_has_no_role_any_more() {
        try (IdentityRig own = new IdentityRig()) {
            Browser browser = own.gateway(signIn((Role) null));
            Person finn = new Person("sub-finn", "finn", "writer");
            signIn(browser, finn);
            finn.with("roles", List.of());
            expire(own, browser);
            until(browser, me -> me.status() == 401);
        }
    }

    @Test
    void while_the_provider_is_away_sessions_go_on() {
        OpenIdProvider failing = new OpenIdProvider();
        try (IdentityRig own = new IdentityRig()) {
            OpenIdProvider before = provider;
            provider = failing;
            Browser browser = own.gateway(signIn((Role) null));
            signIn(browser, new Person("sub-gus", "gus", "writer"));
            provider = before;
            failing.close();
            expire(own, browser);
            assertThat(browser.get("/api/v1/me").status()).isEqualTo(200);
            assertThat(browser.get(START).header("location")).startsWith("http");
        }
    }

    /** The provider's access token is over, and whatever was remembered of the session, too. */
    /** The announcement and the next request may cross, and then what was said before is remembered for two seconds. */
    private static void until(Browser browser, Predicate<Reply> wanted) {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (!wanted.test(browser.get("/api/v1/me"))) {
            assertThat(Instant.now()).isBefore(end);
        }
    }

    private static void expire(IdentityRig own, Browser browser) {
        own.clock.advance(Duration.ofHours(2));
        Identity.CHANGED.publish(own.vertx, new Identity.Changed("nobody"));
    }

    private static String sql(String query) throws Exception {
        try (Connection open = DriverManager.getConnection(
                        "jdbc:postgresql://" + rig.database.host() + ":" + rig.database.port() + "/"
                                + rig.database.name(),
                        rig.database.user(),
                        rig.database.password().reveal());
                ResultSet rows = open.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
