package io.sluice.gateway.streams;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.Streams;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Locations;
import io.sluice.gateway.http.Page;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Durable streams. */
public final class StreamsResource {
    private static final String PATH = "/api/v1/streams";
    private static final String ONE = PATH + "/{stream}";

    private final Vertx vertx;
    private final Vault vault;

    /** @param vault takes the credentials of streams */
    public StreamsResource(Vertx vertx, Vault vault) {
        this.vertx = vertx;
        this.vault = vault;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::list),
                Route.post(PATH, Role.EDITOR, this::create),
                Route.get(ONE, Role.VIEWER, this::find),
                Route.patch(ONE, Role.EDITOR, this::update),
                Route.delete(ONE, Role.EDITOR, this::delete),
                Route.post(ONE + "/pause", Role.EDITOR, call -> run(call, true)),
                Route.post(ONE + "/resume", Role.EDITOR, call -> run(call, false)));
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        String owner = query.text("owner");
        int limit = query.whole("limit", 50, 1, 200);
        String cursor = query.text("cursor");
        query.end();
        return Streams.LIST
                .call(vertx, new Streams.ListStreams(call.caller(), owner, limit, cursor))
                .map(page -> Answer.ok(
                        new Page<>(page.items().stream().map(StreamView::of).toList(), page.total(), page.next())));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.has("name") ? fields.text("name") : null;
        DefinitionReader reader = new DefinitionReader(fields);
        Streams.Definition source = reader.read();
        Map<String, Sealed> credentials = new HashMap<>();
        reader.credentials().forEach((key, secret) -> credentials.put(key, vault.seal(secret)));
        fields.end();
        fields.violations().check();
        return Streams.CREATE
                .call(vertx, new Streams.CreateStream(call.caller(), name, source, credentials))
                .recover(failure -> Future.failedFuture(placed(failure, reader)))
                .map(made -> Answer.created(Locations.of(PATH, made.id().toString()), StreamView.of(made)));
    }

    private static Throwable placed(Throwable failure, DefinitionReader reader) {
        return failure instanceof ProblemException known
                        && known.problem() instanceof Problem.Invalid invalid
                        && !invalid.violations().isEmpty()
                ? Problem.Invalid.of(invalid.violations().stream()
                                .map(reader::placed)
                                .toList())
                        .toException()
                : failure;
    }

    private Future<Answer> find(Call call) {
        call.bare();
        return shown(Streams.FIND.call(vertx, new Streams.FindStream(call.caller(), call.path("stream"))));
    }

    private Future<Answer> update(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String title = fields.optionalText("title");
        String notes = fields.optionalText("notes");
        fields.end();
        fields.violations().check();
        return shown(
                Streams.UPDATE.call(vertx, new Streams.UpdateStream(call.caller(), call.path("stream"), title, notes)));
    }

    private Future<Answer> run(Call call, boolean paused) {
        call.bare();
        return shown(Streams.RUN.call(vertx, new Streams.RunStream(call.caller(), call.path("stream"), paused)));
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return Streams.DELETE
                .call(vertx, new Streams.DeleteStream(call.caller(), call.path("stream")))
                .map(done -> Answer.noContent());
    }

    private static Future<Answer> shown(Future<Streams.Stream> stream) {
        return stream.map(found -> Answer.ok(StreamView.of(found)));
    }
}
