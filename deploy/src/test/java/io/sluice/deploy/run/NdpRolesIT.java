package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what below {@code /ndp}, and what other catalogues add to it, on the whole platform. */
class NdpRolesIT {
    private static final String PASSWORD = "correct horse";
    private static final String LINK =
            "{\"resource_name\":\"%s\",\"resource_title\":\"T\",\"owner_org\":\"lab\",\"resource_s3\":\"s3://b/k\"}";
    private static final String PACKAGES = """
            {"success":true,"result":{"count":1,"results":[{"id":"1","name":"glacier-noaa","title":"Glaciers","organization":{"name":"noaa"},
              "extras":[{"key":"port","value":"9092"}],"resources":[{"name":"f","url":"https://example.org/f.csv","format":"CSV"}]}]}}""";

    @TempDir
    static Path directory;

    private static HttpServer ckan;
    private static SluiceProcess process;
    private static Api api;
    private static NdpClient nobody;
    private static NdpClient admin;
    private static NdpClient editor;
    private static NdpClient other;
    private static NdpClient viewer;

    @BeforeAll
    static void start() throws IOException {
        ckan = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ckan.createContext("/api/3/action/package_search", exchange -> {
            byte[] body = PACKAGES.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        ckan.start();
        String address = "http://127.0.0.1:" + ckan.getAddress().getPort();
        process = SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .with("SLUICE_FEDERATION_SERVERS", "noaa ckan " + address + ", gone sluice http://127.0.0.1:9")
                .start()
                .awaitReady();
        nobody = new NdpClient(process.fact("Address") + "/ndp", null);
        api = new Api(process.fact("Address")).signIn("admin", PASSWORD);
        for (String user : List.of("eve editor", "otto editor", "vera viewer")) {
            String[] parts = user.split(" ");
            api.post(
                            "/users",
                            "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"%s\"}"
                                    .formatted(parts[0], PASSWORD, parts[1]))
                    .expect(201);
        }
        admin = as("admin");
        editor = as("eve");
        other = as("otto");
        viewer = as("vera");
        editor.post("/organization", "{\"name\":\"lab\",\"title\":\"Lab\"}").expect(201);
    }

    private static NdpClient as(String user) {
        return nobody.with(
                nobody.token(user, PASSWORD).expect(200).path("access_token").asText());
    }

    @AfterAll
    static void stop() {
        process.close();
        ckan.stop(0);
    }

    private static void register(String name) {
        editor.post("/s3?server=local", LINK.formatted(name)).expect(201);
    }

    @Test
    void deleting_is_for_owners_and_administrators() {
        register("mine");
        for (String path : List.of("/resource/mine", "/resource?resource_id=mine", "/organization/lab")) {
            nobody.delete(path).refused(401);
            viewer.delete(path).refused(403);
            other.delete(path).refused(403);
        }
        assertThat(editor.delete("/resource/mine").expect(200).path("message").asText())
                .isEqualTo("mine deleted successfully");
        register("theirs");
        admin.delete("/resource?resource_id=theirs").expect(200);
    }

    @Test
    void changing_is_for_owners_and_administrators() {
        register("changed");
        String change = "{\"resource_title\":\"Better\"}";
        nobody.send("PUT", "/s3/changed", change).refused(401);
        viewer.send("PUT", "/s3/changed", change).refused(403);
        other.send("PATCH", "/s3/changed", change).refused(403);
        editor.send("PATCH", "/s3/changed", change).expect(200);
        admin.send("PUT", "/s3/changed", change).expect(200);
        viewer.post("/s3", LINK.formatted("no")).refused(403);
        viewer.get("/search?terms=changed").expect(200);
        nobody.get("/search?terms=changed").refused(401);
    }

    @Test
    void an_organization_that_is_not_empty_may_be_kept() {
        editor.post("/organization", "{\"name\":\"kept\",\"title\":\"Kept\"}").expect(201);
        editor.post("/s3", LINK.formatted("in-kept").replace("\"lab\"", "\"kept\""))
                .expect(201);
        assertThat(editor.delete("/organization/kept?cascade=false").refused(409))
                .startsWith("Organization still has 1 dataset(s) inside");
        editor.delete("/organization/kept?cascade=true").expect(200);
        assertThat(editor.get("/search?terms=in-kept&server=local").expect(200)).isEmpty();
    }

    @Test
    void a_global_search_has_what_others_have_and_waits_for_nobody() {
        register("glacier-here");
        JsonNode global = viewer.get("/search?terms=glacier").expect(200);
        assertThat(global.findValuesAsText("owner_org")).containsExactly("lab", "noaa");
        assertThat(global.at("/1/extras/port").textValue()).isEqualTo("9092");
        assertThat(viewer.post("/search", "{\"search_term\":\"glacier\",\"server\":\"local\"}")
                        .expect(200))
                .hasSize(1);
        editor.delete("/resource/glacier-here").expect(200);
    }

    @Test
    void the_streaming_library_may_attach_what_it_derived_to_its_source() {
        String[] broker = process.fact("Kafka").split(":");
        api.post("/topics", "{\"name\":\"measured\",\"partitions\":1}").expect(201);
        editor.post("/kafka", """
                        {"dataset_name":"measured","dataset_title":"T","owner_org":"lab","kafka_topic":"measured","kafka_host":"%s",
                         "kafka_port":%s,"processing":{"info_key":"info"}}""".formatted(broker[0], broker[1])).expect(201);
        editor.send("PATCH", "/dataset/measured", """
                        {"resources":[{"name":"derived data_stream_1","url":"http://127.0.0.1:9092","format":"stream","status":"active"}]}""").expect(200);
        JsonNode shown =
                editor.get("/search?terms=measured&server=local").expect(200).path(0);
        assertThat(shown.path("resources").findValuesAsText("format")).containsExactly("kafka", "stream");
        assertThat(shown.at("/extras/processing/info_key").asText()).isEqualTo("info");
        String attached = shown.at("/resources/1/id").asText();
        editor.delete("/resource/" + attached).expect(200);
        assertThat(editor.get("/search?terms=measured&server=local").expect(200).at("/0/resources"))
                .hasSize(1);
    }
}
