package io.sluice.gateway.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stats;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Streams.StreamSource;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.JsonBody;
import io.sluice.gateway.http.Violations;
import io.sluice.runtime.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered of a stream is what somebody could have asked for. */
class StreamViewTest {
    private static final List<String> FIELDS = List.of("source", "alias", "window", "join", "branches");
    private static final List<StreamSource> READ = List.of(
            new StreamSource("rides", null),
            new StreamSource("station-feed", "stations"),
            new StreamSource("busy", null));

    /** Written as they are answered: canonical, with their defaults. */
    @ParameterizedTest
    @ValueSource(strings = {"""
                {"source": {"topics": ["rides", "busy"], "where": "fare > 1", "from": "earliest"},
                 "window": {"type": "none", "time": "$timestamp", "group_by": ["zone"], "aggregates": ["count(*) as n"], "emit": "change"},
                 "branches": []}
                """, """
                {"source": {"datasets": ["stations"], "select": "zone, count(*) / 2 as half", "from": "-1h"},
                 "window": {"type": "hopping", "size": "1h", "advance": "15m", "grace": "5m", "time": "t", "time_format": "yyyy-MM-dd",
                            "group_by": ["zone", "lower(name) as called"], "aggregates": ["count(*) as count"],
                            "having": "count(*) > 2", "order_by": ["count(*) desc"], "limit": 3, "emit": "close", "idle": "20s"},
                 "branches": [{"name": "high", "where": "half > 9", "topic": "s-high"}, {"name": "low", "where": "half < 1", "topic": "few"}]}
                """, """
                {"source": {"topics": ["rides"], "where": "l.fare > 1 and z.name != null", "from": "latest"},
                 "alias": "l",
                 "join": [
                   {"topic": "busy", "alias": "r", "kind": "stream", "type": "left", "on": "l.zone = r.zone", "within": "10m, 1h", "grace": "30s"},
                   {"csv": "https://example.org/z.csv", "alias": "z", "kind": "table", "type": "inner", "on": "l.zone = z.id", "refresh": "5m"}],
                 "branches": []}
                """})
    void a_definition_is_answered_as_it_was_asked_for(String asked) {
        ObjectNode fields = json(asked);

        assertThat(fieldsOf(stream(read(fields)))).isEqualTo(fields);
    }

    @Test
    void a_text_is_answered_in_fields_that_read_as_the_same_text() {
        ObjectNode fields = fieldsOf(
                stream(
                        sql(
                                "select zone, count(*) as n from rides join stations as s within 5 minutes"
                                        + " on rides.zone = s.zone window tumbling (size 1 hour) where s.open = true group by rides.zone as zone")));

        assertThat(fields.at("/source/topics/0").asText()).isEqualTo("rides");
        assertThat(fields.at("/join/0/dataset").asText()).isEqualTo("stations");
        assertThat(fieldsOf(stream(read(fields)))).isEqualTo(fields);
    }

    @Test
    void a_filter_in_words_of_sql_is_answered_as_a_filter() {
        ObjectNode fields = fieldsOf(stream(sql("select zone from stream('busy') as b where b.fare > 1")));

        assertThat(fields)
                .isEqualTo(json(
                        "{\"source\":{\"topics\":[\"busy\"],\"where\":\"fare > 1\",\"select\":\"zone\",\"from\":\"latest\"},"
                                + "\"branches\":[]}"));
        assertThat(fieldsOf(stream(read(fields)))).isEqualTo(fields);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from rides, dataset('stations') where a > 1",
                "select * from elsewhere where a > 1",
                "select * from rides join table postgres('zones') as z on rides.zone = z.id where rides.a > 1",
                "select * from rides join (busy, stations) as s within 1 minute on rides.zone = s.id where rides.a > 1",
                "select * from rides join elsewhere as e within 1 minute on rides.zone = e.id where rides.a > 1"
            })
    void what_fields_cannot_say_is_said_by_the_text_alone(String sql) {
        assertThat(fieldsOf(stream(sql(sql))).path("source")).isEqualTo(json("{\"from\":\"latest\"}"));
    }

    @Test
    void an_answer_with_one_field_changed_is_a_change_of_that_field() {
        Stream stream =
                stream(sql("select zone, count(*) as n from rides window tumbling (size 1 hour) group by zone"));
        ObjectNode answer = fieldsOf(stream);
        ((ObjectNode) answer.path("window")).put("size", "2h");
        Fields change = fields(answer);
        DefinitionBase base = DefinitionBase.of(stream.source(), change);

        Definition changed = new DefinitionReader(change.over(base.json()), base).read();

        change.violations().check();
        assertThat(changed.sql())
                .isEqualTo(stream.source()
                        .sql()
                        .replace("1 hour", "2 hours")
                        .replace("from rides", "from topic('rides')"));
    }

    private static Definition sql(String text) {
        return read(Json.MAPPER.createObjectNode().put("sql", text));
    }

    private static Definition read(ObjectNode body) {
        Fields fields = fields(body);
        Definition read = new DefinitionReader(fields).read();
        fields.end();
        fields.violations().check();
        return read;
    }

    private static Fields fields(ObjectNode body) {
        return new Fields(body, "", new Violations());
    }

    private static ObjectNode fieldsOf(Stream stream) {
        return Json.MAPPER.<ObjectNode>valueToTree(StreamView.of(stream)).retain(FIELDS);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonBody.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream stream(Definition definition) {
        return new Stream(
                UUID.randomUUID(),
                "s",
                "s",
                null,
                null,
                State.RUNNING,
                null,
                READ,
                definition,
                "ada",
                Instant.EPOCH,
                new Stats(0, 0, 0, 0, 0));
    }
}
