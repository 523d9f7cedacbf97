package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Announcement;
import io.sluice.contract.Endpoint;
import io.sluice.contract.Endpoints;
import io.sluice.contract.Identity;
import io.sluice.contract.Secret;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node sends is what another node gets: every record of every endpoint and announcement, through the bytes of the wire. */
class RecordCodecTest {
    private static final int INSTANCES = 100;
    private static final Secret MASTER = new Secret("the same on all nodes");

    static Stream<Class<? extends Record>> records() {
        return Stream.concat(
                        Endpoints.ALL.stream()
                                .flatMap((Endpoint<?, ?> endpoint) -> Stream.of(endpoint.ask(), endpoint.answer())),
                        Endpoints.ANNOUNCEMENTS.stream().map((Announcement<?> announcement) -> announcement.type()))
                .distinct();
    }

    @Test
    void a_secret_is_not_in_clear_between_nodes_and_another_master_key_does_not_read_it() {
        Identity.SignIn sent = new Identity.SignIn("ada", new Secret("correct-horse"));
        Buffer wire = Buffer.buffer();
        RecordCodec.of(Identity.SignIn.class, MASTER).encodeToWire(wire, sent);

        assertThat(wire.toString()).contains("ada").doesNotContain("correct-horse");
        RecordCodec<Identity.SignIn> stranger = RecordCodec.of(Identity.SignIn.class, new Secret("another"));
        assertThatThrownBy(() -> stranger.decodeFromWire(0, wire)).isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @MethodSource("records")
    <T extends Record> void gives_back_an_equal_record(Class<T> type) {
        RecordCodec<T> codec = RecordCodec.of(type, MASTER);
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
