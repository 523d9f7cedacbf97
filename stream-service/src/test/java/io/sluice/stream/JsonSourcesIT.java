package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.contract.Streams.Progress;
import io.sluice.contract.Streams.State;
import io.sluice.stream.CatalogInTest.Reading;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** JSON from the web in all its forms. */
class JsonSourcesIT extends FilesOnTheWeb {
    @Test
    void the_records_of_a_document_are_at_its_data_key_wherever_its_other_parts_stand() {
        String document =
                "{\"meta\":{\"unit\":\"K\"},\"result\":{\"other\":[1],\"rows\":[{\"t\":1.50},{\"t\":2e3,\"info\":7}]},"
                        + "\"tail\":{\"source\":\"lab\"}}";
        Map<String, Object> processing =
                Map.of("data_key", "result.rows", "info_key", "meta", "additional_key", "tail");

        assertThat(in.completed(json("/document.json", document, processing)))
                .containsExactly(
                        "{\"t\":1.50,\"info\":{\"unit\":\"K\"},\"additional\":{\"source\":\"lab\"}}",
                        "{\"t\":2e3,\"info\":7,\"additional\":{\"source\":\"lab\"}}");
    }

    @Test
    void arrays_objects_and_values_one_after_the_other_are_records() {
        assertThat(in.completed(json("/array.json", "[\n {\"a\": 1},\n {\"a\": [2, 3]}\n]", Map.of())))
                .containsExactly("{\"a\":1}", "{\"a\":[2,3]}");
        assertThat(in.completed(json("/object.json", "{\n \"a\": {\"b\": \"\\u00e4\"}\n}", Map.of())))
                .containsExactly("{\"a\":{\"b\":\"ä\"}}");
        assertThat(in.completed(json("/together.json", "{\"a\":1}{\"a\":2}\n{\"a\":3}", Map.of())))
                .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
        assertThat(in.completed(json("/pretty.json", "{\n\"a\":1\n}\n{\n\"a\":2\n}", Map.of())))
                .containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(in.completed(json(
                        "/indexed.json",
                        "{\"a.b\":[{\"c\":[9]},{\"c\":[{\"x\":1}]}]}",
                        Map.of("data_key", "a.b[1].c"))))
                .containsExactly("{\"x\":1}");
    }

    @Test
    void a_broken_line_is_counted_and_the_others_arrive() {
        Dataset dataset = json("/lines.jsonl", "{\"a\":1}\n{\"a\":2\n\n{\"a\":3}\nnothing\n{\"a\":4}", Map.of());

        assertThat(in.completed(dataset)).containsExactly("{\"a\":1}", "{\"a\":3}", "{\"a\":4}");
        Progress progress = in.state(dataset).progress();
        assertThat(progress.failed()).isEqualTo(2);
        assertThat(progress.rows()).isEqualTo(5);
        assertThat(progress.lastFailure()).startsWith("line 5, column ").endsWith(": not valid JSON");
    }

    @Test
    void a_broken_document_says_where_and_keeps_what_came_before() {
        Dataset dataset = json("/broken.json", "[\n{\"a\":1},\n{\"a\":]\n]", Map.of());
        Dataset early = json("/early.json", "{\"rows\":[{\"a\":1},\n{\"a\":2}", Map.of("data_key", "rows"));
        Dataset nowhere = json("/nowhere.json", "{\"rows\":[{\"a\":1}]}", Map.of("data_key", "rowz"));

        assertThat(in.until(dataset, State.FAILED).reason())
                .startsWith("The document is not valid JSON at line 3, column ");
        assertThat(in.until(early, State.FAILED).reason()).startsWith("The document ends in the middle, at line 2");
        assertThat(in.until(nowhere, State.FAILED).reason())
                .isEqualTo("The document has nothing at \"rowz\" (processing.data_key).");
        assertThat(in.values(dataset)).containsExactly("{\"a\":1}");
    }

    @Test
    void columns_become_records_and_fields_are_found_by_path() {
        Dataset dataset = in.register(
                topic -> new Source.Json(
                        web.put("/columns.json", "{\"id\":[1,2],\"loc\":[{\"lat\":[5.0,6]},{\"lat\":[7,8.50]}]}"),
                        topic,
                        1),
                new Reading(Map.of("lat", "loc.lat[1]"), Map.of("batch_mode", "True", "key", "id"), Map.of()));

        assertThat(in.completed(dataset)).containsExactly("{\"lat\":6}", "{\"lat\":8.50}");
        assertThat(in.records(dataset))
                .extracting(record -> new String(record.key()))
                .containsExactly("1", "2");
    }

    @Test
    void a_hundred_thousand_elements_are_streamed() {
        String rows =
                IntStream.range(0, 100_000).mapToObj(i -> "{\"i\":" + i + "}").collect(Collectors.joining(","));
        Dataset dataset = json("/many.json", "{\"rows\":[" + rows + "]}", Map.of("data_key", "rows"));

        List<String> values = in.completed(dataset);

        assertThat(values).hasSize(100_000).doesNotHaveDuplicates();
        assertThat(values.get(99_999)).isEqualTo("{\"i\":99999}");
    }

    private static Dataset json(String path, String content, Map<String, Object> processing) {
        return in.register(
                topic -> new Source.Json(web.put(path, content), topic, 1),
                new Reading(Map.of(), processing, Map.of()));
    }
}
