package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Consumers;
import io.sluice.contract.Consumers.At;
import io.sluice.contract.Consumers.Edge;
import io.sluice.contract.Consumers.Format;
import io.sluice.contract.Consumers.Lane;
import io.sluice.contract.Consumers.Offset;
import io.sluice.contract.Consumers.Partition;
import io.sluice.contract.Consumers.Place;
import io.sluice.contract.Consumers.Plan;
import io.sluice.contract.Consumers.Reset;
import io.sluice.contract.Consumers.Settings;
import io.sluice.contract.Consumers.Step;
import io.sluice.contract.Problem;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Role;
import io.sluice.contract.Things;
import io.sluice.contract.Topics;
import io.sluice.rights.Grant;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.sluice.stream.consumer.ConsumerLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What falls to consumers over HTTP, where they stand, and what they commit, with a real broker and database. */
class HttpConsumersIT {
    private static final Settings EARLIEST = new Settings(Format.JSON, Reset.EARLIEST, false, 1, null);
    private static final Settings LATEST = new Settings(Format.JSON, Reset.LATEST, false, 1, null);
    private static final Settings AUTOMATIC = new Settings(Format.JSON, Reset.EARLIEST, true, 1, null);
    private static final String IDLE = "update consumer set seen_at = now() - interval '6 minutes' where id = '%s'";

    private static int users;
    private static Node node;

    @BeforeAll
    static void open() {
        node = new Node();
        StreamConfig config =
                node.config(node.kafka.bootstrap()).withConsumers(new ConsumerLimits(Duration.ofMinutes(5), 4));
        Node.await(node.vertx.deployVerticle(new StreamVerticle(config)));
    }

    @AfterAll
    static void close() {
        node.close();
    }

    private final Caller user = user();
    private final String namespace = "space-" + UUID.randomUUID();
    private final Place a = new Place(namespace, "g", user.user() + "-a");
    private final Place b = new Place(namespace, "g", user.user() + "-b");

    private static Caller user() {
        Caller user = new Caller("consumer" + ++users, Role.EDITOR);
        node.catalog.user(user);
        return user;
    }

    /** A topic of the namespace, for its owner alone, with three records in each partition. */
    private String topic(String name, int partitions) {
        String topic = namespace + "." + name;
        node.ask(
                Topics.CREATE,
                new Topics.CreateTopic(user, topic, partitions, null, Map.of(), null, RecordFormat.Change.NONE, true));
        IntStream.range(0, partitions).forEach(partition -> fill(topic, partition));
        return topic;
    }

    private static void fill(String topic, int partition) {
        List.of("1", "2", "3").forEach(value -> node.kafka.produce(topic, partition, null, value));
    }

    private void create(Place place, Settings settings) {
        node.ask(Consumers.CREATE, new Consumers.CreateConsumer(user, place, settings));
    }

    private void subscribe(Place place, String... topics) {
        node.ask(Consumers.SUBSCRIBE, new Consumers.Subscribe(user, place, List.of(topics), null));
    }

    private Plan plan(Place place) {
        return node.ask(Consumers.PLAN, new At(user, place));
    }

    private List<Partition> advance(Place place, Lane lane, long to) {
        Step step = new Step(lane.topic(), lane.partition(), lane.next(), to);
        return node.ask(Consumers.ADVANCE, new Consumers.Advance(user, place, List.of(step)))
                .items();
    }

    private void commit(Place place) {
        node.ask(Consumers.COMMIT, new Consumers.Commit(user, place, null));
    }

    private long committed(Place place, String topic, int partition) {
        return node.ask(
                        Consumers.COMMITTED,
                        new Consumers.FindCommitted(user, place, List.of(new Partition(topic, partition))))
                .items()
                .get(0)
                .offset();
    }

