package io.sluice.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.conformance.Autobahn.Verdict;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Our WebSocket, as an echo, against the Autobahn suite; what RFC 6455 asks for is decided there. */
class AutobahnIT {
    private static final int MAX_MESSAGE = 1 << 24;
    /** Size and speed, which the benches measure, and compression, which is a run of its own. */
    private static final List<String> OTHER = List.of("9.*", "12.*", "13.*");

    private static final int CASES = 247;

    @Test
    void every_case_of_the_protocol_passes() throws Exception {
        HttpServerOptions options =
                new HttpServerOptions().setMaxWebSocketFrameSize(MAX_MESSAGE).setMaxWebSocketMessageSize(MAX_MESSAGE);
        try (EchoServer server = new EchoServer(options, AutobahnIT::echo)) {
            Map<String, Verdict> verdicts = new Autobahn("protocol").judge(server.url(), List.of("*"), OTHER);
            assertThat(verdicts).hasSize(CASES);
            assertThat(failed(verdicts)).isEmpty();
        }
    }

    private static void echo(HttpServerRequest request) {
        request.toWebSocket().onSuccess(socket -> socket.frameHandler(frame -> echo(socket, frame)));
    }

    private static void echo(ServerWebSocket socket, WebSocketFrame frame) {
        if (!frame.isPing() && !frame.isClose()) {
            socket.writeFrame(frame);
        }
    }

    private static Map<String, Verdict> failed(Map<String, Verdict> verdicts) {
        return verdicts.entrySet().stream()
                .filter(each -> !each.getValue().passed())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
