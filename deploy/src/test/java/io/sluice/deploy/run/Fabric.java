package io.sluice.deploy.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.deploy.run.Api.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client as the SDK of the Diaspora Event Fabric is one: parameters in headers, answers in the body. */
final class Fabric {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String token;
    private final String subject;

    private Fabric(String address, String token, String subject) {
        this.address = address;
        this.token = token;
        this.subject = subject;
    }

    /** Of somebody who has signed in. */
    static Fabric of(Api api, String user, String password) {
        String token = api.post("/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password))
                .expect(200)
                .path("access_token")
                .asText();
        return with(api, token);
    }

    /** Of whom the token was issued to, who has signed in with {@code api}. */
    static Fabric with(Api api, String token) {
        String id = api.get("/me").expect(200).path("id").asText();
        return new Fabric(api.address(), token, id);
    }

    Fabric withToken(String other) {
        return new Fabric(address, other, subject);
    }

    Fabric withSubject(String other) {
        return new Fabric(address, token, other);
    }

    String subject() {
        return subject;
    }

    String namespace() {
        return "ns-" + subject.replace("-", "").substring(20);
    }

    /** @param headers names and values by turns */
    Reply send(String method, String path, String... headers) {
        return send(method, path, BodyPublishers.noBody(), headers);
    }

    Reply sendText(String method, String path, String body) {
        return send(method, path, BodyPublishers.ofString(body), "Content-Type", "text/plain");
    }

    /** As clients of the REST Proxy do. */
    Reply sendJson(String method, String path, String body) {
        return send(method, path, BodyPublishers.ofString(body), "Content-Type", "application/vnd.kafka.v2+json");
    }

    /** @param path below that of the action provider */
    Reply action(String method, String path, String body) {
        return send(method, "/../action" + path, BodyPublishers.ofString(body), "Content-Type", "application/json");
    }

    private Reply send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(address + "/diaspora/api" + path).normalize())
                .timeout(PATIENCE)
                .method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!subject.isEmpty()) {
            request.header("Subject", subject);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), "", Api.JSON.readTree(response.body()));
        } catch (IOException failed) {
            throw new UncheckedIOException(method + " " + path, failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** The key that the fabric tells, as a Kafka client uses it; not yet waited for. */
    NativeKey key(Api api, String user) {
        JsonNode told = send("POST", "/v3/key").expect(200);
        JsonNode access = api.get("/kafka").expect(200);
        ObjectNode key = Api.JSON.createObjectNode();
        key.putObject("kafka")
                .put("bootstrap", told.path("endpoint").asText())
                .put("username", told.path("access_key").asText())
                .put("password", told.path("secret_key").asText())
                .put("mechanism", access.path("mechanism").asText())
                .put("security_protocol", access.path("security_protocol").asText())
                .put("group_prefix", user + ".");
        return new NativeKey(api, key);
    }
}
