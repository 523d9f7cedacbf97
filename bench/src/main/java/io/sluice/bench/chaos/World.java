package io.sluice.bench.chaos;

import io.sluice.bench.rig.BrokerProcess;
import io.sluice.bench.rig.Child;
import io.sluice.bench.rig.StreamNode;
import io.sluice.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker, a database and nodes, each in processes of their own; their directory goes with them, unless it is to be kept. */
final class World implements AutoCloseable {
    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final List<StreamNode.Handle> nodes = new ArrayList<>();
    private Child broker;
    private int launched;
    private boolean isKept;

    World() throws IOException {
        directory = Files.createTempDirectory("sluice-chaos");
        postgres = EmbeddedPostgres.start(directory.resolve("postgres"), false);
        broker = BrokerProcess.launch(directory.resolve("kafka"), 0);
    }

    String bootstrap() {
        return "127.0.0.1:" + broker.port();
    }

    void create(String topic, int partitions) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            admin.createTopics(Set.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("The topic could not be created.", failed);
        }
    }

    int nodes() {
        return nodes.size();
    }

    StreamNode.Handle node(int number) {
        return nodes.get(number);
    }

    /** Its state is nobody else's, as on another machine; another node holds a copy ready. */
    void addNode() throws IOException {
        Path state = directory.resolve("node-" + launched++);
        nodes.add(StreamNode.launch(postgres.uri(), bootstrap(), state, 1));
    }

    void killNode(int number) throws IOException, InterruptedException {
        nodes.remove(number).child().kill();
    }

    /** In order: what it did others do. */
    void removeNode(int number) throws InterruptedException {
        StreamNode.Handle node = nodes.remove(number);
        node.stop();
        node.child().close();
    }

    /** {@code kill -9}, and a start with what is on the disk, after a while. */
    void restartBroker(long awayMs) throws IOException, InterruptedException {
        int port = broker.port();
        broker.kill();
        Thread.sleep(awayMs);
        broker = BrokerProcess.launch(directory.resolve("kafka"), port);
    }

    /** What the broker has on its disk stays, for a look at it. */
    Path keep() {
        isKept = true;
        return directory;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (StreamNode.Handle node : nodes) {
            node.child().kill();
        }
        broker.kill();
        postgres.close();
        if (isKept) {
            return;
        }
        List<Path> all;
        try (java.util.stream.Stream<Path> paths = Files.walk(directory)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
