package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.deploy.run.Subscription.Received;
import io.sluice.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job, as a scientist's notebook does it, over HTTP alone: register a source, find it, make a filtered stream of it,
 * read that live in each of the three ways, and clean up; with the whole process killed and started again in the middle.
 */
class NotebookWalkIT {
    private static final String PASSWORD = "correct horse";
    private static final String FILTER = "measurement > 0.5";
    private static final int BEFORE_KILL = 20;
    private static final int AFTER_KILL = 20;

    @TempDir
    Path directory;

    @Test
    void register_find_filter_watch_survive_and_clean_up() throws Exception {
        Subscription first;
        String stream;
        try (SluiceProcess process = up()) {
            Api api = signIn(process);
            register(api);
            assertFound(api);
            stream = createStream(api);
            assertLinesArrive(api, stream);
            assertFramesArrive(api, stream);
            first = Subscription.events(api, live(stream) + "&from=earliest&delivery=lossless", "");
            first.read(BEFORE_KILL);
            process.kill();
        }
        try (SluiceProcess process = up()) {
            Api api = signIn(process);
            assertThat(api.get("/datasets/walk-measurements")
                            .expect(200)
                            .path("state")
                            .asText())
                    .isIn("RUNNING", "STARTING");
            Subscription resumed =
                    Subscription.events(api, live(stream) + "&from=earliest&delivery=lossless", first.token());
            resumed.read(AFTER_KILL);
            resumed.close();

            assertNothingLostOrRepeated(api, stream, first.received(), resumed.received());
            cleanUp(api, stream);
            assertNothingLeft(api);
            assertThat(process.terminate()).isIn(0, 143);
            assertNothingLeftInKafka();
        }
    }

    private static void register(Api api) {
        api.post("/organizations", "{\"name\":\"walk\",\"title\":\"Walk\"}").expect(201);
        Api.Reply created = api.post("/datasets", """
                {"name":"walk-measurements","title":"Measurements of a walk","organization":"walk","notes":"one sensor",
                 "tags":["sensor"],"source":{"type":"generator","template":"timestamp","rate":20}}
                """);
        assertThat(created.expect(201).path("topic").asText()).isEqualTo("walk-measurements");
        assertThat(created.location()).contains("/api/v1/datasets/");
    }

    private static void assertFound(Api api) {
        JsonNode page = api.get("/datasets?q=" + Api.encode("meas sensor")).expect(200);
        assertThat(page.path("total").asInt()).isEqualTo(1);
        assertThat(page.path("items").path(0).path("name").asText()).isEqualTo("walk-measurements");
        assertThat(page.path("facets").path("type").path(0).path("value").asText())
                .isEqualTo("generator");
    }

    private static String createStream(Api api) {
        JsonNode created = api.post("/streams", """
                        {"source":{"keywords":["WALK-measure"],"match_all":true},"where":"%s","from":"earliest"}
                        """.formatted(FILTER)).expect(201);
        assertThat(created.path("name").asText()).isEqualTo("data_stream_admin_1");
        String stream = created.path("topic").asText();
        WaitFor.truth("the stream runs", () -> "RUNNING".equals(state(api, stream)));
        return stream;
    }

    private static String state(Api api, String stream) {
        return api.get("/streams/" + stream).expect(200).path("state").asText();
    }

    private static void assertLinesArrive(Api api, String stream) throws Exception {
        Subscription lines = Subscription.lines(api, live(stream) + "&limit=5");
        lines.read(5);
        lines.close();
        assertAllMatch(lines.received());
        Subscription filtered =
                Subscription.lines(api, "/live?dataset=walk-measurements&where=" + Api.encode(FILTER) + "&limit=3");
        filtered.read(3);
        filtered.close();
        assertAllMatch(filtered.received());
    }

    private static void assertFramesArrive(Api api, String stream) {
        Frames frames = new Frames();
        var socket = api.socket(live(stream) + "&from=last:3", frames);
        List<JsonNode> records = frames.awaitRecords(5);
        socket.abort();
        assertThat(records).hasSizeGreaterThanOrEqualTo(5);
        assertThat(records).allSatisfy(record -> assertThat(
                        record.path("value").path("measurement").asDouble())
                .isGreaterThan(0.5));
    }

    /**
     * What came before and after the kill is, record for record, how the stream's topic begins; and that is, value for value,
     * how the matching records of the source begin: so neither the subscription nor the stream lost or repeated one.
     */
    private static void assertNothingLostOrRepeated(
            Api api, String stream, List<Received> before, List<Received> after) {
        List<Received> live = new ArrayList<>(before);
        live.addAll(after);
        assertAllMatch(live);
        List<Received> kept = browse(api, stream, live.size(), "");
        assertThat(live).isEqualTo(kept);
        List<Received> source = browse(api, "walk-measurements", live.size(), "&where=" + Api.encode(FILTER));
        assertThat(live.stream().map(Received::value))
                .isEqualTo(source.stream().map(Received::value).toList());
    }

    private static List<Received> browse(Api api, String topic, int count, String filter) {
        JsonNode items = api.get("/topics/" + topic + "/records?from=earliest&limit=" + count + filter)
                .expect(200)
                .path("items");
        assertThat(items).hasSize(count);
        return StreamSupport.stream(items.spliterator(), false)
                .map(Received::of)
                .toList();
    }

    private static void cleanUp(Api api, String stream) {
        api.delete("/streams/" + stream).expect(204);
        api.delete("/datasets/walk-measurements").expect(204);
        api.delete("/streams/" + stream).expect(204);
        api.delete("/datasets/walk-measurements").expect(204);
        api.get("/streams/" + stream).expect(404);
        api.get("/datasets/walk-measurements").expect(404);
    }

    private void assertNothingLeft(Api api) throws Exception {
        assertThat(api.get("/streams").expect(200).path("items")).isEmpty();
        assertThat(api.get("/topics").expect(200).path("items")).isEmpty();
        Path state = directory.resolve("streams");
        if (Files.exists(state)) {
            try (Stream<Path> files = Files.walk(state)) {
                assertThat(files.filter(Files::isRegularFile)).isEmpty();
            }
        }
    }

    /** No user sees everything, so this looks from the inside, when the process is gone. What was done stays in the audit. */
    private void assertNothingLeftInKafka() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            Map<String, Object> own = new HashMap<>(kafka.client());
            own.put("bootstrap.servers", kafka.internal());
            try (Admin admin = Admin.create(own)) {
                assertThat(admin.listTopics().names().get())
                        .allMatch(name -> name.startsWith("__") || name.equals("sluice.audit"));
                assertThat(admin.listGroups().all().get())
                        .extracting(GroupListing::groupId)
                        .allMatch(group -> group.equals("sluice-audit"));
            }
        }
    }

    private static void assertAllMatch(List<Received> records) {
        assertThat(records).allSatisfy(record -> assertThat(
                        record.value().path("measurement").asDouble())
                .isGreaterThan(0.5));
    }

    private static String live(String stream) {
        return "/live?stream=" + stream;
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
