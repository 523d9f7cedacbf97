package io.sluice.bench.rig;

import io.sluice.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker in this JVM for the time of one benchmark; its directory goes with it. */
public final class Broker implements AutoCloseable {
    private final Path directory;
    /** Settings of a broker that lets everybody in: the figures are not about rights. */
    public static final Map<String, String> OPEN = Map.of(
            "listener.security.protocol.map", "USERS:PLAINTEXT,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
            "authorizer.class.name", "");

    private final EmbeddedKafka kafka;

    private Broker(Path directory, EmbeddedKafka kafka) {
        this.directory = directory;
        this.kafka = kafka;
    }

    public static Broker start() throws IOException {
        Path directory = Files.createTempDirectory("sluice-bench");
        return new Broker(directory, EmbeddedKafka.start(directory, 0, OPEN));
    }

    public String bootstrap() {
        return kafka.bootstrap();
    }

    /** The properties of a client. */
    public Map<String, Object> client() {
        return Map.of("bootstrap.servers", bootstrap());
    }

    public void create(String topic, int partitions) throws InterruptedException {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(Set.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("The topic could not be created.", failed);
        }
    }

    @Override
    public void close() throws IOException {
        kafka.close();
        List<Path> all;
        try (Stream<Path> paths = Files.walk(directory)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
