package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What the Python clients of the NDP Endpoint send: paths below a base address, a bearer token, JSON bodies. */
final class NdpClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String token;

    /** @param token null: without an identity */
    NdpClient(String base, String token) {
        this.base = base;
        this.token = token;
    }

    record Reply(int status, JsonNode json) {
        /** The body of a success. */
        JsonNode expect(int wanted) {
            assertThat(status).as(json.toString()).isEqualTo(wanted);
            return json;
        }

        /** The words of a failure, which are a text whatever happens. */
        String refused(int wanted) {
            expect(wanted);
            assertThat(json.path("detail").isTextual()).as(json.toString()).isTrue();
            return json.path("detail").textValue();
        }
    }

    /** Signs in as the clients do. */
    Reply token(String username, String password) {
        String form = "username=" + Api.encode(username) + "&password=" + Api.encode(password);
        return send(request("/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    NdpClient with(String other) {
        return new NdpClient(base, other);
    }

    Reply get(String path) {
        return send(request(path).GET());
    }

    Reply delete(String path) {
        return send(request(path).DELETE());
    }

    Reply send(String method, String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json)));
    }

    Reply post(String path, String json) {
        return send("POST", path, json);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Every answer is JSON: the clients parse errors without looking. */
    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
