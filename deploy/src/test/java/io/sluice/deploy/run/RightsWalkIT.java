package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants over HTTP on the whole platform: who reads what, and that a live reader ends with the right. */
class RightsWalkIT {
    private static final String PASSWORD = "correct horse";

    /** What rests on a right ends with it in this time. */
    private static final long PROMISED_S = 5;

    @TempDir
    static Path directory;

    private static SluiceProcess process;
    private static Api ada;
    private static Api bob;
    private static Api vera;

    @BeforeAll
    static void start() throws IOException {
        process = SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .start()
                .awaitReady();
        Api admin = new Api(process.fact("Address")).signIn("admin", PASSWORD);
        ada = user(admin, "ada", "editor");
        bob = user(admin, "bob", "editor");
        vera = user(admin, "vera", "viewer");
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    @Test
    void a_topic_is_its_owners_until_it_is_granted_and_a_live_reader_ends_with_the_grant() throws Exception {
        assertThat(ada.post("/topics/readings/register", "{}")
                        .expect(201)
                        .path("private")
                        .asBoolean())
                .isTrue();
        ada.post("/topics/readings/register", "{}").expect(200);
        bob.post("/topics/readings/register", "{}").expect(409);
        bob.get("/topics/readings").expect(404);
        bob.get("/rights?kind=topic&id=readings").expect(404);
        String grant = grant(ada, "topic", "readings", "bob", "read", "");
        bob.get("/topics/readings").expect(200);
        bob.post("/topics/readings/records", "{\"records\":[{\"value\":1}]}").expect(403);
        JsonNode mine = bob.get("/rights?kind=topic&id=readings&user=bob").expect(200);
        assertThat(mine.at("/items/0/rule").asText()).isEqualTo("granted");
        assertThat(mine.at("/items/0/grants/0").asText()).isEqualTo(grant);

        try (BufferedReader live = bob.open("/live?topic=readings&from=earliest", "application/x-ndjson")) {
            ada.post("/topics/readings/records", "{\"records\":[{\"value\":{\"n\":1}}]}")
                    .expect(200);
            assertThat(line(live).get(60, TimeUnit.SECONDS)).contains("\"n\":1");
            CompletableFuture<String> end = line(live);
            ada.delete("/grants/" + grant).expect(204);
            assertThat(end.get(PROMISED_S, TimeUnit.SECONDS)).contains("revoked");
        }
        bob.get("/topics/readings").expect(404);
    }

    @Test
    void a_live_reader_ends_when_the_grant_expires() throws Exception {
        ada.post("/topics/expiring/register", "{}").expect(201);
        grant(ada, "topic", "expiring", "bob", "viewer", ",\"expires_in\":3");
        try (BufferedReader live = bob.open("/live?topic=expiring&from=latest", "application/x-ndjson")) {
            assertThat(line(live).get(3 + PROMISED_S, TimeUnit.SECONDS)).contains("revoked");
        }
    }

    @Test
    void who_may_only_view_watches_and_takes_nothing_out() {
        ada.post("/topics/shown/register", "{}").expect(201);
        grant(ada, "topic", "shown", "bob", "viewer", ",\"download\":false");
        bob.get("/topics/shown/records").expect(200);
        bob.get("/live?topic=shown").expect(403);
        bob.post("/streams", "{\"source\":{\"topics\":[\"shown\"]}}").expect(403);
    }

    @Test
    void a_viewer_who_asked_for_it_writes_and_what_is_reset_stays_granted() {
        ada.post("/topics/asked/register", "{\"partitions\":2}").expect(201);
        String request = vera.post(
                        "/access-requests",
                        "{\"on\":{\"kind\":\"topic\",\"id\":\"asked\"},\"level\":\"write\",\"reason\":\"please\"}")
                .expect(201)
                .path("id")
                .asText();
        bob.post("/access-requests/" + request + "/approve", "{}").expect(404);
        ada.post("/access-requests/" + request + "/approve", "{}").expect(200);
        vera.post("/topics/asked/records", "{\"records\":[{\"value\":1}]}").expect(200);
        JsonNode empty = ada.post("/topics/asked/reset", "").expect(200);
        assertThat(empty.path("records").asLong()).isZero();
        assertThat(empty.path("partitions").asInt()).isEqualTo(2);
        vera.post("/topics/asked/records", "{\"records\":[{\"value\":2}]}").expect(200);
        vera.post("/topics/asked/reset", "").expect(403);
    }

    @Test
    void a_group_holds_what_is_granted_to_it_and_a_denial_wins() {
        ada.post("/topics/shift/register", "{}").expect(201);
        ada.post("/groups", "{\"name\":\"night\",\"members\":[\"bob\",\"vera\"]}")
                .expect(201);
        ada.post(
                        "/grants",
                        "{\"on\":{\"kind\":\"topic\",\"id\":\"shift\"},\"to\":{\"group\":\"night\"},\"level\":\"viewer\"}")
                .expect(201);
        bob.get("/topics/shift").expect(200);
        grant(ada, "topic", "shift", "bob", "deny", "");
        bob.get("/topics/shift").expect(404);
        vera.get("/topics/shift").expect(200);
        JsonNode table = ada.get("/rights?kind=topic&id=shift").expect(200);
        assertThat(table.findValuesAsText("user")).containsExactly("ada", "admin", "vera");
    }

    private static Api user(Api admin, String name, String role) {
        admin.post("/users", "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"%s\"}".formatted(name, PASSWORD, role))
                .expect(201);
        return new Api(process.fact("Address")).signIn(name, PASSWORD);
    }

    private static String grant(Api by, String kind, String id, String user, String level, String more) {
        return by.post(
                        "/grants",
                        "{\"on\":{\"kind\":\"%s\",\"id\":\"%s\"},\"to\":{\"user\":\"%s\"},\"level\":\"%s\"%s}"
                                .formatted(kind, id, user, level, more))
                .expect(201)
                .path("id")
                .asText();
    }

    private static CompletableFuture<String> line(BufferedReader reader) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return String.valueOf(reader.readLine());
            } catch (IOException broken) {
                throw new CompletionException(broken);
            }
        });
    }
}
