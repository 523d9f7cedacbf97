package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.TestKafka;
import io.sluice.testkit.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartStopIT {
    @TempDir
    Path directory;

    @Test
    void the_first_start_tells_a_password_and_a_link_and_registers_the_demo_sources_once() throws Exception {
        String password;
        try (SluiceProcess first = SluiceProcess.java("up").in(directory).start()) {
            password = first.fact("Password").replaceFirst("admin / (\\S+).*", "$1");
            Api api = new Api(first.fact("Address")).signInWithCode(code(first));
            assertThat(demoNames(api))
                    .containsExactlyInAnyOrder("demo-timestamp", "demo-orders", "demo-rides", "demo-traffic");
            assertThat(api.post("/login", "{\"code\":\"" + code(first) + "\"}").status())
                    .isEqualTo(401);
            api.delete("/datasets/demo-orders").expect(204);
            assertThat(first.terminate()).isIn(0, 143);
        }
        try (SluiceProcess second = SluiceProcess.java("up").in(directory).start()) {
            assertThat(second.tells("Password")).isFalse();
            Api api = new Api(second.fact("Address")).signIn("admin", password);
            assertThat(demoNames(api)).containsExactlyInAnyOrder("demo-timestamp", "demo-rides", "demo-traffic");
            assertThat(new Api(second.fact("Address"))
                            .root("/health/ready")
                            .expect(200)
                            .path("status")
                            .asText())
                    .isEqualTo("up");
        }
        assertThat(Files.readString(directory.resolve("logs/sluice.log"))).doesNotContain(password);
    }

    @Test
    void a_signal_while_it_starts_stops_what_was_started() {
        try (SluiceProcess process = SluiceProcess.java("up").in(directory).start()) {
            // The log file is opened when the directory is taken, just before the stores are started.
            WaitFor.file(directory.resolve("logs/sluice.log"), process.process());
            assertThat(process.terminate()).isIn(0, 143);
        }
        assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void external_stores_are_used_and_nothing_is_embedded() throws Exception {
        try (SluiceProcess process = SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_KAFKA_BOOTSTRAP", TestKafka.shared().bootstrap())
                .with("SLUICE_POSTGRES_URI", TestPostgres.shared().freshUri())
                .with("SLUICE_ADMIN_PASSWORD", "correct horse")
                .start()) {
            assertThat(process.tells("Password")).isFalse();
            assertThat(process.fact("Kafka")).isEqualTo(TestKafka.shared().bootstrap());
            Api api = new Api(process.fact("Address")).signIn("admin", "correct horse");
            assertThat(demoNames(api)).isEmpty();
            assertThat(process.terminate()).isIn(0, 143);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("logs", "lock")
                    .doesNotContain("kafka", "postgres");
        }
    }

    private static String code(SluiceProcess process) {
        return process.fact("Sign in").replaceFirst(".*code=(\\S+).*", "$1");
    }

    private static Stream<String> demoNames(Api api) {
        JsonNode items = api.get("/datasets?org=demo").expect(200).path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("name").asText());
    }
}
