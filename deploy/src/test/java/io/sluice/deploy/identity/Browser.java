package io.sluice.deploy.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a browser does, by hand: it keeps cookies, sends them along, and follows no redirect by itself. */
final class Browser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Vertx vertx;
    private final int port;
    final Map<String, String> cookies = new HashMap<>();
    String bearer;
    String csrf;

    Browser(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    record Reply(int status, String body, Map<String, List<String>> headers) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }
    }

    /** The same gateway, without any cookie. */
    Browser other() {
        return new Browser(vertx, port);
    }

    /** With these cookies at another gateway. */
    Browser at(Browser gateway) {
        Browser there = gateway.other();
        there.cookies.putAll(cookies);
        there.csrf = csrf;
        there.bearer = bearer;
        return there;
    }

    Browser bearing(String token) {
        Browser script = other();
        script.bearer = token;
        return script;
    }

    String origin() {
        return "http://127.0.0.1:" + port;
    }

    Reply get(String path) {
        return send("GET", path, null);
    }

    Reply post(String path, String json) {
        return send("POST", path, json);
    }

    Reply send(String method, String path, String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(path.startsWith("http") ? path : origin() + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        headers().forEach(request::header);
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            response.headers().allValues("set-cookie").forEach(this::keep);
            return new Reply(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** @return the status */
    int form(String address, String form) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .join()
                .statusCode();
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        if (!cookies.isEmpty()) {
            headers.put(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (bearer != null) {
            headers.put("Authorization", "Bearer " + bearer);
        }
        if (csrf != null) {
            headers.put("X-CSRF-Token", csrf);
        }
        return headers;
    }

    private void keep(String header) {
        HttpCookie cookie = HttpCookie.parse(header).get(0);
        if (cookie.getMaxAge() == 0) {
            cookies.remove(cookie.getName());
        } else {
            cookies.put(cookie.getName(), cookie.getValue());
        }
    }

    /** With a cookie. */
    Reply signIn(String user, String password) {
        Reply reply = post(
                "/api/v1/login", "{\"username\":\"" + user + "\",\"password\":\"" + password + "\",\"session\":true}");
        csrf = reply.json().path("csrf_token").asText(null);
        return reply;
    }

    /** For a script. */
    String token(String user, String password) {
        return other().post("/api/v1/login", "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}")
                .json()
                .path("access_token")
                .asText();
    }

    /** @return the status of a refused handshake, or empty and a socket */
    Socket socket(String origin) {
        Socket socket = new Socket();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().subprotocols("sluice");
        headers().forEach((name, value) -> {
            if (!name.equals("X-CSRF-Token")) {
                builder.header(name, value);
            }
        });
        if (origin != null) {
            builder.header("Origin", origin);
        }
        try {
            socket.open = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/api/v1/live"), socket)
                    .join();
        } catch (CompletionException refused) {
            if (!(refused.getCause() instanceof WebSocketHandshakeException handshake)) {
                throw refused;
            }
            socket.refused = Optional.of(handshake.getResponse().statusCode());
        }
        return socket;
    }

    static final class Socket implements WebSocket.Listener {
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        Optional<Integer> refused = Optional.empty();
        private final CompletableFuture<String> answered = new CompletableFuture<>();
        private WebSocket open;

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            answered.complete(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        /** A frame that is wrong is answered, so the connection has begun and lives. */
        Socket alive() {
            open.sendText("nonsense", true).join();
            answered.orTimeout(30, TimeUnit.SECONDS).join();
            return this;
        }

        int closeCode() {
            return closed.orTimeout(30, TimeUnit.SECONDS).join();
        }
    }
}
