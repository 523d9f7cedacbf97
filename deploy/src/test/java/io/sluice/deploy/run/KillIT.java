package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at any moment: the next start comes up, with everything that was confirmed. */
class KillIT {
    private static final String PASSWORD = "correct horse";
    private static final int KILLED_STARTS = 6;
    private static final int KILLED_AT_WORK = 3;
    private static final int MAX_START_MS = 6_000;

    @TempDir
    Path directory;

    private final TreeSet<String> confirmed = new TreeSet<>();

    @Test
    void everything_confirmed_is_there_after_kills_during_start_and_work() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < KILLED_STARTS; round++) {
            killWhileStarting(random.nextInt(MAX_START_MS));
            if (round % 2 == 1) {
                killAtWork("r" + round, 1 + random.nextInt(10));
            }
        }
        try (SluiceProcess last = up()) {
            Api api = signIn(last);
            assertThat(names(api, "/datasets?limit=200")).as("seed %d", seed).containsAll(confirmed);
            assertThat(confirmed).hasSizeGreaterThanOrEqualTo(KILLED_AT_WORK);
            confirmed.forEach(name -> assertRecordsAreThere(api, name));
            assertThat(last.terminate()).isIn(0, 143);
        }
    }

    /** The moment is what this test is about, so it is a time: anything from before the first line to after the last. */
    private void killWhileStarting(int afterMs) throws InterruptedException {
        try (SluiceProcess process = launch()) {
            assertThat(process.process().waitFor(afterMs, TimeUnit.MILLISECONDS))
                    .as(process.output())
                    .isFalse();
            process.kill();
        }
    }

    /** Creates data sets until the process dies under it; the last request may or may not have been done. */
    private void killAtWork(String prefix, int confirmations) {
        try (SluiceProcess process = up()) {
            Api api = signIn(process);
            api.post("/organizations", "{\"name\":\"kept\",\"title\":\"Kept\"}");
            work(api, prefix, process, confirmations);
        }
    }

    private void work(Api api, String prefix, SluiceProcess process, int confirmations) {
        try {
            for (int i = 0; ; i++) {
                create(api, prefix + "-" + i);
                confirmed.add(prefix + "-" + i);
                if (i == confirmations) {
                    process.process().destroyForcibly();
                }
            }
        } catch (UncheckedIOException killed) {
            process.awaitExit();
        }
    }

    private static void create(Api api, String name) {
        api.post("/topics", "{\"name\":\"%s\",\"partitions\":1}".formatted(name))
                .expect(201);
        api.post("/topics/" + name + "/records", "{\"records\":[{\"value\":{\"n\":12345678901234567890}}]}")
                .expect(200);
        String dataset = """
                {"name":"%1$s","title":"Kept %1$s","organization":"kept","source":{"type":"kafka","topic":"%1$s"}}
                """;
        api.post("/datasets", dataset.formatted(name)).expect(201);
    }

    private static void assertRecordsAreThere(Api api, String name) {
        JsonNode page = api.get("/topics/" + name + "/records").expect(200);
        assertThat(page.path("items")).hasSize(1);
        assertThat(page.path("items").path(0).path("value").path("n").asText()).isEqualTo("12345678901234567890");
    }

    private static List<String> names(Api api, String path) {
        JsonNode items = api.get(path).expect(200).path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("name").asText())
                .collect(Collectors.toList());
    }

    private static Api signIn(SluiceProcess process) {
        return new Api(process.fact("Address")).signIn("admin", PASSWORD);
    }

    private SluiceProcess up() {
        return launch().awaitReady();
    }

    private SluiceProcess launch() {
        return SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .start();
    }
}
