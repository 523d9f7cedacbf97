package io.sluice.deploy.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.deploy.identity.Browser.Reply;
import io.sluice.deploy.identity.Browser.Socket;
import io.sluice.gateway.identity.SignInConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions of browsers and access tokens, from signing in to being gone, over HTTP and on every gateway. */
class BrowserSessionsIT {
    private static IdentityRig rig;
    private static Browser here;
    private static Browser there;
    private Browser admin;
    private static int users;

    @BeforeAll
    static void start() {
        rig = new IdentityRig();
        here = rig.gateway();
        there = rig.gateway();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void signIn() {
        admin = here.other();
        assertThat(admin.signIn("admin", IdentityRig.PASSWORD).status()).isEqualTo(200);
    }

    private String user(String role) {
        String name = "user" + users++;
        Reply made = admin.post(
                "/api/v1/users",
                "{\"name\":\"" + name + "\",\"password\":\"" + IdentityRig.PASSWORD + "\",\"role\":\"" + role + "\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return name;
    }

    private Browser browser(String user) {
        Browser browser = here.other();
        assertThat(browser.signIn(user, IdentityRig.PASSWORD).status()).isEqualTo(200);
        return browser;
    }

    @Test
    void a_browser_gets_a_cookie_that_no_script_can_read_and_no_token() {
        Browser browser = here.other();
        Reply reply = browser.signIn("admin", IdentityRig.PASSWORD);

        assertThat(reply.header("set-cookie"))
                .startsWith("sluice_session=")
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict", "Path=/")
                .doesNotContain("Secure", "Domain");
        assertThat(reply.json().has("access_token")).isFalse();
        assertThat(reply.body()).doesNotContain(browser.cookies.get("sluice_session"));
        JsonNode me = browser.get("/api/v1/me").json();
        assertThat(me.path("user").asText()).isEqualTo("admin");
        assertThat(me.path("csrf_token").asText()).isEqualTo(browser.csrf).isNotEmpty();
        assertThat(browser.at(there).get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void what_opens_the_session_is_stored_nowhere() throws Exception {
        try (java.sql.Connection open = java.sql.DriverManager.getConnection(
                        "jdbc:postgresql://" + rig.database.host() + ":" + rig.database.port() + "/"
                                + rig.database.name(),
                        rig.database.user(),
                        rig.database.password().reveal());
                java.sql.ResultSet rows = open.createStatement()
                        .executeQuery("select string_agg(s::text, ' ') from catalog.sessions s")) {
            rows.next();
            assertThat(rows.getString(1)).contains("ses_").doesNotContain(admin.cookies.get("sluice_session"));
        }
    }

    @Test
    void behind_tls_the_cookie_is_bound_to_the_host() {
        Browser browser = rig.gateway(new SignInConfig(URI.create("https://sluice.example.org"), null));
        Reply reply = browser.signIn("admin", IdentityRig.PASSWORD);

        assertThat(reply.header("set-cookie"))
                .startsWith("__Host-sluice_session=")
                .contains("Secure", "Path=/");
        assertThat(browser.get("/api/v1/me").status()).isEqualTo(200);
        browser.cookies.put("sluice_session", browser.cookies.remove("__Host-sluice_session"));
        assertThat(browser.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_change_needs_the_token_of_this_very_session() {
        Browser other = browser("admin");
        String right = admin.csrf;
        for (String wrong : new String[] {null, other.csrf, "", right.substring(1)}) {
            admin.csrf = wrong;
            Reply refused = admin.post("/api/v1/keys", "{\"name\":\"forged\"}");
            assertThat(refused.status()).as(String.valueOf(wrong)).isEqualTo(403);
            assertThat(admin.send("DELETE", "/api/v1/users/nobody", null).status())
                    .isEqualTo(403);
            assertThat(admin.get("/api/v1/keys").body()).doesNotContain("forged");
        }
        admin.csrf = right;
        assertThat(admin.post("/api/v1/keys", "{\"name\":\"meant\"}").status()).isEqualTo(201);
    }

    @Test
    void what_a_client_sends_on_purpose_counts_and_not_its_cookie() {
        Browser both = admin.at(here);
        both.bearer = "nonsense";
        assertThat(both.get("/api/v1/me").status()).isEqualTo(401);
        both.bearer = here.token(user("viewer"), IdentityRig.PASSWORD);
        assertThat(both.get("/api/v1/me").json().has("csrf_token")).isFalse();
        both.csrf = null;
        assertThat(both.post("/api/v1/keys", "{\"name\":\"bearer\"}").status()).isEqualTo(201);
    }

    @Test
    void a_socket_with_a_cookie_must_come_from_a_page_of_ours() {
        assertThat(admin.socket("http://evil.example").refused).contains(403);
        assertThat(admin.socket("https://127.0.0.1").refused).contains(403);
        assertThat(admin.socket("null").refused).contains(403);
        assertThat(admin.socket(null).refused).contains(403);
        admin.socket(here.origin()).alive();
        assertThat(here.other().socket(here.origin()).closeCode()).isEqualTo(4401);
    }

    @Test
    void signing_out_ends_the_session_and_its_sockets_on_every_gateway() {
        Browser browser = browser(user("viewer"));
        Browser elsewhere = browser.at(there);
        Socket socket = elsewhere.socket(there.origin()).alive();
        assertThat(elsewhere.get("/api/v1/me").status()).isEqualTo(200);

        Browser before = browser.at(here);
        Reply out = browser.post("/api/v1/logout", "{}");

        assertThat(out.status()).as(out.body()).isEqualTo(204);
        assertThat(out.header("set-cookie")).contains("Max-Age=0");
        assertThat(browser.cookies).isEmpty();
        assertThat(socket.closeCode()).isEqualTo(4401);
        assertThat(elsewhere.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(before.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void one_sees_and_ends_the_other_browsers_that_one_is_signed_in_with() {
        String name = user("viewer");
        Browser first = browser(name);
        Browser second = browser(name);
        JsonNode items = first.get("/api/v1/me/sessions").json().path("items");
        assertThat(items).hasSize(2);
        JsonNode other = items.get(0).path("current").asBoolean() ? items.get(1) : items.get(0);
        assertThat(other.path("current").asBoolean()).isFalse();
        assertThat(other.path("address").asText()).isEqualTo("127.0.0.1");

        Browser stranger = browser(user("editor"));
        String path = "/api/v1/me/sessions/" + other.path("id").asText();
        assertThat(stranger.send("DELETE", path, null).status()).isEqualTo(204);
        assertThat(second.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(stranger.get("/api/v1/users/" + name + "/sessions").status()).isEqualTo(403);

        assertThat(first.send("DELETE", path, null).status()).isEqualTo(204);
        assertThat(second.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(first.get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void an_administrator_ends_anybodys_session() {
        String name = user("viewer");
        Browser browser = browser(name);
        Socket socket = browser.socket(here.origin()).alive();
        JsonNode items = admin.get("/api/v1/users/" + name + "/sessions").json().path("items");
        assertThat(items).hasSize(1);
        String path =
                "/api/v1/users/" + name + "/sessions/" + items.get(0).path("id").asText();
        assertThat(admin.send("DELETE", path, null).status()).isEqualTo(204);
        assertThat(socket.closeCode()).isEqualTo(4401);
        assertThat(browser.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void a_token_that_is_signed_out_is_refused_everywhere_and_others_are_not() {
        String name = user("viewer");
        Browser script = here.bearing(here.token(name, IdentityRig.PASSWORD));
        Browser second = there.bearing(here.token(name, IdentityRig.PASSWORD));
        Socket socket = script.at(there).socket(null).alive();
        assertThat(script.at(there).get("/api/v1/me").status()).isEqualTo(200);

        assertThat(script.post("/api/v1/logout", "{}").status()).isEqualTo(204);

        assertThat(socket.closeCode()).isEqualTo(4401);
        assertThat(script.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(script.at(there).get("/api/v1/me").status()).isEqualTo(401);
        assertThat(second.get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void a_key_is_no_sign_in() {
        String key = admin.post("/api/v1/keys", "{\"name\":\"no sign-in\"}")
                .json()
                .path("key")
                .asText();
        assertThat(here.bearing(key).post("/api/v1/logout", "{}").status()).isEqualTo(409);
        assertThat(here.bearing(key).get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void an_old_token_is_worth_what_its_user_is_now() {
        String demoted = user("admin");
        Browser script = there.bearing(here.token(demoted, IdentityRig.PASSWORD));
        assertThat(script.get("/api/v1/users").status()).isEqualTo(200);
        change(demoted, "{\"role\":\"viewer\"}");
        assertThat(eventually(script, "/api/v1/users", 403)).isEqualTo(403);
        assertThat(script.get("/api/v1/me").json().path("role").asText()).isEqualTo("viewer");

        String renewed = user("viewer");
        Browser old = there.bearing(here.token(renewed, IdentityRig.PASSWORD));
        Browser session = browser(renewed);
        assertThat(old.get("/api/v1/me").status()).isEqualTo(200);
        rig.clock.advance(Duration.ofSeconds(2));
        change(renewed, "{\"password\":\"another password\"}");
        assertThat(eventually(old, "/api/v1/me", 401)).isEqualTo(401);
        assertThat(eventually(session, "/api/v1/me", 401)).isEqualTo(401);

        String deleted = user("viewer");
        Browser gone = there.bearing(here.token(deleted, IdentityRig.PASSWORD));
        Browser goneToo = browser(deleted);
        assertThat(gone.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(admin.send("DELETE", "/api/v1/users/" + deleted, null).status())
                .isEqualTo(204);
        assertThat(eventually(gone, "/api/v1/me", 401)).isEqualTo(401);
        assertThat(eventually(goneToo, "/api/v1/me", 401)).isEqualTo(401);
    }

    private void change(String user, String json) {
        assertThat(admin.send("PATCH", "/api/v1/users/" + user, json).status()).isEqualTo(200);
    }

    /** The announcement and the next request may cross. */
    private static int eventually(Browser browser, String path, int wanted) {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        int status = 0;
        while (status != wanted && Instant.now().isBefore(end)) {
            status = browser.get(path).status();
        }
        return status;
    }

    @Test
    void a_new_key_takes_over_without_anybody_being_signed_out() {
        Browser script = here.bearing(here.token(user("viewer"), IdentityRig.PASSWORD));
        Socket socket = script.socket(null).alive();
        List<String> before = keys();

        Reply rotated = admin.post("/api/v1/identity/rotate-key", "{}");
        assertThat(rotated.status()).as(rotated.body()).isEqualTo(200);
        String next = rotated.json().path("kid").asText();
        assertThat(keys()).containsAll(before).contains(next);
        assertThat(admin.post("/api/v1/identity/rotate-key", "{}")
                        .json()
                        .path("kid")
                        .asText())
                .isEqualTo(next);
        assertThat(kid(here.token("admin", IdentityRig.PASSWORD))).isNotEqualTo(next);

        rig.clock.advance(Duration.ofSeconds(11));
        String fresh = here.token("admin", IdentityRig.PASSWORD);
        assertThat(kid(fresh)).isEqualTo(next);
        // A gateway asks for keys it does not know every five seconds at most, and its clock was not put forward.
        assertThat(eventually(here.bearing(fresh), "/api/v1/me", 200)).isEqualTo(200);
        assertThat(eventually(there.bearing(fresh), "/api/v1/me", 200)).isEqualTo(200);
        assertThat(script.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(script.at(there).get("/api/v1/me").status()).isEqualTo(200);
        assertThat(admin.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(socket.closed).isNotDone();
        assertThat(browser(user("viewer"))
                        .post("/api/v1/identity/rotate-key", "{}")
                        .status())
                .isEqualTo(403);
    }

    private List<String> keys() {
        return here.get("/api/v1/.well-known/jwks.json").json().path("keys").findValuesAsText("kid");
    }

    private static String kid(String token) {
        return new io.vertx.core.json.JsonObject(
                        new String(java.util.Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')))))
                .getString("kid");
    }
}
