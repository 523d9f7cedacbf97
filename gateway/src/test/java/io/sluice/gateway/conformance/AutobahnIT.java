package io.sluice.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.conformance.Autobahn.Verdict;
import io.sluice.gateway.socket.WebSocket;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Our WebSocket, as an echo, against the Autobahn suite: framing, fragments, pings, reserved bits, UTF-8 and closing, as RFC 6455
 * asks. The suite is older than permessage-deflate (its cases 12 and 13); those are not here.
 */
class AutobahnIT {
    /** Size and speed, which the benches measure. */
    private static final List<String> SIZES = List.of("9.*");

    private static final int CASES = 247;
    private static final WebSocket.Options OPTIONS = new WebSocket.Options("sluice", 1 << 24, 1 << 24, true);

    @Test
    void every_case_of_the_protocol_passes() throws Exception {
        try (EchoServer server = new EchoServer(AutobahnIT::echo)) {
            Map<String, Verdict> verdicts = new Autobahn("protocol").judge(server.url(), List.of("*"), SIZES);
            assertThat(verdicts).hasSize(CASES);
            assertThat(failed(verdicts)).isEmpty();
        }
    }

    private static void echo(HttpServerRequest request) {
        WebSocket.accept(request, OPTIONS)
                .onSuccess(socket -> socket.onText(socket::text).onBinary(socket::binary));
    }

    private static List<String> failed(Map<String, Verdict> verdicts) {
        return verdicts.entrySet().stream()
                .filter(each -> !each.getValue().passed())
                .map(each -> each.getKey() + " " + each.getValue())
                .toList();
    }
}
