package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JsonLinesTest {

    @Test
    void a_document_is_a_line_or_spans_lines() {
        assertThat(read("{\"a\":1}\n\n{\n  \"b\": {\n    \"c\": [\n      1,\n      2\n    ]\n  }\n}\r\n[1,\n2]\n7\n")
                        .documents)
                .containsExactly("{\"a\":1}", "{\"b\":{\"c\":[1,2]}}", "[1,2]", "7");
    }

    @Test
    void the_last_line_needs_no_end() {
        assertThat(read("{\"a\":1}\n{\"b\":2}").documents).containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @Test
    void a_bad_line_costs_itself_only() {
        Seen seen = read("{\"a\":1}\n{\"b\":oops}\n{\"c\":3}\n");

        assertThat(seen.documents).containsExactly("{\"a\":1}", "{\"c\":3}");
        assertThat(seen.failures).containsExactly("line 2, column 6: this is not JSON");
    }

    @Test
    void a_line_that_was_cut_off_costs_itself_only() {
        for (String cut : List.of("{\"b\": 2", "{\"b\": [1, 2", "{\"b\": [1,", "{\"b\":", "{\"b", "{", "[")) {
            Seen seen = read("{\"a\":1}\n" + cut + "\n{\"c\":3}\n{\"d\":4}\n{\"e\":5}\n");

            assertThat(seen.documents).as(cut).contains("{\"a\":1}", "{\"d\":4}", "{\"e\":5}");
            assertThat(seen.failures).as(cut).hasSize(1);
        }
    }

    @Test
    void the_inside_of_a_broken_document_is_no_document() {
        Seen seen = read("{\n  \"rows\": [\n    {\"inner\": 1},\n    {\"inner\": 2}\n  }\n}\n{\"good\":1}\n");

        assertThat(seen.documents).containsExactly("{\"good\":1}");
        assertThat(seen.failures).isNotEmpty();
    }

    @Test
    void an_unfinished_document_at_the_end_is_told() {
        assertThat(read("{\"a\":1}\n{\"b\":\n").failures)
                .containsExactly("line 2, column 1: the stream ends before this document does");
    }

    @Property(tries = 200)
    void however_it_is_cut_the_documents_are_the_same(
            @ForAll @Size(max = 8) List<@IntRange(min = 1, max = 40) Integer> cuts) {
        String text = "{\"a\":1}\n{\n \"b\": \"x\\ny\"\n}\nnonsense\n{\"c\": {\"d\": [1,\n2]}}\n{\"e\":\"ü☃\"}\n";
        byte[] bytes = text.getBytes(UTF_8);
        Seen seen = new Seen();
        JsonLines lines = new JsonLines(seen);
        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(bytes.length, from + cut);
            lines.feed(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        lines.feed(Arrays.copyOfRange(bytes, from, bytes.length));
        lines.finish();

        Seen whole = read(text);
        assertThat(seen.documents).isEqualTo(whole.documents).hasSize(4);
        assertThat(seen.failures).isEqualTo(whole.failures).hasSize(1);
    }

    private static Seen read(String text) {
        Seen seen = new Seen();
        JsonLines lines = new JsonLines(seen);
        lines.feed(text.getBytes(UTF_8));
        lines.finish();
        return seen;
    }

    private static final class Seen implements JsonLines.Sink {
        private final List<String> documents = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();

        @Override
        public void document(byte[] text, long firstLine) {
            try {
                documents.add(new ObjectMapper().readTree(text).toString());
            } catch (java.io.IOException broken) {
                throw new AssertionError(broken);
            }
        }

        @Override
        public void failed(Unreadable reason) {
            failures.add(reason.reason());
        }
    }
}
