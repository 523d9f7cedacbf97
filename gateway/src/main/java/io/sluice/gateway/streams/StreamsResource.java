package io.sluice.gateway.streams;

import io.sluice.contract.Alerts;
import io.sluice.contract.Caller;
import io.sluice.contract.Landings;
import io.sluice.contract.Plans;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Durable streams. */
public final class StreamsResource {
    private static final String PATH = "/api/v1/streams";
    private static final String ONE = PATH + "/{stream}";
    private static final int MOST_READERS = 50;

    /** Of a change that leaves the definition as it is. */
    private static final Set<String> DESCRIPTION = Set.of("title", "notes", "upgrade");

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
                Route.post(PATH + "/plan", Role.EDITOR, this::plan),
                Route.post(PATH + "/preview", Role.EDITOR, this::preview),
                Route.get(ONE, Role.VIEWER, this::find),
                Route.get(ONE + "/graph", Role.VIEWER, this::graph),
                Route.patch(ONE, Role.VIEWER, this::update),
                Route.delete(ONE, Role.VIEWER, this::delete),
                Route.post(ONE + "/pause", Role.VIEWER, call -> run(call, true)),
                Route.post(ONE + "/resume", Role.VIEWER, call -> run(call, false)));
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
        DefinitionReader reader = new DefinitionReader(fields);
        Streams.CreateStream ask = read(call, fields, reader);
        fields.end();
        fields.violations().check();
        return Streams.CREATE
                .call(vertx, ask)
                .recover(failure -> Future.failedFuture(placed(failure, reader)))
                .map(made -> Answer.created(Locations.of(PATH, made.id().toString()), StreamView.of(made)));
    }

    /** What is wrong is a part of the answer, for who is still writing. */
    private Future<Answer> plan(Call call) {
        call.query().end();
        Fields fields = call.fields();
        DefinitionReader reader = new DefinitionReader(fields);
        Streams.CreateStream ask = read(call, fields, reader);
        fields.end();
        if (!fields.violations().isEmpty()) {
            return Future.succeededFuture(
                    Answer.ok(PlanView.of(fields.violations().found())));
        }
        return Plans.PLAN
                .call(vertx, new Plans.PlanStream(ask))
                .map(PlanView::of)
                .recover(failure -> placed(failure, reader) instanceof ProblemException known
                                && known.problem() instanceof Problem.Invalid invalid
                        ? Future.succeededFuture(PlanView.of(invalid.violations()))
                        : Future.failedFuture(failure))
                .map(Answer::ok);
    }

    private Future<Answer> preview(Call call) {
        call.query().end();
        Fields fields = call.fields();
        DefinitionReader reader = new DefinitionReader(fields);
        int records = fields.whole("records", 200, 1, 1000);
        Streams.CreateStream ask = read(call, fields, reader);
        fields.end();
        fields.violations().check();
        return Plans.PREVIEW
                .call(vertx, new Plans.PreviewStream(ask, records))
                .recover(failure -> Future.failedFuture(placed(failure, reader)))
                .map(previewed -> Answer.ok(PreviewView.of(previewed)));
    }

    private Streams.CreateStream read(Call call, Fields fields, DefinitionReader reader) {
        String name = fields.has("name") ? fields.text("name") : null;
        Streams.Definition source = reader.read();
        return new Streams.CreateStream(call.caller(), name, source, sealed(reader));
    }

    private Map<String, Sealed> sealed(DefinitionReader reader) {
        Map<String, Sealed> credentials = new HashMap<>();
        reader.credentials().forEach((key, secret) -> credentials.put(key, vault.seal(secret)));
        reader.connections()
                .forEach((key, secret) -> credentials.put(Streams.CreateStream.CONNECTION + key, vault.seal(secret)));
        return credentials;
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

    /** With the first {@value #MOST_READERS} of each kind that read the stream's topic. */
    private Future<Answer> graph(Call call) {
        call.bare();
        return Streams.FIND
                .call(vertx, new Streams.FindStream(call.caller(), call.path("stream")))
                .compose(stream -> readers(call.caller(), stream.topic())
                        .map(readers -> Answer.ok(StreamGraph.of(stream, readers))));
    }

    private Future<StreamGraph.Readers> readers(Caller caller, String topic) {
        Future<Landings.LandingPage> landings =
                Landings.LIST.call(vertx, new Landings.ListLandings(caller, topic, MOST_READERS, null));
        Future<Alerts.AlertPage> alerts =
                Alerts.LIST.call(vertx, new Alerts.ListAlerts(caller, null, topic, MOST_READERS, null));
        Future<Streams.StreamPage> streams =
                Streams.LIST.call(vertx, new Streams.ListStreams(caller, null, topic, MOST_READERS, null));
        return Future.all(landings, alerts, streams)
                .map(done -> new StreamGraph.Readers(
                        landings.result().items(),
                        alerts.result().items(),
                        streams.result().items()));
    }

    private Future<Answer> update(Call call) {
        call.query().end();
        Fields fields = call.fields();
        Streams.FindStream which = new Streams.FindStream(call.caller(), call.path("stream"));
        if (DESCRIPTION.containsAll(fields.names())) {
            return change(fields, which, fields.isNull("upgrade") ? calledOff() : null);
        }
        return Streams.FIND.call(vertx, which).compose(stream -> {
            DefinitionBase base = DefinitionBase.of(stream.source(), fields);
            Fields body = fields.over(base.json());
            DefinitionReader reader = new DefinitionReader(body, base);
            Streams.Definition source = reader.read();
            Streams.Change change = new Streams.Change(source, sealed(reader), stream.version());
            return change(body, which, change).recover(failure -> Future.failedFuture(placed(failure, reader)));
        });
    }

    private static Streams.Change calledOff() {
        return new Streams.Change(null, Map.of(), 0);
    }

    private Future<Answer> change(Fields fields, Streams.FindStream which, Streams.@Nullable Change change) {
        String title = fields.optionalText("title");
        String notes = fields.optionalText("notes");
        if (fields.has("upgrade")) {
            fields.violations().add(fields.at("upgrade"), "can only be null, which calls it off");
        }
        fields.end();
        fields.violations().check();
        return shown(Streams.UPDATE.call(
                vertx, new Streams.UpdateStream(which.caller(), which.ref(), title, notes, change)));
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
