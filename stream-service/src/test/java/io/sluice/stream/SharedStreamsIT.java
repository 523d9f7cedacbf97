package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Streams;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.DeleteStream;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.RunStream;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Access;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams of one topic read together, and none notices what becomes of the others. */
class SharedStreamsIT {
    private static final int PARTITIONS = 2;
    private static final int AT_ONCE = 5;

    private final Node node = new Node();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void streams_that_are_added_while_records_flow_miss_none_and_disturb_none() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("flow", PARTITIONS);
        Stream first = create(source, "");
        Flow flow = new Flow(source, 100_000);
        Thread writer = flow.start();
        List<Stream> added = new ArrayList<>();
        for (int i = 0; i < 50; i += AT_ONCE) {
            List<Future<Stream>> asked = IntStream.range(i, i + AT_ONCE)
                    .mapToObj(remainder -> ask(source, "n % 50 = " + remainder))
                    .toList();
            asked.forEach(one -> added.add(Node.await(one)));
        }
        long answered = flow.written();
        writer.join();
        flow.more(1_000);

        assertThat(numbers(first, flow.written())).containsExactlyElementsOf(flow.all());
        for (int i = 0; i < added.size(); i++) {
            List<Long> got = untilLast(added.get(i), flow.last(50, i));
            long begin = got.get(0);
            int remainder = i;
            assertThat(begin).isLessThan(answered + 50);
            assertThat(got)
                    .containsExactlyElementsOf(flow.all().stream()
                            .filter(n -> n % 50 == remainder && n >= begin)
                            .toList());
        }
        assertThat(groups())
                .contains(shared(source))
                .doesNotContainAnyElementsOf(
                        added.stream().map(stream -> "sluice-" + stream.id()).toList());
        added.add(first);
        for (int i = 0; i < added.size(); i += AT_ONCE) {
            Node.await(Future.all(added.subList(i, Math.min(added.size(), i + AT_ONCE)).stream()
                    .map(stream -> Streams.DELETE.call(node.vertx, new DeleteStream(ADA, stream.name())))
                    .toList()));
        }
        eventually().untilAsserted(() -> {
            assertThat(groups()).noneMatch(group -> group.equals(shared(source)));
            assertThat(topics()).noneMatch(topic -> topic.startsWith(shared(source)));
        });
    }

    @Test
    void one_whose_topic_is_deleted_behind_its_back_fails_and_the_others_stay_exact() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("behind", PARTITIONS);
        Stream victim = create(source, "");
        Stream other = create(source, "n % 2 = 0");
        Flow flow = new Flow(source, 50_000);
        Thread writer = flow.start();
        node.kafka.read(other.topic(), 1_000);

        node.kafka.admin().deleteTopics(List.of(victim.topic())).all().get();

        eventually().untilAsserted(() -> {
            Stream now = node.ask(Streams.FIND, new FindStream(ADA, victim.name()));
            assertThat(now.state()).isEqualTo(State.FAILED);
            assertThat(now.reason()).startsWith("The stream's topic \"" + victim.topic() + "\"");
        });
        writer.join();
        flow.more(100);
        assertThat(numbers(other, flow.written() / 2))
                .containsExactlyElementsOf(
                        flow.all().stream().filter(n -> n % 2 == 0).toList());
        assertThat(node.ask(Streams.DELETE, new DeleteStream(ADA, victim.name()))
                        .changed())
                .isTrue();
    }

    @Test
    void one_whose_branch_is_deleted_fails_and_says_which() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("branch", 1);
        Definition definition = new Definition(List.of(), true, List.of(), List.of(source), "", "", "latest")
                .withBranches(List.of(new Definition.Branch("even", "n % 2 = 0", "")));
        Stream victim = node.ask(Streams.CREATE, new CreateStream(ADA, null, definition));
        Stream other = create(source, "");
        String branch = victim.topic() + "-even";
        node.kafka.produce(source, "{\"n\":2}");
        node.kafka.read(branch, 1);

        node.kafka.admin().deleteTopics(List.of(branch)).all().get();

        eventually().untilAsserted(() -> {
            Stream now = node.ask(Streams.FIND, new FindStream(ADA, victim.name()));
            assertThat(now.state()).isEqualTo(State.FAILED);
            assertThat(now.reason()).isEqualTo("The stream's topic \"" + branch + "\" is gone.");
        });
        node.kafka.produce(source, "{\"n\":4}");
        node.kafka.read(other.topic(), 2);
    }

    @Test
    void one_whose_quota_is_full_fails_with_the_reason_and_the_others_go_on() {
        Node.await(node.vertx.deployVerticle(
                new StreamVerticle(node.config(node.kafka.bootstrap()).withMaxBytesPerStream(50_000))));
        String source = node.kafka.newTopic("full", PARTITIONS);
        Stream full = create(source, "");
        Stream other = create(source, "n % 100 = 0");
        Flow flow = new Flow(source, 10_000);
        flow.more(10_000);

        eventually().untilAsserted(() -> {
            Stream now = node.ask(Streams.FIND, new FindStream(ADA, full.name()));
            assertThat(now.state()).isEqualTo(State.FAILED);
            assertThat(now.reason())
                    .startsWith("The stream's topic \"" + full.topic() + "\" holds ")
                    .endsWith("more than the 50000 that a stream may have.");
        });
        flow.more(1_000);
        assertThat(numbers(other, flow.written() / 100))
                .containsExactlyElementsOf(
                        flow.all().stream().filter(n -> n % 100 == 0).toList());
        assertThat(node.ask(Streams.RUN, new RunStream(ADA, full.name(), false)).state())
                .isEqualTo(State.FAILED);
    }

    @Test
    void one_that_pauses_goes_on_from_there_while_the_others_never_stop() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("pausing", PARTITIONS);
        Stream pausing = create(source, "");
        Stream other = create(source, "");
        Flow flow = new Flow(source, 60_000);
        Thread writer = flow.start();
        for (int i = 0; i < 4; i++) {
            node.ask(Streams.RUN, new RunStream(ADA, pausing.name(), true));
            node.ask(Streams.RUN, new RunStream(ADA, pausing.name(), false));
        }
        writer.join();

        assertThat(numbers(pausing, flow.written())).containsExactlyElementsOf(flow.all());
        assertThat(numbers(other, flow.written())).containsExactlyElementsOf(flow.all());
    }

    @Test
    void two_nodes_share_the_work_and_one_goes_on_when_the_other_leaves() throws Exception {
        node.deploy();
        String second = node.deploy();
        String source = node.kafka.newTopic("two", PARTITIONS);
        Stream one = create(source, "n % 3 = 0");
        Stream all = create(source, "");
        Flow flow = new Flow(source, 40_000);
        Thread writer = flow.start();
        node.kafka.read(all.topic(), 2_000);

        node.undeploy(second);
        Stream late = create(source, "n % 5 = 0");
        writer.join();
        flow.more(10);

        assertThat(numbers(all, flow.written())).containsExactlyElementsOf(flow.all());
        List<Long> thirds = flow.all().stream().filter(n -> n % 3 == 0).toList();
        assertThat(numbers(one, thirds.size())).containsExactlyElementsOf(thirds);
        assertThat(untilLast(late, flow.last(5, 0))).doesNotHaveDuplicates();
    }

    @Test
    void a_stream_of_two_topics_is_a_member_of_both_and_shares_with_each() {
        node.deploy();
        String left = node.kafka.newTopic("left", 1);
        String right = node.kafka.newTopic("right", 1);
        Stream both = node.ask(
                Streams.CREATE,
                new CreateStream(
                        ADA, null, new Definition(List.of(), true, List.of(), List.of(left, right), "", "", "latest")));
        Stream only = create(left, "");
        node.kafka.produce(left, "1", "2");
        node.kafka.produce(right, "3");

        assertThat(node.kafka.read(both.topic(), 3))
                .extracting(SharedStreamsIT::text)
                .containsExactlyInAnyOrder("1", "2", "3");
        assertThat(node.kafka.read(only.topic(), 2))
                .extracting(SharedStreamsIT::text)
                .containsExactly("1", "2");
        eventually().untilAsserted(() -> assertThat(
                        node.ask(Streams.FIND, new FindStream(ADA, both.name())).stats())
                .extracting(Streams.Stats::scanned, Streams.Stats::matched, Streams.Stats::lag)
                .containsExactly(3L, 3L, 0L));
    }

    @Test
    void a_topic_that_grows_goes_on_being_shared() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("grows", 1);
        Stream stream = create(source, "");
        node.kafka.produce(source, 0, null, "1");
        node.kafka.read(stream.topic(), 1);

        node.kafka
                .admin()
                .createPartitions(java.util.Map.of(source, NewPartitions.increaseTo(3)))
                .all()
                .get();
        node.kafka.produce(source, 2, null, "2");

        assertThat(node.kafka.read(stream.topic(), 2))
                .extracting(SharedStreamsIT::text)
                .containsExactlyInAnyOrder("1", "2");
    }

    /** Numbers into the partitions of a topic, one after the other. */
    private final class Flow {
        private final String topic;
        private final int count;
        private volatile int next;

        Flow(String topic, int count) {
            this.topic = topic;
            this.count = count;
        }

        Thread start() {
            Thread thread = new Thread(() -> more(count));
            thread.start();
            return thread;
        }

        void more(int records) {
            for (int i = 0; i < records; i++, next++) {
                byte[] value = ("{\"n\":" + next + "}").getBytes(StandardCharsets.UTF_8);
                byte[] key = Integer.toString(next % PARTITIONS).getBytes(StandardCharsets.UTF_8);
                node.kafka.send(new ProducerRecord<>(topic, next % PARTITIONS, key, value));
            }
            node.kafka.flush();
        }

        int written() {
            return next;
        }

        /** In the order of {@link #numbers}. */
        List<Long> all() {
            return IntStream.range(0, PARTITIONS)
                    .boxed()
                    .flatMap(partition -> IntStream.range(0, next)
                            .filter(n -> n % PARTITIONS == partition)
                            .mapToObj(Long::valueOf))
                    .toList();
        }

        long last(int divisor, int remainder) {
            return IntStream.range(0, next)
                    .filter(n -> n % divisor == remainder)
                    .max()
                    .orElseThrow();
        }
    }

    /** What is in a stream's topic: by partition of the source, in order of the topic. */
    private List<Long> numbers(Stream stream, int count) {
        return sorted(node.kafka.read(stream.topic(), count));
    }

    private List<Long> untilLast(Stream stream, long last) {
        List<Long> found = new ArrayList<>();
        eventually().until(() -> {
            int count = (int) node.ask(Streams.FIND, new FindStream(ADA, stream.name()))
                    .stats()
                    .matched();
            found.clear();
            found.addAll(numbers(stream, count));
            return found.contains(last);
        });
        return found;
    }

    private static List<Long> sorted(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(record -> Long.parseLong(text(record).replaceAll("\\D", "")))
                .collect(Collectors.groupingBy(n -> n % PARTITIONS, java.util.TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private Stream create(String source, String where) {
        return Node.await(ask(source, where));
    }

    private Future<Stream> ask(String source, String where) {
        Definition definition = new Definition(List.of(), true, List.of(), List.of(source), where, "", "latest");
        return Streams.CREATE.call(node.vertx, new CreateStream(ADA, null, definition));
    }

    private String shared(String source) {
        return "sluice-shared-"
                + node.ask(Topics.AUTHORIZE, new AuthorizeTopic(ADA, source, Access.READ))
                        .id();
    }

    private List<String> groups() throws Exception {
        return node.kafka.admin().listGroups().all().get().stream()
                .map(group -> group.groupId())
                .toList();
    }

    private Set<String> topics() throws Exception {
        return node.kafka.admin().listTopics().names().get();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
