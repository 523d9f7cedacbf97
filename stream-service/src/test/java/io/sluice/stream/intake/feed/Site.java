package io.sluice.stream.intake.feed;

import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.Credentials;
import io.sluice.stream.intake.HttpWeb;
import io.sluice.stream.intake.WebSession;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A web server of a test, and the way to it: it keeps every request, and answers with what the test says. */
final class Site implements AutoCloseable {
    final Queue<HttpServerRequest> requests = new ConcurrentLinkedQueue<>();
    final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpWeb client = new HttpWeb(AddressRules.of(List.of("127.0.0.1/32")));

    interface Answers {
        /** @param number of the request, from 1 */
        void answer(HttpServerRequest request, int number);
    }

    Site(Answers answers) throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    requests.add(request);
                    answers.answer(request, requests.size());
                })
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    /** What a source that lives here reads it with. */
    WebSession web() {
        return client.session(uri("/"), Credentials.NONE, HttpWeb.Limits.endless());
    }

    @Override
    public void close() throws Exception {
        client.close();
        vertx.close().await(30, TimeUnit.SECONDS);
    }
}
