package io.sluice.catalog.federation;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Catalog;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks one other catalogue. Belongs to its verticle's event loop; what came is taken apart on a worker thread, as it may be large. Reads at
 * most {@value #MAX_BYTES} bytes of an answer and follows no redirect.
 */
final class RemoteCatalog {
    private static final int MAX_BYTES = 8 << 20;
    /** Characters of a place, so that those of all servers fit into a cursor. */
    private static final int MAX_PLACE = 500;

    private static final int OK = 200;

    private final Vertx vertx;
    private final HttpClient client;
    private final Remote remote;
    private final Dialect dialect;
    private final Duration patience;

    RemoteCatalog(Vertx vertx, HttpClient client, Remote remote, Duration patience) {
        this.vertx = vertx;
        this.client = client;
        this.remote = remote;
        this.patience = patience;
        this.dialect = switch (remote.kind()) {
            case SLUICE -> new SluiceDialect();
            case CKAN -> new CkanDialect();
        };
    }

    String name() {
        return remote.name();
    }

    /** An answer that is none of such a catalogue. */
    static final class NoAnswer extends RuntimeException {
        NoAnswer(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Empty when it cannot be asked that; fails when it did not answer in time, or not with what was asked for. */
    Future<Optional<Part>> ask(Catalog.SearchDatasets ask, int limit, @Nullable String cursor) {
        Optional<String> question = dialect.question(ask, limit, cursor);
        if (question.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return fetch(remote.url() + question.get())
                .compose(body -> vertx.executeBlocking(() -> Optional.of(part(body, limit, cursor)), false));
    }

    private Part part(Buffer body, int limit, @Nullable String cursor) {
        try {
            Part part = dialect.answer(remote.name(), remote.url(), Json.MAPPER.readTree(body.getBytes()), cursor);
            if (part.next() != null && part.next().length() > MAX_PLACE) {
                throw new NoAnswer("a cursor that is too long");
            }
            return part.items().size() <= limit
                    ? part
                    : new Part(part.items().subList(0, limit), part.total(), part.exact(), part.next());
        } catch (JsonProcessingException | IllegalArgumentException other) {
            throw new NoAnswer("not what such a catalogue answers");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Future<Buffer> fetch(String url) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(url)
                .setConnectTimeout(patience.toMillis())
                .setTimeout(patience.toMillis())
                .putHeader("Accept", "application/json");
        if (remote.token() != null) {
            request.putHeader(
                    dialect.header(), dialect.credential(remote.token().reveal()));
        }
        return client.request(request).compose(asked -> {
            Future<Buffer> answer = asked.send().compose(RemoteCatalog::whole);
            answer.onFailure(cut -> asked.reset());
            return answer.timeout(patience.toMillis(), TimeUnit.MILLISECONDS).onFailure(late -> asked.reset());
        });
    }

    private static Future<Buffer> whole(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        response.exceptionHandler(whole::tryFail);
        if (response.statusCode() != OK) {
            return Future.failedFuture(new NoAnswer("status " + response.statusCode()));
        }
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BYTES) {
                whole.tryFail(new NoAnswer("too large"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }
}
