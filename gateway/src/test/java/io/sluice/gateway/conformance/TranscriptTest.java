package io.sluice.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.gateway.live.Contract;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Transcripts say nothing that the AsyncAPI document does not know. */
class TranscriptTest {
    @TestFactory
    Stream<DynamicTest> every_frame_is_as_the_document_says() {
        return Transcript.all().stream()
                .map(transcript -> DynamicTest.dynamicTest(transcript.name(), () -> check(transcript)));
    }

    private static void check(Transcript transcript) {
        List<JsonNode> frames = Stream.of("client", "server")
                .flatMap(side -> transcript.frames(side).stream())
                .toList();
        assertThat(frames).isNotEmpty().allSatisfy(frame -> assertThat(Contract.faults(frame.toString()))
                .isEmpty());
    }
}
