package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.BOB;
import static io.sluice.stream.Node.EVE;
import static io.sluice.stream.Node.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Source;
import io.sluice.contract.Template;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Access;
import io.sluice.contract.Topics.AlterTopic;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Topics.DeleteTopic;
import io.sluice.contract.Topics.FindTopic;
import io.sluice.contract.Topics.ListTopics;
import io.sluice.contract.Topics.PurgeTopic;
import io.sluice.contract.Topics.Topic;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.contract.Topics.TopicDetail;
import io.sluice.contract.Topics.TopicPage;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsIT {
    private static Node node;

    @BeforeAll
    static void start() {
        node = new Node();
        node.deploy();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void a_list_hides_internal_topics_and_pages_by_name() {
        String prefix = unique("page");
        for (String suffix : List.of("-a", "-b", "-c")) {
            create(prefix + suffix, 1, Map.of());
        }
        node.kafka.createTopic("sluice-" + UUID.randomUUID() + "-store-changelog", 1, Map.of());

        TopicPage first = node.ask(Topics.LIST, new ListTopics(EVE, prefix, null, 2, null));
        TopicPage second = node.ask(Topics.LIST, new ListTopics(EVE, prefix, null, 2, first.next()));
        TopicPage all = node.ask(Topics.LIST, new ListTopics(EVE, null, null, 500, null));

        assertThat(first.items()).extracting(Topic::name).containsExactly(prefix + "-a", prefix + "-b");
        assertThat(second.items()).extracting(Topic::name).containsExactly(prefix + "-c");
        assertThat(first.total()).isEqualTo(3);
        assertThat(second.next()).isNull();
        assertThat(all.items()).extracting(Topic::name).noneMatch(name -> name.startsWith("__"));
        assertThat(all.items()).extracting(Topic::name).noneMatch(name -> name.endsWith("changelog"));
    }

    @Test
    void a_list_is_answered_while_what_it_lists_is_deleted() {
        String prefix = unique("goes");
        create(prefix + "-stays", 1, Map.of());
        List<String> names =
                IntStream.range(0, 20).mapToObj(i -> prefix + "-" + i).toList();
        names.forEach(name -> node.kafka.createTopic(name, 1, Map.of()));

        List<Future<TopicPage>> lists = new ArrayList<>();
        for (String name : names) {
            node.kafka.admin().deleteTopics(List.of(name));
            lists.add(Topics.LIST.call(node.vertx, new ListTopics(EVE, prefix, null, 100, null)));
        }

        assertThat(Node.await(Future.join(lists)).<TopicPage>list())
                .allSatisfy(
                        page -> assertThat(page.items()).extracting(Topic::name).contains(prefix + "-stays"));
    }

    @Test
    void a_list_can_be_of_one_owner_with_what_is_in_the_topics() {
        String mine = unique("mine");
        create(mine, 2, Map.of());
        String foreign = node.kafka.newTopic("foreign", 1);
        node.kafka.produce(mine, "one", "two");

        TopicPage page = node.ask(Topics.LIST, new ListTopics(ADA, mine, "ada", 10, null));
        TopicPage outside = node.ask(Topics.LIST, new ListTopics(ADA, foreign, "ada", 10, null));

        Topic topic = page.items().get(0);
        assertThat(topic.owner()).isEqualTo("ada");
        assertThat(topic.records()).isEqualTo(2);
        assertThat(topic.sizeBytes()).isPositive();
        assertThat(topic.lastActivity()).isPositive();
        assertThat(outside.items()).isEmpty();
    }

    @Test
    void a_created_topic_is_described_with_leaders_offsets_and_settings() {
        String name = unique("driven_data_stream");

        create(name, 3, Map.of());
        TopicDetail found = node.ask(Topics.FIND, new FindTopic(EVE, name));

        assertThat(found.topic().partitions()).isEqualTo(3);
        assertThat(found.topic().replicationFactor()).isEqualTo(1);
        assertThat(found.partitions()).hasSize(3).allSatisfy(partition -> {
            assertThat(partition.leader()).isNotNegative();
            assertThat(partition.isr()).isNotEmpty();
            assertThat(partition.endOffset()).isZero();
        });
        assertThat(found.configs()).containsKeys("retention.ms", "cleanup.policy", "min.insync.replicas");
        assertThat(node.problem(Topics.CREATE, wish(ADA, name, 3, Map.of()))).isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void retention_of_one_day_is_kept() {
        String name = unique("tutorial_topic");

        TopicDetail made = create(name, 2, Map.of("cleanup.policy", "delete", "retention.ms", "86400000"));

        assertThat(made.topic().partitions()).isEqualTo(2);
        assertThat(made.configs()).containsEntry("retention.ms", "86400000").containsEntry("retention.bytes", "-1");
    }

    @Test
    void of_two_simultaneous_creates_one_wins() {
        String name = unique("race");
        Future<TopicDetail> one = Topics.CREATE.call(node.vertx, wish(ADA, name, 1, Map.of()));
        Future<TopicDetail> two = Topics.CREATE.call(node.vertx, wish(BOB, name, 1, Map.of()));

        Node.await(Future.join(one, two).otherwiseEmpty());

        assertThat(one.succeeded()).isNotEqualTo(two.succeeded());
    }

    @Test
    void altering_one_setting_keeps_the_others() {
        String name = unique("alter");
        create(name, 1, Map.of("retention.ms", "1000000", "max.message.bytes", "2000000"));

        TopicDetail altered =
                node.ask(Topics.ALTER, new AlterTopic(ADA, name, 2, Map.of("retention.ms", "43200000"), null));
        Map<String, String> back = new HashMap<>();
        back.put("max.message.bytes", null);
        TopicDetail reset = node.ask(Topics.ALTER, new AlterTopic(ADA, name, null, back, null));

        assertThat(altered.topic().partitions()).isEqualTo(2);
        assertThat(altered.configs())
                .containsEntry("retention.ms", "43200000")
                .containsEntry("max.message.bytes", "2000000");
        assertThat(reset.configs())
                .containsEntry("retention.ms", "43200000")
                .containsEntry("max.message.bytes", "1048588");
    }

    @Test
    void what_kafkas_client_cannot_write_is_refused_and_does_not_end_it() {
        String name = unique("long");
        create(name, 1, Map.of());
        String huge = "x".repeat(Short.MAX_VALUE + 1);

        Problem created = node.problem(Topics.CREATE, wish(ADA, unique("huge"), 1, Map.of("retention.ms", huge)));
        Problem altered = node.problem(Topics.ALTER, new AlterTopic(ADA, name, null, Map.of(huge, "1"), null));
        Problem found = node.problem(Topics.FIND, new FindTopic(ADA, huge));

        assertThat(pointers(created)).containsExactly("/configs");
        assertThat(pointers(altered)).containsExactly("/configs");
        assertThat(found).isInstanceOf(Problem.NotFound.class);
        assertThat(node.ask(Topics.FIND, new FindTopic(ADA, name)).topic().name())
                .isEqualTo(name);
    }

    @Test
    void a_refused_setting_is_named() {
        String name = unique("refused");

        Problem created = node.problem(
                Topics.CREATE, wish(ADA, name, 1, Map.of("retention.ms", "soon", "segment.bytes", "20000000")));
        create(name, 3, Map.of());
        Problem altered = node.problem(Topics.ALTER, new AlterTopic(ADA, name, null, Map.of("no.such.key", "1"), null));
        Problem shrunk = node.problem(Topics.ALTER, new AlterTopic(ADA, name, 2, Map.of(), null));

        assertThat(pointers(created)).containsExactly("/configs/retention.ms");
        assertThat(pointers(altered)).containsExactly("/configs/no.such.key");
        assertThat(pointers(shrunk)).containsExactly("/partitions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "__consumer_offsets", "with space", "ümlaut", "a/b"})
    void names_that_are_not_for_users_are_refused(String name) {
        assertThat(pointers(node.problem(Topics.CREATE, wish(ADA, name, 1, Map.of()))))
                .containsExactly("/name");
    }

    @Test
    void numbers_out_of_range_are_refused() {
        String name = unique("numbers");

        assertThat(pointers(node.problem(Topics.CREATE, wish(ADA, name, 0, Map.of()))))
                .containsExactly("/partitions");
        assertThat(pointers(node.problem(Topics.CREATE, wish(ADA, name, 1001, Map.of()))))
                .containsExactly("/partitions");
        assertThat(pointers(node.problem(Topics.CREATE, new CreateTopic(ADA, name, 1, (short) 3, Map.of(), null))))
                .containsExactly("/replication_factor");
        assertThat(pointers(node.problem(Topics.CREATE, wish(ADA, "a".repeat(250), 1, Map.of()))))
                .containsExactly("/name");
    }

    @Test
    void a_deleted_name_is_free_at_once_and_a_second_delete_is_clean() {
        String name = unique("again");
        for (int round = 0; round < 3; round++) {
            create(name, 1, Map.of());
            assertThat(node.ask(Topics.DELETE, new DeleteTopic(ADA, name))).isEqualTo(new Done(true));
        }
        assertThat(node.ask(Topics.DELETE, new DeleteTopic(ADA, name))).isEqualTo(new Done(false));
        assertThat(node.problem(Topics.FIND, new FindTopic(ADA, name))).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void only_its_owner_and_administrators_may_change_a_topic() {
        String name = unique("mine");
        create(name, 1, Map.of());
        String foreign = node.kafka.newTopic("foreign", 1);

        assertThat(node.problem(Topics.DELETE, new DeleteTopic(BOB, name))).isInstanceOf(Problem.Forbidden.class);
        assertThat(node.problem(Topics.AUTHORIZE, new AuthorizeTopic(BOB, name, Access.WRITE)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(node.problem(Topics.AUTHORIZE, new AuthorizeTopic(EVE, foreign, Access.WRITE)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(node.problem(Topics.CREATE, wish(EVE, unique("no"), 1, Map.of())))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(node.ask(Topics.AUTHORIZE, new AuthorizeTopic(BOB, foreign, Access.WRITE))
                        .partitions())
                .isEqualTo(1);
        assertThat(node.ask(Topics.DELETE, new DeleteTopic(ROOT, name)).changed())
                .isTrue();
    }

    @Test
    void access_tells_the_incarnation_and_a_recreated_topic_has_no_owner_of_the_past() throws Exception {
        String name = unique("incarnation");
        create(name, 2, Map.of());
        TopicAccess before = node.ask(Topics.AUTHORIZE, new AuthorizeTopic(EVE, name, Access.READ));

        node.kafka.admin().deleteTopics(List.of(name)).all().get();
        node.kafka.createTopic(name, 1, Map.of());
        Node.eventually().ignoreExceptions().until(() -> !node.ask(
                        Topics.AUTHORIZE, new AuthorizeTopic(EVE, name, Access.READ))
                .id()
                .equals(before.id()));
        TopicAccess after = node.ask(Topics.AUTHORIZE, new AuthorizeTopic(BOB, name, Access.WRITE));

        assertThat(before.partitions()).isEqualTo(2);
        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(node.problem(Topics.AUTHORIZE, new AuthorizeTopic(ADA, "__consumer_offsets", Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_topic_of_a_private_dataset_does_not_exist_for_others() {
        String name = unique("private");
        node.ask(Topics.CREATE, new CreateTopic(ADA, name, 1, null, Map.of(), name));
        node.catalog.put(name, new Source.Generator(Template.ORDERS, 0.001, name, 1, null), "ada", true);

        assertThat(node.problem(Topics.AUTHORIZE, new AuthorizeTopic(BOB, name, Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.ask(Topics.LIST, new ListTopics(BOB, name, null, 10, null))
                        .items())
                .isEmpty();
        assertThat(node.ask(Topics.LIST, new ListTopics(ADA, name, null, 10, null))
                        .items())
                .hasSize(1);
        assertThat(node.problem(Topics.DELETE, new DeleteTopic(ADA, name))).isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void a_purge_removes_everything_or_what_is_before_a_place() {
        String name = unique("purge");
        create(name, 2, Map.of());
        node.kafka.produce(name, "a", "b", "c");
        node.kafka.produce(name, 1, null, "d");

        node.ask(Topics.PURGE, new PurgeTopic(ADA, name, "offsets:0=2"));
        TopicDetail some = node.ask(Topics.FIND, new FindTopic(ADA, name));
        node.ask(Topics.PURGE, new PurgeTopic(ADA, name, null));
        TopicDetail none = node.ask(Topics.FIND, new FindTopic(ADA, name));

        assertThat(some.partitions()).extracting(Topics.Partition::beginOffset).containsExactly(2L, 0L);
        assertThat(none.topic().records()).isZero();
        assertThat(none.partitions()).extracting(Topics.Partition::beginOffset).containsExactly(3L, 1L);
        assertThat(pointers(node.problem(Topics.PURGE, new PurgeTopic(ADA, name, "yesterday"))))
                .containsExactly("/before");
        assertThat(node.problem(Topics.PURGE, new PurgeTopic(BOB, name, null))).isInstanceOf(Problem.Forbidden.class);
    }

    private static TopicDetail create(String name, int partitions, Map<String, String> configs) {
        return node.ask(Topics.CREATE, wish(ADA, name, partitions, configs));
    }

    private static CreateTopic wish(Caller caller, String name, int partitions, Map<String, String> configs) {
        return new CreateTopic(caller, name, partitions, null, configs, null);
    }

    private static List<String> pointers(Problem problem) {
        assertThat(problem).isInstanceOf(Problem.Invalid.class);
        return ((Problem.Invalid) problem)
                .violations().stream().map(v -> v.pointer()).toList();
    }

    private static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void an_administrator_switches_live_reading_of_any_topic_off_and_on() {
        String own = node.kafka.newTopic("switched", 1);
        List<String> told = new CopyOnWriteArrayList<>();
        Topics.ACCESS_CHANGED
                .listen(node.vertx, changed -> told.add(changed.topic()))
                .completion()
                .await();
        AuthorizeTopic live = new AuthorizeTopic(BOB, own, Access.LIVE);
        assertThat(node.problem(Topics.ALTER, new AlterTopic(ADA, own, null, Map.of(), false)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(node.ask(Topics.ALTER, new AlterTopic(ROOT, own, null, Map.of(), false))
                        .topic()
                        .live())
                .isFalse();
        assertThat(node.problem(Topics.AUTHORIZE, live).detail())
                .isEqualTo("Live reading of this topic is switched off by an administrator.");
        assertThat(node.problem(Topics.AUTHORIZE, new AuthorizeTopic(ROOT, own, Access.LIVE)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(node.ask(Topics.AUTHORIZE, new AuthorizeTopic(BOB, own, Access.READ))
                        .name())
                .isEqualTo(own);
        assertThat(node.ask(Topics.LIST, new ListTopics(BOB, own, null, 10, null))
                        .items())
                .extracting(Topics.Topic::live)
                .containsExactly(false);

        node.ask(Topics.DELETE, new DeleteTopic(ROOT, own));
        node.kafka.createTopic(own, 1, Map.of());
        assertThat(node.ask(Topics.AUTHORIZE, live).name()).isEqualTo(own);
        node.ask(Topics.ALTER, new AlterTopic(ROOT, own, null, Map.of(), false));
        assertThat(node.ask(Topics.ALTER, new AlterTopic(ROOT, own, null, Map.of(), true))
                        .topic()
                        .live())
                .isTrue();
        assertThat(node.ask(Topics.AUTHORIZE, live).name()).isEqualTo(own);
        Node.eventually().untilAsserted(() -> assertThat(told).hasSize(3).containsOnly(own));
    }
}
