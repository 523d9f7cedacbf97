package io.sluice.stream.intake.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventStreamReaderIT {
    private static final String EVENTS = "text/event-stream; charset=utf-8";

    @Test
    void A3_measurements_of_three_sensors_arrive_as_they_were_sent() throws Exception {
        String measurement = "{\"name\":\"%s\",\"value\":%s,\"timestamp\":\"2024-08-01T12:00:00.000000001Z\","
                + "\"meta\":{\"vsn\":\"W070\",\"sensor\":\"bme680\"}}";
        List<String> sent = List.of(
                measurement.formatted("env.temperature", "36.70"),
                measurement.formatted("env.pressure", "101325.0"),
                measurement.formatted("env.relative_humidity", "24"));
        try (Site site = new Site((request, number) -> {
                    HttpServerResponse stream = open(request, EVENTS);
                    stream.write(": welcome\r\n\r\n");
                    sent.forEach(each -> stream.write("event: measurement\r\ndata: " + each + "\r\n\r\n"));
                });
                Reader reader = open(site, Map.of(), Map.of())) {
            Recorded recorded = new Recorded().read(reader, seen -> seen.values.size() >= 3);

            assertThat(recorded.values).isEqualTo(sent);
            assertThat(recorded.events).containsOnly("measurement");
        }
    }

    @Test
    void a_new_connection_begins_behind_the_last_event_after_the_pause_that_the_server_asked_for() throws Exception {
        try (Site site = new Site((request, number) -> {
                    String last = request.getHeader("Last-Event-ID");
                    int next = last == null ? 1 : Integer.parseInt(last) + 1;
                    open(request, EVENTS).end("retry: 10\nid: " + next + "\ndata: {\"n\":" + next + "}\n\n");
                });
                Reader reader = open(site, Map.of(), Map.of("", "40"))) {
            Recorded seen = new Recorded().read(reader, it -> it.values.size() >= 3);

            assertThat(seen.values).startsWith("{\"n\":41}", "{\"n\":42}", "{\"n\":43}");
            assertThat(seen.positions).containsEntry("", String.valueOf(40 + seen.values.size()));
        }
    }

    @Test
    void one_malformed_event_poisons_nothing_and_a_text_is_data() throws Exception {
        try (Site site = new Site((request, number) -> open(request, EVENTS)
                        .write("data: {\"a\":\n\ndata: {\"a\":1}\n\nid: 7\ndata: [1,\n\nevent: note\ndata: it rains\n\n"
                                + "data: [{\"b\":1},{\"b\":2},3]\n\ndata: 5\n\ndata: {\"last\":true}\n\n"));
                Reader reader = open(site, Map.of(), Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> it.values.contains("{\"last\":true}"));

            assertThat(seen.values)
                    .containsExactly(
                            "{\"a\":1}",
                            "{\"event\":\"note\",\"data\":\"it rains\"}",
                            "{\"b\":1}",
                            "{\"b\":2}",
                            "{\"data\":3}",
                            "{\"data\":5}",
                            "{\"last\":true}");
            assertThat(seen.failures)
                    .containsExactly(
                            "event 1: line 1, column 6: the text ends before the document does",
                            "event 3 (id 7): line 1, column 4: the text ends before the document does");
        }
    }

    @Test
    void the_data_key_leads_into_each_event() throws Exception {
        try (Site site = new Site((request, number) -> open(request, EVENTS)
                        .write("data: {\"body\":{\"rows\":[{\"a\":1},{\"a\":2}]}}\n\ndata: {\"body\":{}}\n\n"
                                + "data: {\"body\":{\"rows\":{\"a\":3}}}\n\n"));
                Reader reader = open(site, Map.of("data_key", "body.rows"), Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> it.values.size() >= 3);

            assertThat(seen.values).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
            assertThat(seen.failures).containsExactly("event 2: line 1, column 1: there is no \"body.rows\" in it");
        }
    }

    @Test
    void json_is_told_by_its_content_type_or_by_its_first_character() throws Exception {
        for (String type : List.of("application/x-ndjson", "text/plain")) {
            try (Site site = new Site((request, number) ->
                            open(request, type).write("{\"a\":1}\nnonsense\n{\n  \"a\": 2\n}\n{\"a\":3}\n"));
                    Reader reader = open(site, Map.of(), Map.of())) {
                Recorded seen = new Recorded().read(reader, it -> it.values.size() >= 3);

                assertThat(seen.values).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
                assertThat(seen.failures).hasSize(1);
            }
        }
    }

    @Test
    void no_content_ends_the_stream() throws Exception {
        try (Site site = new Site((request, number) ->
                        request.response().setStatusCode(204).end());
                Reader reader = open(site, Map.of(), Map.of())) {
            assertThat(new Recorded().step(reader, 10)).isEqualTo(Reader.Step.END);
        }
    }

    @Test
    void a_broken_connection_is_told_after_what_came_was_taken() throws Exception {
        try (Site site = new Site((request, number) -> {
                    open(request, EVENTS).write("retry: 7000\nid: 1\ndata: {\"a\":1}\n\n");
                });
                Reader reader = open(site, Map.of(), Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> !it.values.isEmpty());

            site.requests.element().connection().close();

            assertThatThrownBy(() -> seen.read(reader, it -> false))
                    .isInstanceOfSatisfying(SourceFault.class, fault -> {
                        assertThat(fault.isLasting()).isFalse();
                        assertThat(fault.pause()).isEqualTo(Duration.ofSeconds(7));
                    });
            assertThat(seen.positions).containsEntry("", "1");
        }
    }

    private static HttpServerResponse open(HttpServerRequest request, String type) {
        return request.response().setChunked(true).putHeader("Content-Type", type);
    }

    private static Reader open(Site site, Map<String, Object> options, Map<String, String> positions) throws Exception {
        Processing processing = Processing.of("event_stream", options);
        return EventStreamReader.of(site.web(), site.uri("/").toString(), processing)
                .open(positions);
    }
}
