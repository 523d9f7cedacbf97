package io.sluice.deploy.fuzz;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** HTTP to one address of this machine. An answer without an end is cut after its first bytes, or when it says nothing. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_S = 60;
    private static final long SILENCE_MS = 300;
    private static final int CONNECTIONS = 64;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final WebSocketClient sockets = vertx.createWebSocketClient();
    private final int port;

    Wire(int port) {
        this.port = port;
        client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost("127.0.0.1")
                        .setDefaultPort(port)
                        .setDecompressionSupported(false)
                        .setMaxHeaderSize(1 << 16),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    Answer send(Shot shot) {
        return send(shot.method(), shot.path(), shot.headers(), shot.body());
    }

    Answer send(String method, String path, Map<String, String> headers, Buffer body) {
        return request(method, path, headers)
                .compose(request -> request.send(body).compose(Wire.this::read))
                .timeout(PATIENCE_S, TimeUnit.SECONDS)
                .await();
    }

    /** Opens an answer that stays open until the connection is closed. */
    Future<HttpClientResponse> open(String path, Map<String, String> headers) {
        return request("GET", path, headers).compose(HttpClientRequest::send);
    }

    Future<WebSocket> socket(String path, Map<String, String> headers) {
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(path);
        headers.forEach(options::addHeader);
        return sockets.connect(options);
    }

    private Future<HttpClientRequest> request(String method, String path, Map<String, String> headers) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.valueOf(method));
        options.setURI(path);
        headers.forEach(options::putHeader);
        return client.request(options);
    }

    private Future<Answer> read(HttpClientResponse response) {
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .forEach((name, value) -> headers.merge(name.toLowerCase(Locale.ROOT), value, (a, b) -> a + ", " + b));
        String type = headers.getOrDefault("content-type", "");
        if (!type.equals("text/event-stream") && !type.equals("application/x-ndjson")) {
            return response.body().map(body -> new Answer(response.statusCode(), headers, body.toString(), true));
        }
        Promise<Answer> first = Promise.promise();
        Buffer got = Buffer.buffer();
        response.handler(chunk -> {
            got.appendBuffer(chunk);
            cut(response, first, new Answer(response.statusCode(), headers, got.toString(), false));
        });
        response.endHandler(end -> first.tryComplete(new Answer(response.statusCode(), headers, got.toString(), true)));
        vertx.setTimer(
                SILENCE_MS,
                silent -> cut(response, first, new Answer(response.statusCode(), headers, got.toString(), false)));
        return first.future();
    }

    private static void cut(HttpClientResponse response, Promise<Answer> first, Answer answer) {
        if (first.tryComplete(answer)) {
            response.request().reset();
        }
    }

    @Override
    public void close() {
        client.close().await();
        vertx.close().await();
    }
}
