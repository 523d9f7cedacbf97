package io.sluice.gateway.cleanup;

import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the caller may remove, and its removal. */
public final class CleanupResource {
    private static final String PATH = "/api/v1/cleanup";
    private static final int MAX_ITEMS = 500;
    private static final Set<String> KINDS = Set.of("alert", "landing", "stream", "dataset", "topic");

    private final Vertx vertx;
    private final Clock clock;

    public CleanupResource(Vertx vertx, Clock clock) {
        this.clock = clock;
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(Route.get(PATH, Role.VIEWER, this::list), Route.post(PATH, Role.EDITOR, this::remove));
    }

    record Holdings(List<Holding> items) {}

    record Results(List<Removal.Result> results) {}

    private Future<Answer> list(Call call) {
        call.bare();
        return Inventory.of(vertx, call.caller(), clock)
                .map(inventory -> Answer.ok(new Holdings(inventory.removable())));
    }

    private Future<Answer> remove(Call call) {
        call.query().end();
        Fields fields = call.fields();
        List<Removal.Target> targets = targets(fields);
        if (!fields.has("dry_run")) {
            fields.required("dry_run");
        }
        boolean dryRun = fields.flag("dry_run", true);
        fields.end();
        fields.violations().check();
        return Inventory.of(vertx, call.caller(), clock)
                .compose(inventory -> {
                    Removal removal = new Removal(vertx, call.caller(), inventory);
                    return dryRun
                            ? Future.succeededFuture(
                                    targets.stream().map(removal::preview).toList())
                            : inTurn(call, removal, targets, new ArrayList<>());
                })
                .map(results -> Answer.ok(new Results(results)));
    }

    /** One after the other, as they were given. */
    private static Future<List<Removal.Result>> inTurn(
            Call call, Removal removal, List<Removal.Target> targets, List<Removal.Result> results) {
        if (results.size() == targets.size()) {
            return Future.succeededFuture(results);
        }
        return removal.remove(targets.get(results.size())).compose(result -> {
            results.add(result);
            if (result.status().equals("deleted")) {
                call.note(String.format("deleted.%03d", results.size()), result.kind() + " " + result.id());
            }
            return inTurn(call, removal, targets, results);
        });
    }

    private static List<Removal.Target> targets(Fields fields) {
        List<Removal.Target> targets = new ArrayList<>();
        for (Fields item : fields.list("items", MAX_ITEMS)) {
            String kind = item.text("kind");
            String id = item.text("id");
            item.end();
            if (!kind.isEmpty() && !KINDS.contains(kind)) {
                item.violations().add(item.at("kind"), "expected alert, landing, stream, dataset or topic");
            }
            targets.add(new Removal.Target(kind, id));
        }
        return targets;
    }
}
