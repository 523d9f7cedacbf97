package io.sluice.gateway.ndp;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks into the resources of datasets. */
final class NdpResources {
    private static final Faults.Wording WORDING = new Faults.Wording("Resource not found", 409, "Conflict");

    private final Vertx vertx;
    private final String bootstrap;

    NdpResources(Vertx vertx, String bootstrap) {
        this.vertx = vertx;
        this.bootstrap = bootstrap;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/ndp/resource/{name}", Role.VIEWER, Faults.around(WORDING, this::find)),
                Route.get("/ndp/resources/search", Role.VIEWER, Faults.around(WORDING, this::search)));
    }

    /** A resource and where it belongs. */
    record Found(
            String id,
            String packageId,
            @Nullable String name,
            @Nullable String url,
            @Nullable String description,
            @Nullable String format,
            String datasetId,
            String datasetName,
            String datasetTitle) {
        static Found of(NdpDataset dataset, NdpDataset.Resource resource) {
            return new Found(
                    resource.id(),
                    dataset.id(),
                    resource.name(),
                    resource.url(),
                    resource.description(),
                    resource.format(),
                    dataset.id(),
                    dataset.name(),
                    dataset.title());
        }
    }

    private Future<Answer> find(Call call) {
        String id = call.path("name");
        return matching(call.caller(), id)
                .map(found -> Answer.ok(found.filter(resource -> resource.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> Problem.NotFound.of("resource", id).toException())));
    }

    private Future<Answer> search(Call call) {
        Query query = call.query();
        String anywhere = query.text("q", "");
        String name = query.text("name", "");
        String url = query.text("url", "");
        List<Predicate<Found>> wanted = List.of(
                contains(name, Found::name),
                contains(url, Found::url),
                contains(query.text("format", ""), Found::format),
                contains(query.text("description", ""), Found::description),
                found -> anywhere.isEmpty()
                        || Stream.of(found.name(), found.url(), found.description(), found.format())
                                .anyMatch(text -> isIn(anywhere, text)));
        int limit = query.whole("limit", 100, 1, 1_000);
        int offset = query.whole("offset", 0, 0, 1_000_000);
        Server.of(call, Server.GLOBAL);
        Faults.check(query.violations());
        return matching(call.caller(), anywhere, name, url).map(found -> {
            List<Found> all = found.filter(resource -> wanted.stream().allMatch(each -> each.test(resource)))
                    .toList();
            List<Found> page = all.stream().skip(offset).limit(limit).toList();
            return Answer.ok(Map.of("count", all.size(), "results", page));
        });
    }

    /**
     * Those of datasets that have all texts anywhere, or of all, at most 1,000 datasets; and of the one whose id the first is.
     *
     * @param more empty ones do not count
     */
    private Future<Stream<Found>> matching(Caller caller, String text, String... more) {
        List<String> texts = Stream.concat(Stream.of(text), Stream.of(more))
                .filter(each -> !each.isEmpty())
                .toList();
        Future<List<Dataset>> byText = Catalog.MATCH_DATASETS
                .call(vertx, new Catalog.MatchDatasets(caller, texts, true))
                .map(Catalog.Datasets::items);
        Future<List<Dataset>> byId = text.isEmpty()
                ? Future.succeededFuture(List.of())
                : Catalog.FIND_DATASET
                        .call(vertx, new Catalog.FindDataset(caller, text))
                        .map(List::of)
                        .recover(failure -> ProblemException.isNotFound(failure)
                                ? Future.succeededFuture(List.of())
                                : Future.failedFuture(failure));
        return Future.all(byId, byText).map(both -> Stream.concat(byId.result().stream(), byText.result().stream())
                .distinct()
                .map(dataset -> NdpDataset.of(dataset, bootstrap))
                .flatMap(dataset -> dataset.resources().stream().map(resource -> Found.of(dataset, resource))));
    }

    private interface Part {
        @Nullable String of(Found found);
    }

    private static Predicate<Found> contains(String text, Part part) {
        return found -> text.isEmpty() || isIn(text, part.of(found));
    }

    private static boolean isIn(String text, @Nullable String in) {
        return in != null && in.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
