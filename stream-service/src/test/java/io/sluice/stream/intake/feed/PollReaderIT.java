package io.sluice.stream.intake.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Processing;
import io.sluice.contract.Source;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void ids_may_come_twice_and_in_any_order_and_what_has_none_is_known_by_its_content() throws Exception {
        try (Site site = new Site(
                        (request, number) -> answer(
                                request,
                                number == 1
                                        ? "[{\"id\":2},{\"id\":1},{\"x\":1}]"
                                        : "[{\"id\":1},{\"x\":1},{\"id\":\"2\",\"new\":true},{\"id\":3},{\"id\":3},{\"id\":null,\"x\":2}]"));
                Reader reader = open(site, Map.of("id_key", "id"), Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> site.requests.size() >= 3);

            assertThat(seen.values)
                    .containsExactly("{\"id\":2}", "{\"id\":1}", "{\"x\":1}", "{\"id\":3}", "{\"id\":null,\"x\":2}");
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

    @Test
    void entries_of_rss_are_records_that_their_guid_tells_apart() throws Exception {
        String feed = """
                <?xml version="1.0" encoding="ISO-8859-1"?>
                <rss version="2.0"><channel><title>Quakes</title><link>http://q</link><description>d</description>%s
                <item><guid isPermaLink="false">q1</guid><title>M 4.2 \u00c5re &amp; near</title><link>http://q/1</link>
                <pubDate>Fri, 02 Jan 2026 03:04:05 +0100</pubDate><category>quake</category><description>%s</description>
                <enclosure url="http://q/1.png" length="5" type="image/png"/></item></channel></rss>""";
        String next = "<item><guid>q2</guid><title>M 5</title></item>";
        try (Site site = new Site((request, number) -> request.response()
                        .putHeader("Content-Type", "application/rss+xml")
                        .end(Buffer.buffer(
                                number == 1 ? feed.formatted("", "small") : feed.formatted(next, "revised"),
                                "ISO-8859-1")));
                Reader reader = open(site, Map.of(), Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> site.requests.size() >= 3);

            assertThat(seen.values)
                    .containsExactly(
                            "{\"id\":\"q1\",\"title\":\"M 4.2 \u00c5re & near\",\"link\":\"http://q/1\","
                                    + "\"published\":\"2026-01-02T02:04:05Z\",\"summary\":\"small\","
                                    + "\"categories\":[\"quake\"],\"enclosures\":"
                                    + "[{\"url\":\"http://q/1.png\",\"type\":\"image/png\",\"length\":5}]}",
                            "{\"id\":\"q2\",\"title\":\"M 5\",\"link\":\"q2\"}");
        }
    }

    @Test
    void entries_of_atom_are_records_without_a_content_type_too() throws Exception {
        String feed = """
                <feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><id>urn:f</id><updated>2026-01-01T00:00:00Z</updated>
                <entry><id>urn:1</id><title>one</title><link href="http://a/1"/><updated>2026-01-02T03:04:05.5000001+02:00</updated>
                <author><name>Ada</name></author><summary>s</summary><content type="html">&lt;p&gt;c&lt;/p&gt;</content></entry></feed>""";
        try (Site site = new Site((request, number) -> request.response().end(feed));
                Reader reader = open(site, Map.of(), Map.of())) {
            assertThat(new Recorded().read(reader, it -> it.values.size() == 1).values)
                    .containsExactly("{\"id\":\"urn:1\",\"title\":\"one\",\"link\":\"http://a/1\",\"author\":\"Ada\","
                            + "\"updated\":\"2026-01-02T01:04:05.500Z\",\"summary\":\"s\",\"content\":\"<p>c</p>\"}");
        }
    }

    @Test
    void entities_of_a_feed_open_neither_files_nor_memory(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cr3t");
        String end = "<rss version=\"2.0\"><channel><title>&x;</title><item><title>&x;</title></item></channel></rss>";
        String outside = "<!DOCTYPE rss [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>" + end;
        String bomb = "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY x \"" + "&a;".repeat(100_000) + "\">]>" + end;
        for (String hostile : List.of(outside, bomb)) {
            try (Site site = new Site((request, number) -> request.response().end(hostile))) {
                assertThatThrownBy(() -> read(site, Map.of()))
                        .isInstanceOf(SourceFault.class)
                        .hasMessageContaining("a document type declaration is not allowed");
            }
        }
        try (Site site = new Site((request, number) -> request.response().end("<html><p>Sign in</p></html>"))) {
            assertThatThrownBy(() -> read(site, Map.of()))
                    .isInstanceOf(SourceFault.class)
                    .hasMessage("The answer is XML or HTML, but neither RSS nor Atom.");
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
        return PollReader.of(site.web(), source, Processing.of("poll", options)).open(positions);
    }
}
