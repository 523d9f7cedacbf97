package io.sluice.gateway.conformance;

import io.sluice.gateway.support.Gateway;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The transcripts that the pages are held to, with a real gateway at the other end. */
class TranscriptIT {
    @TestFactory
    Stream<DynamicTest> a_gateway_says_what_the_transcript_says() {
        Gateway gateway = Gateway.fresh();
        return Transcript.all().stream()
                .filter(Transcript::isReplayed)
                .map(transcript -> DynamicTest.dynamicTest(transcript.name(), () -> replay(gateway, transcript)));
    }

    private static void replay(Gateway gateway, Transcript transcript) throws Exception {
        try (Conversation conversation = new Conversation(gateway)) {
            for (var step : transcript.steps()) {
                conversation.step(step);
            }
        }
    }
}
