package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a streamed response line by line, on the caller's thread. */
final class LineClient implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    LineClient(int port, String query, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/live" + query));
        headers.forEach(request::header);
        try {
            response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    String line() {
        try {
            String line = lines.readLine();
            assertThat(line).as("another line").isNotNull();
            return line;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The rest, to the end of the response. */
    List<String> rest() {
        return new ArrayList<>(lines.lines().toList());
    }

    /** An event's lines, up to the blank one. */
    List<String> event() {
        List<String> event = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            event.add(line);
        }
        return event;
    }

    /** The next event that is a record: its id and its data. */
    List<String> record() {
        while (true) {
            List<String> event = event();
            if (event.stream().noneMatch(line -> line.startsWith("event:") || line.startsWith(":"))) {
                return List.of(
                        event.get(0).substring("id: ".length()), event.get(1).substring("data: ".length()));
            }
        }
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
