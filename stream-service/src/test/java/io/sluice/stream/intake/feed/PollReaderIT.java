package io.sluice.stream.intake.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PollReaderIT {

    @Test
    void a_record_whose_id_was_seen_is_not_published_again_whatever_else_changed() throws Exception {
        try (Site site = new Site((request, number) -> answer(
                        request,
                        switch (number) {
                            case 1 -> "{\"items\":[{\"id\":1,\"v\":1},{\"id\":2,\"v\":1}]}";
                            case 2 -> "{\"items\":[{\"id\":2,\"v\":2},{\"id\":3,\"v\":1}]}";
                            default -> "{\"items\":[{\"id\":1,\"v\":3},{\"id\":4,\"v\":1}]}";
                        }));
                Reader reader = open(site, Map.of("data_key", "items", "id_key", "id"), Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> it.values.size() >= 4);

            assertThat(seen.values)
                    .containsExactly(
                            "{\"id\":1,\"v\":1}", "{\"id\":2,\"v\":1}", "{\"id\":3,\"v\":1}", "{\"id\":4,\"v\":1}");
        }
    }

    @Test
    void without_ids_a_record_that_is_equal_to_one_of_the_answer_before_is_known() throws Exception {
        try (Site site = new Site((request, number) -> answer(
                        request,
                        switch (number) {
                            case 1 -> "[{\"a\":1},{\"a\":1},{\"b\":2}]";
                            case 2 -> "[ {\"a\" : 1}, {\"c\":3} ]";
                            default -> "[{\"b\":2},{\"c\":3}]";
                        }));
                Reader reader = open(site, Map.of(), Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> it.values.size() >= 5);

            assertThat(seen.values).containsExactly("{\"a\":1}", "{\"a\":1}", "{\"b\":2}", "{\"c\":3}", "{\"b\":2}");
        }
    }

    @Test
    void a_restart_in_the_middle_of_an_answer_repeats_nothing() throws Exception {
        String many = IntStream.range(0, 1000)
                .mapToObj(i -> "{\"id\":\"r" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        for (Map<String, Object> options : List.of(Map.<String, Object>of("id_key", "id"), Map.<String, Object>of())) {
            try (Site site = new Site((request, number) -> answer(request, many))) {
                Recorded seen = new Recorded();
                while (seen.values.size() < 1000) {
                    try (Reader reader = open(site, options, new HashMap<>(seen.positions))) {
                        seen.step(reader, 300);
                    }
                }
                try (Reader reader = open(site, options, new HashMap<>(seen.positions))) {
                    seen.step(reader, 300);
                }
                assertThat(seen.values).hasSize(1000).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void the_server_is_told_which_version_was_read() throws Exception {
        try (Site site = new Site((request, number) -> {
                    if ("\"v1\"".equals(request.getHeader("If-None-Match"))) {
                        request.response().setStatusCode(304).end();
                    } else {
                        request.response().putHeader("ETag", "\"v1\"").end("{\"a\":1}");
                    }
                });
                Reader reader = open(site, Map.of(), Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> site.requests.size() >= 2);

            assertThat(seen.values).containsExactly("{\"a\":1}");
            assertThat(seen.positions).containsEntry("etag", "\"v1\"");
        }
    }

    @Test
    void an_answer_that_cannot_be_read_is_told_with_its_place() throws Exception {
        try (Site site = new Site((request, number) -> answer(request, number == 1 ? "[{\"a\":1}," : "{\"b\":1}"))) {
            assertThatThrownBy(() -> read(site, Map.of()))
                    .isInstanceOf(SourceFault.class)
                    .hasMessage("The answer: line 1, column 10: the text ends before the document does.");
            assertThatThrownBy(() -> read(site, Map.of("data_key", "rows")))
                    .isInstanceOf(SourceFault.class)
                    .hasMessage("The answer: line 1, column 1: there is no \"rows\" in it (processing.data_key).");
        }
    }

    @Test
    void what_the_document_says_about_itself_is_added_to_each_record() throws Exception {
        try (Site site = new Site((request, number) ->
                        answer(request, "{\"meta\":{\"unit\":\"degC\"},\"rows\":[{\"t\":1.50},{}]}"));
                Reader reader = open(site, Map.of("data_key", "rows", "info_key", "meta"), Map.of())) {
            assertThat(new Recorded().read(reader, it -> it.values.size() >= 2).values)
                    .containsExactly("{\"t\":1.50,\"info\":{\"unit\":\"degC\"}}", "{\"info\":{\"unit\":\"degC\"}}");
        }
    }

    private static void read(Site site, Map<String, Object> options) throws Exception {
        try (Reader reader = open(site, options, Map.of())) {
            new Recorded().step(reader, 10);
        }
    }

    private static void answer(HttpServerRequest request, String body) {
        request.response().putHeader("Content-Type", "application/json").end(body);
    }

    private static Reader open(Site site, Map<String, Object> options, Map<String, String> positions) throws Exception {
        Source.Poll source = new Source.Poll(site.uri("/").toString(), 1, "t", 1);
        return PollReader.of(new PlainWeb(), source, Processing.of("poll", options))
                .open(positions);
    }
}
