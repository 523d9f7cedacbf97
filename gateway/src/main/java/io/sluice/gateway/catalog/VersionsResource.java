package io.sluice.gateway.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Page;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;

/** What a dataset was before each of its changes. */
public final class VersionsResource {
    private static final String PATH = "/api/v1/datasets/{dataset}/versions";
    private static final String WHOLE = "[1-9]\\d{0,8}";

    private final Vertx vertx;

    public VersionsResource(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::list), Route.get(PATH + "/{version}", Role.VIEWER, this::find));
    }

    record View(int version, Instant at, String by, List<String> changed, ObjectNode dataset) {
        static View of(Catalog.Revision revision) {
            Catalog.Version version = revision.version();
            return new View(version.version(), version.at(), version.by(), version.changed(), tree(revision.dataset()));
        }

        private static ObjectNode tree(Dataset dataset) {
            ObjectNode tree = Json.MAPPER.valueToTree(dataset);
            tree.remove("credentials");
            return tree;
        }
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        int limit = query.whole("limit", 50, 1, 200);
        String cursor = query.text("cursor");
        query.end();
        return Catalog.LIST_VERSIONS
                .call(vertx, new Catalog.ListVersions(call.caller(), call.path("dataset"), limit, cursor))
                .map(page -> Answer.ok(new Page<>(page.items(), page.total(), page.next())));
    }

    private Future<Answer> find(Call call) {
        call.bare();
        String dataset = call.path("dataset");
        String version = call.path("version");
        if (!version.matches(WHOLE)) {
            throw new Problem.NotFound("The dataset \"" + dataset + "\" has no version " + version + ".").toException();
        }
        return Catalog.FIND_VERSION
                .call(vertx, new Catalog.FindVersion(call.caller(), dataset, Integer.parseInt(version)))
                .map(View::of)
                .map(Answer::ok);
    }
}
