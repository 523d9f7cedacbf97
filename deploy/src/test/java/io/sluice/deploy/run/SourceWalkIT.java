package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources as their owners meet them, over HTTP alone: files that are dropped and asked for, and a secret that nobody sees again. */
class SourceWalkIT {
    private static final String PASSWORD = "correct horse";
    private static final String SECRET = "s3cr3t-battery-staple";

    @TempDir
    Path directory;

    @TempDir
    Path drops;

    @Test
    void S1_to_S9_what_is_dropped_is_published_once_and_found_by_its_fields() throws Exception {
        try (SluiceProcess process = up()) {
            Api api = signIn(process);
            organization(api);
            drop("broken.json", "{\n \"name\": oops\n}");
            drop("george.json", "{\"name\":\"george\",\"age\":24}");
            drop("george.yml", "name: george\nage: 24\n");
            drop("keys.json", "{\"KEY1\":\"value1\",\"ID\":3,\"a\":{\"b\":\"deep\"}}");
            dataset(api, "drops", "{\"type\":\"directory\",\"path\":\"%s\"}".formatted(drops));
            WaitFor.truth("three records", () -> records(api, "drops", "").size() == 3);
        }
        try (SluiceProcess process = up()) {
            Api api = signIn(process);
            drop("last.json", "{\"last\":true}");
            WaitFor.truth("the record that was dropped last", () -> records(api, "drops", "")
                    .contains("{\"last\":true}"));

            assertThat(records(api, "drops", "")).hasSize(4);
            assertThat(records(api, "drops", "name = 'george' and age = 24")).hasSize(2);
            assertThat(records(api, "drops", "KEY1 = 'value1'")).hasSize(1);
            assertThat(records(api, "drops", "ID = 3")).hasSize(1);
            assertThat(records(api, "drops", "a.b = 'deep'")).hasSize(1);
            assertThat(records(api, "drops", "ID = 4")).isEmpty();
            JsonNode stats = api.get("/datasets/drops").expect(200).path("stats");
            assertThat(stats.path("failed").asLong()).isEqualTo(1);
            assertThat(stats.path("last_failure").asText()).startsWith("broken.json: line 2, column ");
        }
    }

    @Test
    void a_secret_opens_its_source_and_is_seen_by_nobody() throws Exception {
        Queue<String> shown = new ConcurrentLinkedQueue<>();
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] body = "a\n1\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
        try (SluiceProcess process = up()) {
            Api api = signIn(process);
            organization(api);
            JsonNode created = dataset(
                    api,
                    "guarded",
                    "{\"type\":\"csv\",\"url\":\"http://127.0.0.1:%d/x.csv\",\"credentials\":{\"token\":\"%s\"}}"
                            .formatted(site.getAddress().getPort(), SECRET));
            WaitFor.truth("the end of the source", () -> api.get("/datasets/guarded")
                    .expect(200)
                    .path("state")
                    .asText()
                    .equals("COMPLETED"));

            assertThat(shown).containsExactly("Bearer " + SECRET);
            assertThat(created.path("has_credentials").asBoolean()).isTrue();
            for (String path :
                    List.of("/datasets/guarded", "/datasets?q=guarded", "/datasets/guarded/versions", "/audit")) {
                assertThat(api.get(path).body().toString()).as(path).doesNotContain(SECRET);
            }
            assertThat(created.toString()).doesNotContain(SECRET);
            assertThat(process.terminate()).isIn(0, 143);
            assertThat(process.output()).doesNotContain(SECRET);
            assertNotOnDisk();
        } finally {
            site.stop(0);
        }
    }

    /** Logs, the database's files, Kafka's segments. */
    private void assertNotOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(SECRET))
                        .as(file.toString())
                        .isFalse();
            }
        }
    }

    private static void organization(Api api) {
        api.post("/organizations", "{\"name\":\"walk\",\"title\":\"Walk\"}").expect(201);
    }

    private static JsonNode dataset(Api api, String name, String source) {
        return api.post("/datasets", """
                        {"name":"%1$s","title":"Walk %1$s","organization":"walk","source":%2$s}
                        """.formatted(name, source)).expect(201);
    }

    private static List<String> records(Api api, String topic, String where) {
        String filter = where.isEmpty() ? "" : "&where=" + Api.encode(where);
        Api.Reply page = api.get("/topics/" + topic + "/records?from=earliest&limit=100" + filter);
        return StreamSupport.stream(page.expect(200).path("items").spliterator(), false)
                .map(item -> item.path("value").toString())
                .toList();
    }

    private void drop(String name, String content) throws IOException {
        Path made = Files.writeString(drops.resolve(".making"), content);
        Files.move(made, drops.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Api signIn(SluiceProcess process) {
        return new Api(process.fact("Address")).signIn("admin", PASSWORD);
    }

    private SluiceProcess up() {
        return SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .start()
                .awaitReady();
    }
}
