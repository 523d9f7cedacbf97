package io.sluice.gateway.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.contract.Catalog;
import io.sluice.contract.Metadata;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finding datasets, and completing what is typed. */
public final class SearchResource {
    private static final String PATH = "/api/v1/datasets";
    private static final Set<String> SORTS =
            new TreeSet<>(Set.of("relevance", "name", "-name", "created", "-created", "updated", "-updated"));
    private static final Set<String> SERVERS = new TreeSet<>(Set.of("local", "global"));
    private static final int EDGES = 4;

    private final Vertx vertx;
    private final DatasetViews views;

    public SearchResource(Vertx vertx) {
        this.vertx = vertx;
        this.views = new DatasetViews(vertx);
    }

    /** Before those of {@link DatasetsResource}: {@code suggest} is not the name of a dataset. */
    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::search), Route.get(PATH + "/suggest", Role.VIEWER, this::suggest));
    }

    /** @param exact false: total and facets are estimates */
    record Found(
            List<DatasetView> items,
            long total,
            boolean exact,
            Map<String, List<Catalog.FacetCount>> facets,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {}

    private Future<Answer> search(Call call) {
        Query query = call.query();
        boolean global = query.choice("server", "local", SERVERS).equals("global");
        Catalog.SearchDatasets search = read(call, query);
        return global ? federated(search) : local(search);
    }

    private Future<Answer> federated(Catalog.SearchDatasets search) {
        return Catalog.SEARCH_FEDERATION
                .call(vertx, new Catalog.SearchFederation(search))
                .compose(page -> views.all(page.items().stream()
                                .map(Catalog.Entry::dataset)
                                .filter(Objects::nonNull)
                                .toList())
                        .map(views -> Answer.ok(FederatedView.of(page, views))));
    }

    private Future<Answer> local(Catalog.SearchDatasets search) {
        return Catalog.SEARCH_DATASETS.call(vertx, search).compose(page -> views.all(page.items())
                .map(items -> Answer.ok(new Found(items, page.total(), page.exact(), page.facets(), page.next()))));
    }

    private static Catalog.SearchDatasets read(Call call, Query query) {
        Catalog.SearchDatasets search = new Catalog.SearchDatasets(
                call.caller(),
                query.text("q", ""),
                query.text("org"),
                query.text("tag"),
                query.text("type"),
                query.text("owner"),
                area(query),
                during(query),
                query.choice("sort", "relevance", SORTS),
                query.whole("limit", 50, 1, 200),
                query.text("cursor"));
        query.end();
        return search;
    }

    private static Metadata.@Nullable Spatial area(Query query) {
        String text = query.text("bbox");
        if (text == null) {
            return null;
        }
        String[] edges = text.split(",", -1);
        try {
            if (edges.length == EDGES) {
                return new Metadata.Spatial(
                        Double.parseDouble(edges[0]),
                        Double.parseDouble(edges[1]),
                        Double.parseDouble(edges[2]),
                        Double.parseDouble(edges[3]),
                        null);
            }
        } catch (NumberFormatException notNumbers) {
            // told below, together with a wrong count
        }
        query.violations().add("/bbox", "expected west,south,east,north in degrees");
        return null;
    }

    private static Metadata.@Nullable Temporal during(Query query) {
        String text = query.text("during");
        if (text == null) {
            return null;
        }
        String[] ends = text.split("/", -1);
        if (ends.length != 2 || text.equals("/")) {
            query.violations().add("/during", "expected start/end, one of which may be left out");
            return null;
        }
        return new Metadata.Temporal(orOpen(ends[0]), orOpen(ends[1]));
    }

    private static @Nullable String orOpen(String end) {
        return end.isEmpty() || end.equals("..") ? null : end;
    }

    private Future<Answer> suggest(Call call) {
        Query query = call.query();
        Catalog.Suggest suggest =
                new Catalog.Suggest(call.caller(), query.text("q", ""), query.whole("limit", 10, 1, 50));
        query.end();
        return Catalog.SUGGEST.call(vertx, suggest).map(Answer::ok);
    }
}
