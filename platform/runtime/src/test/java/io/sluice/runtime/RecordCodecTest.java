package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Announcement;
import io.sluice.contract.Endpoint;
import io.sluice.contract.Endpoints;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node sends is what another node gets: every record of every endpoint and announcement, through the bytes of the wire. */
class RecordCodecTest {
    private static final int INSTANCES = 100;

    static Stream<Class<? extends Record>> records() {
        return Stream.concat(
                        Endpoints.ALL.stream()
                                .flatMap((Endpoint<?, ?> endpoint) -> Stream.of(endpoint.ask(), endpoint.answer())),
                        Endpoints.ANNOUNCEMENTS.stream().map((Announcement<?> announcement) -> announcement.type()))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("records")
    <T extends Record> void gives_back_an_equal_record(Class<T> type) {
        RecordCodec<T> codec = RecordCodec.of(type);
        for (int seed = 0; seed < INSTANCES; seed++) {
            T sent = new Instances(seed).record(type);
            Buffer wire = Buffer.buffer("before");
            codec.encodeToWire(wire, sent);
            wire.appendString("after");

            T received = codec.decodeFromWire("before".length(), wire);

            assertThat(received).as("seed %d", seed).isEqualTo(sent);
        }
    }
}