    @Test
    void a_name_is_one_consumers_and_nobody_elses() {
        Caller other = user();
        create(a, EARLIEST);
        assertThat(node.problem(Consumers.CREATE, new Consumers.CreateConsumer(user, a, LATEST)))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(node.problem(Consumers.PLAN, new At(other, a))).isInstanceOf(Problem.NotFound.class);
        assertThat(node.problem(Consumers.DELETE, new At(other, a))).isInstanceOf(Problem.NotFound.class);
        assertThat(plan(a).settings()).isEqualTo(EARLIEST);
        node.ask(Consumers.DELETE, new At(user, a));
        assertThat(node.problem(Consumers.PLAN, new At(user, a))).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void there_are_so_many_for_a_user_and_the_idle_do_not_count() {
        for (String id : List.of("1", "2", "3", "4")) {
            create(new Place(namespace, "many", user.user() + id), EARLIEST);
        }
        assertThat(node.problem(Consumers.CREATE, new Consumers.CreateConsumer(user, a, EARLIEST)))
                .isInstanceOf(Problem.TooMany.class);
        node.sql(IDLE.formatted(user.user() + "1"));
        create(a, EARLIEST);
        assertThat(plan(a).lanes()).isEmpty();
    }

    @Test
    void each_partition_is_one_consumers_and_who_lost_it_hands_out_and_commits_nothing_of_it() {
        String topic = topic("shared", 4);
        create(a, EARLIEST);
        subscribe(a, topic);
        List<Lane> whole = plan(a).lanes();
        assertThat(whole).hasSize(4).allMatch(lane -> lane.next() == 0);
        whole.forEach(lane -> assertThat(advance(a, lane, 2)).hasSize(1));
        commit(a);
        whole.forEach(lane -> assertThat(advance(a, new Lane(lane.topic(), lane.partition(), 2), 3))
                .hasSize(1));

        create(b, EARLIEST);
        subscribe(b, topic);

        List<Lane> ofB = plan(b).lanes();
        List<Lane> ofA = plan(a).lanes();
        assertThat(ofB).hasSize(2).allMatch(lane -> lane.next() == 2);
        assertThat(ofA).hasSize(2).allMatch(lane -> lane.next() == 3);
        assertThat(ofA)
                .extracting(Lane::partition)
                .doesNotContainAnyElementsOf(ofB.stream().map(Lane::partition).toList());
        Lane lost = ofB.get(0);
        assertThat(advance(a, new Lane(topic, lost.partition(), 3), 4)).isEmpty();
        List<Offset> late = List.of(new Offset(topic, lost.partition(), 1));
        assertThat(node.problem(Consumers.COMMIT, new Consumers.Commit(user, a, late)))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(committed(a, topic, lost.partition())).isEqualTo(2);
        commit(a);
        assertThat(committed(b, topic, ofA.get(0).partition())).isEqualTo(3);
    }

    @Test
    void of_two_polls_at_once_one_hands_out() {
        String topic = topic("raced", 1);
        create(a, EARLIEST);
        subscribe(a, topic);
        Lane lane = plan(a).lanes().get(0);
        assertThat(advance(a, lane, 2)).hasSize(1);
        assertThat(advance(a, lane, 3)).isEmpty();
        assertThat(plan(a).lanes().get(0).next()).isEqualTo(2);
    }

    @Test
    void an_idle_consumer_is_none_and_another_takes_over_where_was_committed() {
        String topic = topic("left", 2);
        create(a, EARLIEST);
        subscribe(a, topic);
        create(b, EARLIEST);
        subscribe(b, topic);
        plan(a).lanes().forEach(lane -> advance(a, lane, 3));
        Lane own = plan(b).lanes().get(0);
        advance(b, own, 1);
        commit(b);
        advance(b, new Lane(own.topic(), own.partition(), 1), 3);
        node.sql(IDLE.formatted(b.id()));

        assertThat(node.problem(Consumers.PLAN, new At(user, b))).isInstanceOf(Problem.NotFound.class);
        assertThat(plan(a).lanes())
                .hasSize(2)
                .anyMatch(lane -> lane.partition() == own.partition() && lane.next() == 1);
        create(b, EARLIEST);
        assertThat(plan(b).lanes()).as("one of the same name begins anew").isEmpty();
    }

    @Test
    void without_a_commit_who_takes_over_begins_where_the_group_began() {
        String topic = topic("latest", 2);
        create(a, LATEST);
        subscribe(a, topic);
        fill(topic, 0);
        fill(topic, 1);
        create(b, LATEST);
        subscribe(b, topic);
        assertThat(plan(b).lanes()).hasSize(1).allMatch(lane -> lane.next() == 3);
        assertThat(plan(a).lanes()).hasSize(1).allMatch(lane -> lane.next() == 3);
    }

    @Test
    void a_pattern_is_of_whole_names_in_its_namespace_that_may_be_read() {
        String rides = topic("rides", 1);
        topic("rides-2", 1);
        String foreign = "space-other-" + UUID.randomUUID() + ".rides";
        node.ask(Topics.CREATE, new Topics.CreateTopic(Node.ROOT, foreign, 1, null, Map.of(), null));
        String hidden = namespace + ".hidden";
        node.ask(
                Topics.CREATE,
                new Topics.CreateTopic(Node.ROOT, hidden, 1, null, Map.of(), null, RecordFormat.Change.NONE, true));
        create(a, EARLIEST);
        String pattern = "rides|hidden|.*other.*|" + foreign;
        node.ask(Consumers.SUBSCRIBE, new Consumers.Subscribe(user, a, List.of(), pattern));
        assertThat(plan(a).subscribed()).containsExactly(rides);
        assertThat(plan(a).missing()).isEmpty();
        String zones = topic("zones", 1);
        node.ask(Consumers.SUBSCRIBE, new Consumers.Subscribe(user, a, List.of(), ".*es"));
        assertThat(plan(a).subscribed()).containsExactly(rides, zones);
    }

    @Test
    void a_right_that_is_taken_away_counts_for_the_next_call() {
        String topic = topic("lent", 1);
        Caller reader = user();
        String uid = node.ask(Things.IN_STREAM, new Things.Describe(Kind.TOPIC, topic))
                .thing()
                .id()
                .id();
        Grant grant = node.catalog.grant(Kind.TOPIC, uid, reader, Level.VIEWER);
        Place lent = new Place(namespace, "lent", reader.user());
        node.ask(Consumers.CREATE, new Consumers.CreateConsumer(reader, lent, EARLIEST));
        node.ask(Consumers.SUBSCRIBE, new Consumers.Subscribe(reader, lent, List.of(topic), null));
        assertThat(node.ask(Consumers.PLAN, new At(reader, lent)).lanes()).hasSize(1);
        node.catalog.revoke(grant);
        Consumers.Advance late = new Consumers.Advance(reader, lent, List.of(new Step(topic, 0, 0, 3)));
        assertThat(node.ask(Consumers.ADVANCE, late).items())
                .as("nor is handed out what was read by then")
                .isEmpty();
        Plan refused = node.ask(Consumers.PLAN, new At(reader, lent));
        assertThat(refused.lanes()).isEmpty();
        assertThat(refused.missing()).containsExactly(topic);
    }

    @Test
    void positions_are_of_what_was_assigned_and_stay_when_it_is_assigned_again() {
        String topic = topic("assigned", 2);
        Partition zero = new Partition(topic, 0);
        Partition one = new Partition(topic, 1);
        create(a, EARLIEST);
        node.ask(Consumers.ASSIGN, new Consumers.Assign(user, a, List.of(zero)));
        assertThat(node.problem(Consumers.SUBSCRIBE, new Consumers.Subscribe(user, a, List.of(topic), null)))
                .isInstanceOf(Problem.Conflict.class);
        Consumers.Seek there = new Consumers.Seek(user, a, List.of(new Offset(topic, 0, 2)), List.of(), Edge.END);
        node.ask(Consumers.SEEK, there);
        assertThat(node.problem(Consumers.SEEK, new Consumers.Seek(user, a, List.of(), List.of(one), Edge.BEGINNING)))
                .isInstanceOf(Problem.Conflict.class);
        node.ask(Consumers.ASSIGN, new Consumers.Assign(user, a, List.of(zero, one)));
        assertThat(plan(a).lanes()).containsExactlyInAnyOrder(new Lane(topic, 0, 2), new Lane(topic, 1, 0));
        node.ask(Consumers.SEEK, new Consumers.Seek(user, a, List.of(), List.of(one), Edge.END));
        assertThat(plan(a).lanes()).contains(new Lane(topic, 1, 3));
        node.ask(Consumers.UNSUBSCRIBE, new At(user, a));
        assertThat(plan(a).lanes()).isEmpty();
    }

    @Test
    void one_that_commits_by_itself_commits_what_the_answers_before_have_brought() {
        String topic = topic("automatic", 1);
        create(a, AUTOMATIC);
        subscribe(a, topic);
        advance(a, plan(a).lanes().get(0), 2);
        assertThat(committed(a, topic, 0)).isEqualTo(-1);
        plan(a);
        assertThat(committed(a, topic, 0)).isEqualTo(2);
    }

    @Test
    void a_topic_that_was_made_anew_is_read_from_its_beginning() {
        String topic = topic("anew", 1);
        create(a, EARLIEST);
        subscribe(a, topic);
        advance(a, plan(a).lanes().get(0), 3);
        node.ask(Topics.RESET, new Topics.ResetTopic(user, topic));
        assertThat(plan(a).lanes()).containsExactly(new Lane(topic, 0, 0));
    }
}
