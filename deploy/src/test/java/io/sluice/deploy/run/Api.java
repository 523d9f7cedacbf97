package io.sluice.deploy.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client as a script is one: plain HTTP, JSON texts, a bearer token. */
final class Api {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final String address;
    private String token = "";

    /** @param address without a path */
    Api(String address) {
        this.address = address;
    }

    record Reply(int status, String location, JsonNode body) {
        /** The body of a reply that is expected to have this status. */
        JsonNode expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", got " + status + " " + body);
            }
            return body;
        }
    }

    /** Signs in; every request after it carries the token. */
    Api signIn(String user, String password) {
        JsonNode answer = post("/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password))
                .expect(200);
        token = answer.path("access_token").asText();
        return this;
    }

    /** With a token or key that is there already. */
    Api signInWith(String other) {
        token = other;
        return this;
    }

    String address() {
        return address;
    }

    Api signInWithCode(String code) {
        token = post("/login", "{\"code\":\"%s\"}".formatted(code))
                .expect(200)
                .path("access_token")
                .asText();
        return this;
    }

    Reply get(String path) {
        return send("GET", path, "");
    }

    Reply post(String path, String json) {
        return send("POST", path, json);
    }

    Reply put(String path, String json) {
        return send("PUT", path, json);
    }

    Reply patch(String path, String json) {
        return send("PATCH", path, json);
    }

    Reply delete(String path) {
        return send("DELETE", path, "");
    }

    /** Outside {@code /api/v1}. */
    Reply root(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .build());
    }

    /** An answer without end, line by line. Closing the reader hangs up. */
    BufferedReader open(String path, String accept, String... headers) {
        HttpRequest.Builder request = request(path).header("Accept", accept);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                String body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
                throw new AssertionError(path + ": " + response.statusCode() + " " + body);
            }
            return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    WebSocket socket(String path, WebSocket.Listener listener) {
        URI uri = URI.create(address.replaceFirst("^http", "ws") + "/api/v1" + path);
        return http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .connectTimeout(PATIENCE)
                .buildAsync(uri, listener)
                .join();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Reply send(String method, String path, String json) {
        return send(request(path)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/api/v1" + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Reply send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            String location = response.headers().firstValue("Location").orElse("");
            return new Reply(response.statusCode(), location, parse(response.body()));
        } catch (IOException failed) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            return JSON.getNodeFactory().textNode(text);
        }
    }
}
