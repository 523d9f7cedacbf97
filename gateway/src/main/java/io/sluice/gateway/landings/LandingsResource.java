package io.sluice.gateway.landings;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Landings;
import io.sluice.contract.Landings.Correction;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Landings.Fate;
import io.sluice.contract.Landings.Origin;
import io.sluice.contract.Landings.RowPage;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Locations;
import io.sluice.gateway.http.Page;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Json;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Landings, their rows, and the records that could not land. */
public final class LandingsResource {
    private static final String PATH = "/api/v1/landings";
    private static final String ONE = PATH + "/{landing}";
    private static final String LETTERS = ONE + "/dead-letters";
    private static final Set<String> FATES = Set.of("", "waiting", "resent", "discarded");

    private final Vertx vertx;
    private final Vault vault;

    /** @param vault takes the addresses of foreign databases */
    public LandingsResource(Vertx vertx, Vault vault) {
        this.vertx = vertx;
        this.vault = vault;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::list),
                Route.post(PATH, Role.EDITOR, this::create),
                Route.get(ONE, Role.VIEWER, this::find),
                Route.patch(ONE, Role.VIEWER, this::update),
                Route.delete(ONE, Role.VIEWER, this::delete),
                Route.post(ONE + "/pause", Role.VIEWER, call -> run(call, true)),
                Route.post(ONE + "/resume", Role.VIEWER, call -> run(call, false)),
                Route.get(ONE + "/rows", Role.VIEWER, this::rows),
                Route.get(ONE + "/count", Role.VIEWER, this::count),
                Route.get(LETTERS, Role.VIEWER, this::deadLetters),
                Route.post(LETTERS + "/retry", Role.VIEWER, call -> settle(call, Fate.RESENT)),
                Route.post(LETTERS + "/discard", Role.VIEWER, call -> settle(call, Fate.DISCARDED)));
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        int limit = query.whole("limit", 50, 1, 200);
        String cursor = query.text("cursor");
        query.end();
        return Landings.LIST
                .call(vertx, new Landings.ListLandings(call.caller(), limit, cursor))
                .map(page -> Answer.ok(
                        new Page<>(page.items().stream().map(LandingView::of).toList(), page.total(), page.next())));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.has("name") ? fields.text("name") : null;
        LandingReader reader = new LandingReader(fields);
        Origin source = reader.source();
        Definition definition = reader.definition();
        Sealed database = sealed(fields);
        fields.end();
        fields.violations().check();
        return Landings.CREATE
                .call(vertx, new Landings.CreateLanding(call.caller(), name, source, definition, database))
                .map(made -> Answer.created(Locations.of(PATH, made.id().toString()), LandingView.of(made)));
    }

    private @Nullable Sealed sealed(Fields fields) {
        String uri = fields.has("database") ? fields.text("database") : null;
        return uri == null ? null : vault.seal(new Secret(uri));
    }

    private Future<Answer> find(Call call) {
        call.bare();
        return shown(Landings.FIND.call(vertx, new Landings.FindLanding(call.caller(), call.path("landing"))));
    }

    private Future<Answer> update(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.has("name") ? fields.text("name") : null;
        Sealed database = sealed(fields);
        Boolean strict = fields.optionalFlag("strict");
        String retention = fields.isNull("retention") ? "" : fields.optionalText("retention");
        fields.end();
        fields.violations().check();
        return shown(Landings.UPDATE.call(
                vertx,
                new Landings.UpdateLanding(call.caller(), call.path("landing"), name, database, strict, retention)));
    }

    private Future<Answer> run(Call call, boolean paused) {
        call.bare();
        return shown(Landings.RUN.call(vertx, new Landings.RunLanding(call.caller(), call.path("landing"), paused)));
    }

    private Future<Answer> delete(Call call) {
        Query query = call.query();
        boolean keepTable = query.flag("keep_table", false);
        query.end();
        return Landings.DELETE
                .call(vertx, new Landings.DeleteLanding(call.caller(), call.path("landing"), keepTable))
                .map(done -> Answer.noContent());
    }

    private Future<Answer> rows(Call call) {
        Query query = call.query();
        int limit = query.whole("limit", 50, 1, Landings.MAX_PAGE);
        String cursor = query.text("cursor");
        String contains = query.text("contains");
        Map<String, String> where = query.others();
        query.end();
        return Landings.ROWS
                .call(
                        vertx,
                        new Landings.QueryRows(call.caller(), call.path("landing"), where, contains, limit, cursor))
                .map(LandingsResource::page);
    }

    /** The rows are JSON already, and stay as the database wrote them. */
    private static Answer page(RowPage page) {
        StringBuilder body = new StringBuilder("{\"items\":[");
        String next = page.next();
        body.append(String.join(",", page.items())).append("],\"next\":");
        body.append(next == null ? "null" : json(next)).append('}');
        return new Answer(200, Map.of(), Answer.JSON, Buffer.buffer(body.toString()));
    }

    private Future<Answer> count(Call call) {
        call.bare();
        return Landings.COUNT
                .call(vertx, new Landings.CountRows(call.caller(), call.path("landing")))
                .map(Answer::ok);
    }

    private Future<Answer> deadLetters(Call call) {
        Query query = call.query();
        String state = query.choice("state", "", FATES);
        int limit = query.whole("limit", 50, 1, Landings.MAX_PAGE);
        String cursor = query.text("cursor");
        query.end();
        Fate fate = state.isEmpty() ? null : LandingReader.fate(state);
        return Landings.DEAD_LETTERS
                .call(vertx, new Landings.ListDeadLetters(call.caller(), call.path("landing"), fate, limit, cursor))
                .map(page -> Answer.ok(
                        new Page<>(page.items().stream().map(DeadLetterView::of).toList(), page.total(), page.next())));
    }

    private Future<Answer> settle(Call call, Fate fate) {
        call.query().end();
        Fields fields = call.fields();
        boolean all = fields.flag("all", false);
        if (all == fields.has("items")) {
            throw Problem.Invalid.at("/items", "expected either items or \"all\": true")
                    .toException();
        }
        List<Correction> items = all ? null : items(fields, fate);
        fields.end();
        fields.violations().check();
        return Landings.SETTLE
                .call(vertx, new Landings.SettleDeadLetters(call.caller(), call.path("landing"), fate, items))
                .map(Answer::ok);
    }

    private static List<Correction> items(Fields fields, Fate fate) {
        List<Correction> items = new ArrayList<>();
        for (Fields item : fields.list("items", Landings.MAX_DEAD_LETTERS)) {
            Object value = fate == Fate.RESENT ? item.any("value") : null;
            items.add(new Correction(item.text("id"), value == null ? null : json(value)));
            item.end();
        }
        return items;
    }

    private static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static Future<Answer> shown(Future<Landings.Landing> landing) {
        return landing.map(found -> Answer.ok(LandingView.of(found)));
    }
}
