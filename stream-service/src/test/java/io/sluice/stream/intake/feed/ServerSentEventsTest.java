package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.stream.intake.feed.ServerSentEvents.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases that the gateway's and the pages' readers pass, too. */
class ServerSentEventsTest {
    private static final Path TABLE = Path.of("../gateway/src/test/resources/conformance/sse.json");

    @TestFactory
    Stream<DynamicTest> reads_every_case_however_it_is_cut() throws IOException {
        JsonNode cases = new ObjectMapper().readTree(TABLE.toFile());
        return StreamSupport.stream(cases.spliterator(), false)
                .map(each -> DynamicTest.dynamicTest(each.get("name").asText(), () -> check(each)));
    }

    @Test
    void an_event_that_is_too_long_is_told_and_the_next_one_is_read() {
        Seen seen = new Seen();
        ServerSentEvents reader = new ServerSentEvents("", seen);
        byte[] mebibyte = new byte[1 << 20];
        java.util.Arrays.fill(mebibyte, (byte) 'x');

        reader.feed("data: ".getBytes(UTF_8));
        for (int i = 0; i < 17; i++) {
            reader.feed(mebibyte);
        }
        reader.feed("\n\ndata: next\n\n".getBytes(UTF_8));

        assertThat(seen.tooLong).isEqualTo(1);
        assertThat(seen.events).containsExactly(new Event("message", "next", ""));
    }

    private static void check(JsonNode expected) {
        List<byte[]> chunks = new ArrayList<>();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (JsonNode chunk : expected.get("chunks")) {
            chunks.add(bytes(chunk));
            whole.writeBytes(bytes(chunk));
        }
        List<byte[]> single = new ArrayList<>();
        for (byte each : whole.toByteArray()) {
            single.add(new byte[] {each});
        }
        check(expected, chunks);
        check(expected, List.of(whole.toByteArray()));
        check(expected, single);
    }

    private static void check(JsonNode expected, List<byte[]> chunks) {
        Seen seen = new Seen();
        ServerSentEvents reader = new ServerSentEvents("", seen);

        chunks.forEach(reader::feed);

        assertThat(seen.events)
                .containsExactlyElementsOf(
                        StreamSupport.stream(expected.get("events").spliterator(), false)
                                .map(each -> new Event(
                                        each.get("event").asText(),
                                        each.get("data").asText(),
                                        each.get("id").asText()))
                                .toList());
        if (expected.has("last_event_id")) {
            assertThat(reader.lastEventId())
                    .isEqualTo(expected.get("last_event_id").asText());
        }
        assertThat(reader.retryMs()).isEqualTo(expected.path("retry").asLong(-1));
    }

    private static byte[] bytes(JsonNode chunk) {
        return chunk.isTextual()
                ? chunk.asText().getBytes(UTF_8)
                : HexFormat.ofDelimiter(" ").parseHex(chunk.get("hex").asText());
    }

    private static final class Seen implements ServerSentEvents.Sink {
        private final List<Event> events = new ArrayList<>();
        private int tooLong;

        @Override
        public void accept(Event event) {
            events.add(event);
        }

        @Override
        public void tooLong() {
            tooLong++;
        }
    }
}
