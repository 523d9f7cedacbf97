package io.sluice.stream.intake.feed;

import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.Web;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Web access without any rules, for readers on their own. */
final class PlainWeb implements Web {
    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public Answer get(URI uri, Map<String, String> headers) throws SourceFault, IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() >= 400) {
                response.body().close();
                throw SourceFault.passing("The server answers with status " + response.statusCode() + ".");
            }
            return new Plain(response);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private record Plain(HttpResponse<InputStream> response) implements Answer {
        @Override
        public int status() {
            return response.statusCode();
        }

        @Override
        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        @Override
        public OptionalLong length() {
            return response.headers().firstValueAsLong("Content-Length");
        }

        @Override
        public long received() {
            return 0;
        }

        @Override
        public InputStream body() {
            return response.body();
        }

        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException closed) {
                throw new java.io.UncheckedIOException(closed);
            }
        }
    }
}
