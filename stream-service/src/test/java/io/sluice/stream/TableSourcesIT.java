package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.contract.Streams.SourceState;
import io.sluice.contract.Streams.State;
import io.sluice.stream.CatalogInTest.Reading;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables from the web become topics: every row, once, as it was meant. */
class TableSourcesIT extends FilesOnTheWeb {
    @Test
    void a_table_of_25_000_rows_arrives_whole_and_in_order() {
        String rows = IntStream.range(0, 25_000)
                .mapToObj(i -> i + "," + (i * 0.5) + ",row " + i)
                .collect(Collectors.joining("\n"));
        Dataset dataset = in.csv(web.put("/25000.csv", "n,half,text\n" + rows), Map.of());

        List<String> values = in.completed(dataset);

        assertThat(values).hasSize(25_000);
        assertThat(values.get(24_999)).isEqualTo("{\"n\":24999,\"half\":12499.5,\"text\":\"row 24999\"}");
        assertThat(values).doesNotHaveDuplicates();
        SourceState state = in.state(dataset);
        assertThat(state.progress().records()).isEqualTo(25_000);
        assertThat(state.progress().rows()).isEqualTo(25_000);
        assertThat(state.progress().percent()).isEqualTo(100);
    }

    @ParameterizedTest(name = "header_line {0} and start_line {1}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, a|b, 1|2|3",
                "1, -, a|b, 1|2|3",
                "1, 2, a|b, 1|2|3",
                "1, 3, a|b, 2|3",
                "0, 1, a|b, 1|2|3",
                "0, 0, a|b, 1|2|3",
                "0, -, a|b, 1|2|3",
                "2, 3, 1|x, 2|3",
                "2, 4, 1|x, 3",
                "-, 4, a|b, 3"
            })
    void lines_are_counted_as_documented(Integer header, Integer start, String columns, String firsts) {
        Map<String, Object> processing = new HashMap<>();
        if (header != null) {
            processing.put("header_line", String.valueOf(header));
        }
        if (start != null) {
            processing.put("start_line", start);
        }
        Dataset dataset = in.csv(web.put("/lines.csv", "a,b\n1,x\n2,y\n3,z\n"), processing);

        List<String> values = in.completed(dataset);

        String first = columns.split("\\|")[0];
        assertThat(values)
                .extracting(value -> value.replaceAll("^\\{\"" + first + "\":(\\d+).*", "$1"))
                .containsExactly(firsts.split("\\|"));
        assertThat(values).allMatch(value -> value.contains("\"" + columns.split("\\|")[1] + "\":"));
    }

    @Test
    void cells_become_what_they_are() {
        String table = "id,code,ok,big,empty,nan,text\n"
                + "1,007,true,123456789012345678901234567890.10,,NaN,\"a \"\"quoted\"\" one\"\n"
                + "-1.50e3,1.,False,.5,\"\",x,\"two\nlines, one cell\"\n";

        assertThat(in.completed(in.csv(web.put("/cells.csv", table), Map.of())))
                .containsExactly(
                        "{\"id\":1,\"code\":\"007\",\"ok\":true,\"big\":123456789012345678901234567890.10,\"empty\":null,"
                                + "\"nan\":null,\"text\":\"a \\\"quoted\\\" one\"}",
                        "{\"id\":-1.50e3,\"code\":\"1.\",\"ok\":false,\"big\":\".5\",\"empty\":null,\"nan\":\"x\","
                                + "\"text\":\"two\\nlines, one cell\"}");
        assertThat(in.completed(in.csv(web.put("/texts.csv", "a,b\n1,\n"), Map.of("types", "text"))))
                .containsExactly("{\"a\":\"1\",\"b\":\"\"}");
    }

    @Test
    void ragged_rows_are_kept_and_columns_have_names_of_their_own() {
        String table = "a,,a\n1\n1,2,3,4,5\n";

        assertThat(in.completed(in.csv(web.put("/ragged.csv", table), Map.of())))
                .containsExactly("{\"a\":1}", "{\"a\":1,\"column_2\":2,\"a_2\":3,\"column_4\":4,\"column_5\":5}");
    }

    @Test
    void comments_delimiters_quotes_and_columns_are_the_owners_choice() {
        String table = "# made by hand\n1;'x;y'\n# later\n2;'z'\n";
        Map<String, Object> processing =
                Map.of("delimiter", ";", "quote_char", "'", "comment_char", "#", "columns", List.of("n", "t"));

        assertThat(in.completed(in.csv(web.put("/own.csv", table), processing)))
                .containsExactly("{\"n\":1,\"t\":\"x;y\"}", "{\"n\":2,\"t\":\"z\"}");
        assertThat(in.completed(in.csv(web.put("/wide.csv", "a||b\n1||2\n"), Map.of("delimiter", "||"))))
                .containsExactly("{\"a\":1,\"b\":2}");
    }

    @Test
    void a_text_finds_its_delimiter() {
        assertThat(in.completed(text("/tab.txt", "a\tb\n1\t2 3\n"))).containsExactly("{\"a\":1,\"b\":\"2 3\"}");
        assertThat(in.completed(text("/semicolon.txt", "a;b\n1;2,5\n"))).containsExactly("{\"a\":1,\"b\":\"2,5\"}");
        assertThat(in.completed(text("/blanks.txt", "  a   b\n 1.5   2\n"))).containsExactly("{\"a\":1.5,\"b\":2}");
        assertThat(in.completed(text("/one.txt", "a\n1\n"))).containsExactly("{\"a\":1}");
    }

    @Test
    void encodings_and_byte_order_marks_are_understood() {
        byte[] latin = "a,b\nä,ß\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] wide = "\ufeffa,b\nä,ß\n".getBytes(StandardCharsets.UTF_16LE);
        byte[] marked = "\ufeffa,b\nä,ß\n".getBytes(StandardCharsets.UTF_8);

        Dataset told = in.csv(web.put("/latin.csv", latin), Map.of("encoding", "ISO-8859-1"));
        Dataset untold = in.csv(web.put("/untold.csv", latin), Map.of());

        assertThat(in.completed(told)).containsExactly("{\"a\":\"ä\",\"b\":\"ß\"}");
        assertThat(in.completed(in.csv(web.put("/wide16.csv", wide), Map.of())))
                .containsExactly("{\"a\":\"ä\",\"b\":\"ß\"}");
        assertThat(in.completed(in.csv(web.put("/marked.csv", marked), Map.of())))
                .containsExactly("{\"a\":\"ä\",\"b\":\"ß\"}");
        assertThat(in.until(untold, State.FAILED).reason())
                .contains("do not fit its character encoding")
                .contains("processing.encoding");
    }

    @Test
    void gzip_is_read_whether_the_server_says_so_or_not() {
        byte[] table = "a\n1\n2\n".getBytes(Charset.defaultCharset());
        web.put(
                "/encoded",
                exchange -> FileServer.send(exchange, FileServer.gzip(table), Map.of("Content-Encoding", "gzip")));

        assertThat(in.completed(in.csv(web.put("/file.csv.gz", FileServer.gzip(table)), Map.of())))
                .containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(in.completed(in.csv(web.url("/encoded"), Map.of()))).containsExactly("{\"a\":1}", "{\"a\":2}");
    }

    @Test
    void gzip_of_several_members_is_read_to_its_end_and_a_wrong_encoding_is_seen_through() {
        web.put("/members.csv.gz", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                for (String part : List.of("a\n1\n", "2\n", "3\n")) {
                    body.write(FileServer.gzip(part.getBytes(StandardCharsets.UTF_8)));
                    body.flush();
                }
            }
        });
        byte[] plain = "a\n1\n".getBytes(StandardCharsets.UTF_8);
        web.put("/claimed.csv", exchange -> FileServer.send(exchange, plain, Map.of("Content-Encoding", "gzip")));

        assertThat(in.completed(in.csv(web.url("/members.csv.gz"), Map.of())))
                .containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
        assertThat(in.completed(in.csv(web.url("/claimed.csv"), Map.of()))).containsExactly("{\"a\":1}");
    }

    @Test
    void nothing_and_a_header_alone_are_tables_without_rows() {
        assertThat(in.completed(in.csv(web.put("/nothing.csv", ""), Map.of()))).isEmpty();
        assertThat(in.completed(in.csv(web.put("/head.csv", "a,b\r\n"), Map.of())))
                .isEmpty();
        assertThat(in.completed(in.csv(web.put("/mark.csv", "\ufeff"), Map.of())))
                .isEmpty();
        assertThat(in.until(in.csv(web.put("/short.csv", "a,b\n"), Map.of("header_line", 3)), State.FAILED)
                        .reason())
                .isEqualTo("The file has fewer than 3 lines, so there is no header.");
    }

    @Test
    void a_quote_that_is_never_closed_is_told_with_its_line_and_what_came_before_is_kept() {
        Dataset dataset = in.csv(web.put("/open.csv", "a,b\n1,x\n2,\"y\n3,z\n"), Map.of());

        assertThat(in.until(dataset, State.FAILED).reason())
                .isEqualTo("The row that begins in line 3 has a quote that is never closed.");
        Node.eventually().untilAsserted(() -> assertThat(in.values(dataset)).containsExactly("{\"a\":1,\"b\":\"x\"}"));
        assertThat(in.completed(in.csv(web.put("/closed.csv", "a,b\n1,\"x\n\""), Map.of())))
                .containsExactly("{\"a\":1,\"b\":\"x\\n\"}");
    }

    @Test
    void a_header_in_line_three_has_remarks_before_and_comments_behind_it() {
        String table =
                "Station P1, \"as is\r\n# remark, remark\r\nn;text\r\n# 0;no\r\n1;\"a\r\n\"\"b\"\";\"\r\n\r\n2;c\r\n";
        Map<String, Object> processing = Map.of("delimiter", ";", "header_line", 3, "comment_char", "#");

        assertThat(in.completed(in.csv(web.put("/three.csv", table), processing)))
                .containsExactly("{\"n\":1,\"text\":\"a\\r\\n\\\"b\\\";\"}", "{\"n\":2,\"text\":\"c\"}");
    }

    @Test
    void a_connection_that_is_cut_in_the_middle_costs_nothing() {
        byte[] table = table(3_000);
        AtomicInteger times = new AtomicInteger();
        String url = web.put("/cut.csv", exchange -> {
            boolean whole = times.incrementAndGet() > 2;
            exchange.getResponseHeaders().set("ETag", "\"one\"");
            exchange.sendResponseHeaders(200, table.length);
            OutputStream body = exchange.getResponseBody();
            body.write(table, 0, whole ? table.length : times.get() * table.length / 3);
            body.flush();
            exchange.close();
        });

        List<String> values = in.completed(in.csv(url, Map.of()));

        assertThat(times.get()).isGreaterThanOrEqualTo(3);
        assertThat(values).isEqualTo(expected(3_000));
    }

    @Test
    void a_file_that_changes_between_two_readings_is_not_mixed() {
        AtomicInteger times = new AtomicInteger();
        byte[] table = table(2_000);
        String url = web.put("/changed.csv", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"" + times.incrementAndGet() + "\"");
            exchange.sendResponseHeaders(200, table.length);
            exchange.getResponseBody().write(table, 0, table.length / 2);
            exchange.close();
        });

        Dataset dataset = in.csv(url, Map.of());

        Node.eventually().untilAsserted(() -> assertThat(in.state(dataset).reason())
                .startsWith("The file has changed since its first "));
        assertThat(in.values(dataset))
                .isEqualTo(expected(2_000).subList(0, in.values(dataset).size()));
    }

    @Test
    void what_was_shaped_has_its_key_and_its_time() {
        Dataset dataset = in.register(
                topic -> new Source.Csv(
                        web.put("/shaped.csv", "when,station,t\n2026-01-02 03:04:05.9,P1,1.50\nnever,P2,2\n"),
                        topic,
                        1),
                new Reading(
                        Map.of("observed_timestamp", "when", "temperature", "t"),
                        Map.of("key", "station", "timestamp", "when"),
                        Map.of()));

        in.completed(dataset);
        var records = in.records(dataset);

        assertThat(in.values(dataset).get(0))
                .contains("\"observed_timestamp\":\"2026-01-02T03:04:05Z\"")
                .contains("\"temperature\":1.50")
                .doesNotContain("station");
        assertThat(in.values(dataset).get(1)).contains("\"observed_timestamp\":null");
        assertThat(records).extracting(record -> new String(record.key())).containsExactly("P1", "P2");
        assertThat(records.get(0).timestamp()).isEqualTo(1_767_323_045_900L);
    }

    @Test
    void a_slow_server_is_waited_for_and_a_pause_ends_the_waiting() {
        CountDownLatch more = new CountDownLatch(1);
        String url = web.put("/slow.csv", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write("a\n1\n2\n".getBytes(StandardCharsets.UTF_8));
            body.flush();
            await(more);
            exchange.close();
        });
        Dataset dataset = in.csv(url, Map.of());
        in.until(dataset, State.STARTING);
        Node.eventually().untilAsserted(() -> assertThat(web.asked("/slow.csv")).hasSize(1));

        node.catalog.change(dataset, dataset.source(), true);

        in.until(dataset, State.PAUSED);
        more.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Dataset text(String path, String content) {
        return in.register(topic -> new Source.Text(web.put(path, content), topic, 1), Reading.PLAIN);
    }

    static byte[] table(int rows) {
        return Stream.concat(Stream.of("n"), IntStream.range(0, rows).mapToObj(String::valueOf))
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    static List<String> expected(int rows) {
        return IntStream.range(0, rows).mapToObj(i -> "{\"n\":" + i + "}").toList();
    }
}
