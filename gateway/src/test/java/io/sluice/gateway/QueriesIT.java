package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Plans;
import io.sluice.contract.Plans.Planned;
import io.sluice.contract.Plans.Previewed;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.Stats;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows, joins and SQL in requests. */
class QueriesIT {
    private static final String WINDOW =
            "{\"source\":{\"topics\":[\"rides\"]},\"window\":{\"type\":\"tumbling\",\"size\":\"1h\",\"grace\":\"5s\","
                    + "\"time\":\"t\",\"group_by\":[\"PU\"],\"aggregates\":[\"count(*) as n\"]},"
                    + "\"branches\":[{\"name\":\"busy\",\"where\":\"n > 10\"}]}";

    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
    }

    @Test
    void a_window_becomes_the_same_query_as_its_sql_and_is_shown_again() {
        String sql = "select window_start, window_end, PU, count(*) as n from topic('rides')"
                + " window tumbling (size 1 hour, grace period 5 seconds)"
                + " timestamp by t group by PU emit changes";
        gateway.peers()
                .answer(
                        Streams.CREATE,
                        stream(Definition.query(sql, "latest")
                                .withBranches(List.of(new Definition.Branch("busy", "n > 10", "")))));

        Reply reply = gateway.post("/api/v1/streams", WINDOW);

        assertThat(reply.status()).isEqualTo(201);
        Definition asked = gateway.peers().asked(Streams.CreateStream.class).source();
        assertThat(asked.branches()).containsExactly(new Definition.Branch("busy", "n > 10", ""));
        gateway.post("/api/v1/streams", "{\"sql\":\"" + sql.replace("1 hour", "60 minutes") + "\"}");
        assertThat(gateway.peers().asked(Streams.CreateStream.class).source().sql())
                .isEqualTo(asked.sql());
        assertThat(reply.json().path("sql").asText()).isEqualTo(sql);
        assertThat(reply.json().at("/source/topics/0").asText()).isEqualTo("rides");
        assertThat(reply.json().at("/window/size").asText()).isEqualTo("1h");
        assertThat(reply.json().at("/window/group_by/0").asText()).isEqualTo("PU");
        assertThat(reply.json().at("/branches/0/topic").asText()).isEqualTo("s-busy");
    }

    @Test
    void faults_are_told_where_they_were_written() {
        JsonNode sql = refused("{\"sql\":\"select from x\"}");
        JsonNode size = refused(WINDOW.replace("1h", "soon"));
        JsonNode measure = refused(WINDOW.replace("count(*)", "conut(*)"));
        JsonNode both = refused("{\"sql\":\"select * from x\",\"where\":\"a > 1\"}");
        JsonNode join = refused("{\"source\":{\"topics\":[\"a\"]},\"join\":{\"topic\":\"b\",\"stream\":\"c\"}}");

        assertThat(sql.path("pointer").asText()).isEqualTo("/sql");
        assertThat(sql.path("position").isInt()).isTrue();
        assertThat(size.path("pointer").asText()).isEqualTo("/window/size");
        assertThat(measure.path("pointer").asText()).isEqualTo("/window/aggregates/0");
        assertThat(both.path("pointer").asText()).isEqualTo("/where");
        assertThat(join.path("pointer").asText()).isEqualTo("/join");
    }

    private JsonNode refused(String body) {
        Reply reply = gateway.post("/api/v1/streams", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        return reply.json().path("violations").get(0);
    }

    @Test
    void a_plan_tells_what_is_wrong_instead_of_failing() {
        gateway.peers()
                .answer(
                        Plans.PLAN,
                        new Planned(
                                "select * from x",
                                List.of(new Planned.Read("x", 3, "", "stream")),
                                List.of(new Planned.Repartition("PU", "groups-repartition", 3)),
                                List.of(new Planned.Store("groups", "windows", "PT1H", 5, 500, "groups-changelog")),
                                List.of(new Planned.Write("s", 3, "PU", List.of("PU", "n"))),
                                List.of("a note")));

        Reply right = gateway.post("/api/v1/streams/plan", WINDOW);
        Reply wrong = gateway.post("/api/v1/streams/plan", WINDOW.replace("1h", "soon"));

        assertThat(right.json().path("ok").asBoolean()).isTrue();
        assertThat(right.json().at("/stores/0/estimated_keys").asInt()).isEqualTo(5);
        assertThat(wrong.status()).isEqualTo(200);
        assertThat(wrong.json().path("ok").asBoolean()).isFalse();
        assertThat(wrong.json().at("/errors/0/pointer").asText()).isEqualTo("/window/size");
    }

    @Test
    void a_preview_reads_as_many_records_as_are_asked_for() {
        gateway.peers().answer(Plans.PREVIEW, new Previewed(List.of(new Previewed.Row("75", "{\"n\":1}", 7)), 1, 2, 3));

        Reply reply =
                gateway.post("/api/v1/streams/preview", "{\"sql\":\"select count(*) as n from x\",\"records\":50}");

        assertThat(gateway.peers().asked(Plans.PreviewStream.class).records()).isEqualTo(50);
        assertThat(reply.json().at("/records/0/key").asText()).isEqualTo("75");
        assertThat(reply.json().at("/records/0/value/n").asInt()).isEqualTo(1);
        assertThat(reply.json().path("late").asInt()).isEqualTo(1);
    }

    @Test
    void a_stream_is_drawn_with_what_is_done_and_who_reads_it() {
        Stats stats = new Stats(9, 3, 0, 6, 4.5, 0.5, 0, List.of());
        String sql = "select PULocationID, count(*) as n from rides where fare > 1 group by PULocationID";
        Streams.Stream busy = stream(
                Definition.query(sql, "latest"),
                stats,
                new Streams.StreamSource("rides", null, 2.5, 4),
                new Streams.StreamSource("tours", null, 2, 2));
        Streams.Stream reader = stream(
                Definition.query("select n from s", "latest"), stats, new Streams.StreamSource("s", null, 0.25, 1));
        gateway.peers().answer(Streams.FIND, busy);
        gateway.peers().answer(Streams.LIST, new Streams.StreamPage(List.of(reader), 1, null));

        JsonNode graph = gateway.get("/api/v1/streams/s/graph").json();

        assertThat(gateway.peers().asked(Streams.ListStreams.class).topic()).isEqualTo("s");
        assertThat(graph.path("nodes").findValuesAsText("kind"))
                .containsExactly("topic", "topic", "filter", "window", "stream", "stream");
        assertThat(edge(graph, "topic:rides").path("rate").asDouble()).isEqualTo(2.5);
        assertThat(edge(graph, "topic:rides").path("lag").asInt()).isEqualTo(4);
        assertThat(edge(graph, "topic:tours").path("rate").asDouble()).isEqualTo(2);
        assertThat(edge(graph, "step:1").path("rate").asDouble()).isEqualTo(0.5);
        assertThat(edge(graph, "stream").path("rate").asDouble()).isEqualTo(0.25);
    }

    private static JsonNode edge(JsonNode graph, String from) {
        for (JsonNode edge : graph.path("edges")) {
            if (edge.path("from").asText().equals(from)) {
                return edge;
            }
        }
        throw new AssertionError("nothing goes out of " + from);
    }

    private static Streams.Stream stream(Definition definition) {
        return stream(definition, new Stats(0, 0, 0, 0, 0), new Streams.StreamSource("rides", null));
    }

    private static Streams.Stream stream(Definition definition, Stats stats, Streams.StreamSource... sources) {
        return new Streams.Stream(
                UUID.randomUUID(),
                "s",
                "s",
                null,
                null,
                Streams.State.RUNNING,
                null,
                List.of(sources),
                definition,
                "ada",
                Instant.EPOCH,
                stats);
    }
}
