package io.sluice.deploy.fuzz;

import io.sluice.deploy.run.SluiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The whole program, and its first administrator. Whoever sends from this machine says what its address is. */
final class Platform implements AutoCloseable {
    private static final Pattern ERROR = Pattern.compile(" ERROR \\[[^]]*] io\\.(sluice|vertx|netty)\\.");

    private final SluiceProcess process;
    private final Path directory;
    private final Wire wire;
    private final Person admin;

    Platform(Path directory) {
        this.directory = directory;
        process = SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", Person.PASSWORD)
                .with("SLUICE_HTTP_TRUSTED_PROXIES", "127.0.0.1")
                // A tenant's consumers are still there when it is asked what became of them.
                .with("SLUICE_CONSUMERS_IDLE", "12h")
                .start()
                .awaitReady();
        wire = new Wire(URI.create(process.fact("Address")).getPort());
        admin = Person.signedIn(wire, "admin", "198.51.100.1");
    }

    Wire wire() {
        return wire;
    }

    Person admin() {
        return admin;
    }

    /** Things of the administrator that are open to everybody who is signed in, by kind. */
    Map<String, List<String>> commons() {
        admin.post("/organizations", "{\"name\":\"commons\"}").expect(201);
        admin.post("/topics", "{\"name\":\"square\",\"private\":false}").expect(201);
        admin.post("/topics/square/records", "{\"records\":[{\"value\":{\"n\":1}},{\"value\":{\"n\":2}}]}")
                .expect(200);
        admin.post("/datasets", """
                {"name":"open-data","organization":"commons","source":{"type":"kafka","topic":"square"}}""").expect(201);
        return Map.of("organization", List.of("commons"), "topic", List.of("square"), "dataset", List.of("open-data"));
    }

    /** Lines of the log that say that something of ours broke. Kafka's own clients tell of topics that go away. */
    List<String> errors() {
        try (Stream<String> lines = Files.lines(directory.resolve("logs").resolve("sluice.log"))) {
            return lines.filter(line -> ERROR.matcher(line).find()).toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Override
    public void close() {
        wire.close();
        process.close();
    }
}
