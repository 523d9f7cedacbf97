package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Dataset;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.GetSourceStates;
import io.sluice.contract.Streams.RemoveSource;
import io.sluice.contract.Streams.SourceState;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Template;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Topics.FindTopic;
import io.sluice.runtime.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratorsIT {
    private Node node;
    private String deployment;

    @BeforeEach
    void start() {
        node = new Node();
        deployment = node.deploy();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void a_generator_writes_its_template_and_counts() throws Exception {
        Dataset dataset = generator(Template.ORDERS, 500, 2);

        var records = node.kafka.read(dataset.topic(), 400);

        JsonNode order = Json.MAPPER.readTree(records.get(0).value());
        assertThat(new String(records.get(0).key()))
                .isEqualTo(order.get("orderid").asText());
        eventually().untilAsserted(() -> {
            SourceState state = state(dataset);
            assertThat(state.state()).isEqualTo(State.RUNNING);
            assertThat(state.progress().records()).isGreaterThan(400);
            assertThat(state.rate()).isBetween(1.0, 1000.0);
        });
    }

    @Test
    void ten_thousand_records_a_second_flow_without_a_hole() throws Exception {
        Dataset dataset = generator(Template.ORDERS, Source.Generator.MAX_RATE, 1);

        var records = node.kafka.read(dataset.topic(), 30_000);

        for (int i = 0; i < records.size(); i++) {
            assertThat(new String(records.get(i).key())).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void pausing_stops_it_and_resuming_goes_on() {
        Dataset dataset = generator(Template.TIMESTAMP, 200, 1);
        node.kafka.read(dataset.topic(), 10);

        node.catalog.change(dataset, dataset.source(), true);
        eventually().untilAsserted(() -> assertThat(state(dataset).state()).isEqualTo(State.PAUSED));
        long paused = end(dataset);
        long counted = state(dataset).progress().records();
        node.undeploy(deployment);
        deployment = node.deploy();
        eventually().untilAsserted(() -> assertThat(state(dataset).state()).isEqualTo(State.PAUSED));

        assertThat(counted).isEqualTo(paused);
        assertThat(end(dataset)).isEqualTo(paused);
        node.catalog.change(dataset, dataset.source(), false);
        node.kafka.read(dataset.topic(), (int) paused + 10);
    }

    @Test
    void a_change_of_rate_takes_hold_while_it_runs() {
        Dataset dataset = generator(Template.TIMESTAMP, 0.001, 1);
        node.kafka.read(dataset.topic(), 1);

        Source.Generator slow = (Source.Generator) dataset.source();
        node.catalog.change(
                dataset, new Source.Generator(slow.template(), 1_000, slow.topic(), slow.partitions(), null), false);

        node.kafka.read(dataset.topic(), 500);
    }

    @Test
    void another_node_takes_over_when_the_first_one_leaves() {
        Dataset dataset = generator(Template.RIDES, 100, 1);
        node.kafka.read(dataset.topic(), 10);
        String second = node.deploy();

        node.undeploy(deployment);
        long left = end(dataset);

        node.kafka.read(dataset.topic(), (int) left + 50);
        assertThat(second).isNotEqualTo(deployment);
    }

    @Test
    void one_node_runs_a_generator_however_many_there_are() throws Exception {
        node.deploy();
        node.deploy();
        Dataset dataset = generator(Template.ORDERS, 200, 1);

        var records = node.kafka.read(dataset.topic(), 300);

        for (int i = 0; i < records.size(); i++) {
            assertThat(new String(records.get(i).key())).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void a_generator_whose_topic_is_gone_says_so_and_recovers() throws Exception {
        Dataset dataset = generator(Template.TIMESTAMP, 50, 1);
        String topic = dataset.topic();
        node.kafka.read(topic, 5);

        node.kafka.admin().deleteTopics(List.of(topic)).all().get();

        eventually().untilAsserted(() -> {
            assertThat(state(dataset).state()).isEqualTo(State.FAILED);
            assertThat(state(dataset).reason()).isEqualTo("The topic \"" + topic + "\" is gone.");
        });
        node.kafka.createTopic(topic, 1, Map.of());
        node.kafka.read(topic, 5);
        eventually().untilAsserted(() -> assertThat(state(dataset).state()).isEqualTo(State.RUNNING));
    }

    @Test
    void removing_a_source_deletes_its_topic_once() {
        Dataset dataset = generator(Template.TRAFFIC, 10, 1);
        String topic = dataset.topic();
        node.kafka.read(topic, 1);
        node.catalog.remove(dataset);

        RemoveSource ask = new RemoveSource(ADA, dataset.id(), topic);
        node.ask(Streams.REMOVE_SOURCE, ask);
        Done again = node.ask(Streams.REMOVE_SOURCE, ask);

        assertThat(again).isEqualTo(new Done(false));
        assertThat(node.problem(Topics.FIND, new FindTopic(ADA, topic))).isInstanceOf(Problem.NotFound.class);
        assertThat(node.ask(Streams.SOURCE_STATES, new GetSourceStates(List.of(dataset.id())))
                        .items())
                .isEmpty();
    }

    @Test
    void what_a_deleted_dataset_left_is_found_at_the_next_start() {
        Dataset dataset = generator(Template.TRAFFIC, 10, 1);
        node.kafka.read(dataset.topic(), 1);
        node.undeploy(deployment);
        node.catalog.remove(dataset);

        node.deploy();

        eventually().untilAsserted(() -> assertThat(node.problem(Topics.FIND, new FindTopic(ADA, dataset.topic())))
                .isInstanceOf(Problem.NotFound.class));
    }

    @Test
    void rides_that_come_late_are_counted_where_they_belong() throws Exception {
        Dataset dataset = generator(Template.RIDES, 500, 2);
        Streams.Stream stream = node.ask(
                Streams.CREATE,
                new Streams.CreateStream(
                        ADA,
                        null,
                        Streams.Definition.query(
                                ("select PULocationID, count(*) as trips from topic('%s')"
                                                + " window tumbling (size 1 second, grace period 15 seconds)"
                                                + " timestamp by tpep_pickup_datetime group by PULocationID")
                                        .formatted(dataset.topic()),
                                "earliest")));
        node.kafka.read(stream.topic(), 2_000);
        node.catalog.change(dataset, dataset.source(), true);
        eventually().until(() -> state(dataset).state() == State.PAUSED);

        int rides = (int) end(dataset);

        Map<String, Long> trips = new HashMap<>();
        for (var change : node.kafka.read(stream.topic(), rides)) {
            trips.put(
                    new String(change.key()),
                    Json.MAPPER.readTree(change.value()).get("trips").asLong());
        }
        assertThat(trips.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(rides);
        assertThat(trips).hasSizeGreaterThan(40);
    }

    private Dataset generator(Template template, double rate, int partitions) {
        String name = template.text() + "-" + UUID.randomUUID().toString().substring(0, 8);
        node.ask(Topics.CREATE, new CreateTopic(ADA, name, partitions, null, Map.of(), name));
        return node.catalog.put(name, new Source.Generator(template, rate, name, partitions, 7L));
    }

    private SourceState state(Dataset dataset) {
        List<SourceState> states = node.ask(Streams.SOURCE_STATES, new GetSourceStates(List.of(dataset.id())))
                .items();
        assertThat(states).hasSize(1);
        return states.get(0);
    }

    private long end(Dataset dataset) {
        return node.ask(Topics.FIND, new FindTopic(ADA, dataset.topic()))
                .topic()
                .records();
    }
}
