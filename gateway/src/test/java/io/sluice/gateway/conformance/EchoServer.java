package io.sluice.gateway.conformance;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** A real HTTP server on a free port that hands each request to an echo. */
final class EchoServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    EchoServer(Consumer<HttpServerRequest> echo) {
        server = vertx.createHttpServer()
                .requestHandler(echo::accept)
                .listen(0, "127.0.0.1")
                .await();
    }

    String url() {
        return "ws://127.0.0.1:" + server.actualPort() + "/";
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
