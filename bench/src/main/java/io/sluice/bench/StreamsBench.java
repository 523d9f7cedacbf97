package io.sluice.bench;

import io.sluice.bench.rig.Await;
import io.sluice.bench.rig.BareStreams;
import io.sluice.bench.rig.Broker;
import io.sluice.bench.rig.Child;
import io.sluice.bench.rig.Load;
import io.sluice.bench.rig.StreamNode;
import io.sluice.bench.rig.Values;
import io.sluice.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Records per second that streams read, judge and commit, exactly once: one stream that one record in a hundred matches, beside a Kafka
 * Streams topology written by hand for it; then a hundred such streams that share an application, each with records of its own,
 * beside the one, which writes a hundredth of what they write, and beside one that every record matches, which writes as much as they
 * do. What is measured is a backlog: everything is stopped, records are written, everything is started, and the time is taken
 * from the first commit to the one at the end of the topic.
 */
@Command(name = "streams", description = "Records through 1 stream beside bare Kafka Streams; 100 streams beside 1.")
final class StreamsBench implements Callable<Integer> {
    private static final String ONE = "one";
    private static final String MANY = "many";
    private static final String ALL = "all";
    private static final String BARE = "bare";
    /** Each look is a question to the broker, which takes processor time from what is measured. */
    private static final long LOOK_NANOS = 20_000_000;

    @Mixin
    private Plan plan = new Plan();

    @Option(names = "--records", description = "Records of a round (${DEFAULT-VALUE}).")
    private int records = 1_500_000;

    @Option(names = "--streams", description = "That share an application (${DEFAULT-VALUE}).")
    private int streams = 100;

    /** One process that can be stopped and started, and the group that it commits as. */
    private record Side(String topic, String group, Runnable stop, Runnable start) {}

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("sluice-bench");
        try (Broker broker = Broker.start();
                EmbeddedPostgres postgres = EmbeddedPostgres.start(directory.resolve("postgres"), false);
                Admin admin = Admin.create(broker.client())) {
            for (String topic : List.of(ONE, MANY, ALL, BARE)) {
                broker.create(topic, 1);
            }
            broker.create("out", 1);
            StreamNode.Handle one = StreamNode.launch(postgres.uri(), broker.bootstrap(), directory.resolve(ONE), 0);
            Child bare = BareStreams.launch(broker.bootstrap(), "bare", directory.resolve(BARE), BARE, "out");
            try (Child oneProcess = one.child();
                    Child bareProcess = bare) {
                one.create("stream", ONE, Values.ONE_IN_A_HUNDRED, "latest");
                Side ours = new Side(ONE, shared(admin, ONE), one::stop, one::start);
                Side theirs = new Side(BARE, "bare", () -> bareProcess.ask("stop"), () -> bareProcess.ask("start"));
                System.out.println("one stream");
                beside(broker, admin, ours, theirs, "streams");
                bareProcess.ask("stop");
                one.delete("stream");
                oneProcess.ask("stop");
            }
            many(broker, admin, postgres.uri(), directory);
        } finally {
            delete(directory);
        }
        return 0;
    }

    /** Each in a process of its own that begins at the same time, so that none is warmer than the other. */
    private void many(Broker broker, Admin admin, String postgres, Path directory) throws Exception {
        System.out.println(streams + " streams");
        StreamNode.Handle node = StreamNode.launch(postgres, broker.bootstrap(), directory.resolve(MANY), 0);
        try (Child process = node.child()) {
            node.create("single", ONE, Values.ONE_IN_A_HUNDRED, "latest");
            for (int region : IntStream.range(0, streams).toArray()) {
                node.create("many-" + region, MANY, "region = 'eu-" + region + "'", "latest");
            }
            node.create("whole", ALL, "region != 'none'", "latest");
            Side many = new Side(MANY, shared(admin, MANY), node::stop, node::start);
            beside(broker, admin, many, new Side(ONE, shared(admin, ONE), node::stop, node::start), "streams-many");
            System.out.println("beside one that writes as much");
            beside(broker, admin, many, new Side(ALL, shared(admin, ALL), node::stop, node::start), "streams-even");
            process.ask("stop");
        }
    }

    private void beside(Broker broker, Admin admin, Side side, Side other, String row) throws Exception {
        Rounds.run(
                        plan.warmup(),
                        plan.rounds(),
                        () -> round(broker, admin, side),
                        () -> round(broker, admin, other),
                        System.out)
                .print(row, System.out);
    }

    private double round(Broker broker, Admin admin, Side side) throws Exception {
        awaitEnd(admin, side);
        side.stop().run();
        try (Load load = new Load(broker, side.topic(), 5)) {
            load.send(records);
        }
        long begin = committed(admin, side);
        long end = end(admin, side);
        side.start().run();
        long[] first = {begin};
        Await.until("the first commit", () -> (first[0] = committed(admin, side)) > begin, LOOK_NANOS);
        long start = System.nanoTime();
        Await.until("the last commit", () -> committed(admin, side) >= end, LOOK_NANOS);
        return (end - first[0]) * 1e9 / (System.nanoTime() - start);
    }

    private static void awaitEnd(Admin admin, Side side) {
        long end = end(admin, side);
        Await.until("the streams to be there", () -> end == 0 || committed(admin, side) >= end);
    }

    private static long committed(Admin admin, Side side) {
        OffsetAndMetadata place = ask(() -> admin.listConsumerGroupOffsets(side.group())
                        .partitionsToOffsetAndMetadata()
                        .get())
                .get(partition(side));
        return place == null ? 0 : place.offset();
    }

    private static long end(Admin admin, Side side) {
        return ask(() -> admin.listOffsets(Map.of(partition(side), OffsetSpec.latest()))
                .partitionResult(partition(side))
                .get()
                .offset());
    }

    private static TopicPartition partition(Side side) {
        return new TopicPartition(side.topic(), 0);
    }

    private static String shared(Admin admin, String topic) {
        return "sluice-shared-"
                + ask(() -> admin.describeTopics(List.of(topic)).allTopicNames().get())
                        .values()
                        .iterator()
                        .next()
                        .topicId();
    }

    private interface Question<T> {
        T answer() throws ExecutionException, InterruptedException;
    }

    private static <T> T ask(Question<T> question) {
        try {
            return question.answer();
        } catch (ExecutionException | InterruptedException failed) {
            throw new IllegalStateException("The broker does not answer.", failed);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (java.util.stream.Stream<Path> paths = Files.walk(directory)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
