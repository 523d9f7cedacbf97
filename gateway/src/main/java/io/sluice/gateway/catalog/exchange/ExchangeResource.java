package io.sluice.gateway.catalog.exchange;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Violation;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.JsonBody;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes datasets out of the catalog and into it in the words of others. An import registers one after the other, at most {@value #MAX} of a
 * document; what is wrong with one is told and does not stop the next. JSON-LD is read on a worker thread.
 */
public final class ExchangeResource {
    private static final String PATH = "/api/v1/datasets";
    private static final String JSON_LD = "application/ld+json";
    private static final int MAX = 500;
    private static final Set<String> FORMATS = new TreeSet<>(Set.of("dcat", "schema.org", "ckan"));

    private final Vertx vertx;

    public ExchangeResource(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Before those of the datasets: {@code import} is not the name of one. */
    public List<Route> routes() {
        return List.of(
                Route.post(PATH + "/import", Role.EDITOR, this::take),
                Route.get(PATH + "/{dataset}/export", Role.VIEWER, this::give));
    }

    private Future<Answer> give(Call call) {
        Query query = call.query();
        String format = query.choice("format", "dcat", FORMATS);
        query.end();
        return Catalog.FIND_DATASET
                .call(vertx, new Catalog.FindDataset(call.caller(), call.path("dataset")))
                .map(dataset -> written(dataset, format, origin(call)));
    }

    private static Answer written(Dataset dataset, String format, String origin) {
        return switch (format) {
            case "ckan" -> Answer.ok(CkanWriter.write(dataset, origin));
            case "schema.org" -> linked(SchemaOrgWriter.write(dataset, origin));
            default -> linked(DcatWriter.write(dataset, origin));
        };
    }

    private static Answer linked(ObjectNode document) {
        return Answer.text(JSON_LD, Buffer.buffer(document.toString()));
    }

    private static String origin(Call call) {
        return call.request().scheme() + "://" + call.request().authority();
    }

    /** @param status created or refused @param problem why it was refused */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Taken(
            String name,
            String status,
            @Nullable UUID id,
            @Nullable String detail,
            @Nullable List<Violation> violations) {}

    record Result(List<Taken> items, long created, long refused) {}

    private Future<Answer> take(Call call) {
        Query query = call.query();
        String organization = query.text("organization");
        query.end();
        JsonNode document = JsonBody.parse(call.body().getBytes());
        return vertx.executeBlocking(() -> read(document)).compose(drafts -> {
            Future<List<Taken>> all = Future.succeededFuture(new ArrayList<>());
            for (Draft draft : drafts) {
                all = all.compose(taken -> take(call, draft, organization).map(one -> {
                    taken.add(one);
                    return taken;
                }));
            }
            return all.map(ExchangeResource::result);
        });
    }

    private static List<Draft> read(JsonNode document) {
        List<Draft> drafts;
        if (CkanReader.isPackage(document)) {
            drafts = CkanReader.read(document);
        } else {
            Graph graph = Graph.read(document);
            drafts = new ArrayList<>(DcatReader.read(graph));
            if (drafts.isEmpty()) {
                drafts = SchemaOrgReader.read(graph);
            }
        }
        if (drafts.isEmpty()) {
            throw Problem.Invalid.at("", "there is no dataset in it that DCAT, schema.org or CKAN would call so")
                    .toException();
        }
        if (drafts.size() > MAX) {
            throw Problem.Invalid.at("", "more than " + MAX + " datasets").toException();
        }
        return drafts;
    }

    private Future<Taken> take(Call call, Draft draft, @Nullable String organization) {
        String into = organization == null ? draft.organization() : organization;
        if (draft.source() == null || into == null) {
            String reason = into == null ? "no organization is named" : "nothing says where its data can be had";
            return Future.succeededFuture(
                    refused(draft, Problem.Invalid.at(into == null ? "/organization" : "/source", reason)));
        }
        Catalog.CreateDataset create = new Catalog.CreateDataset(
                call.caller(),
                draft.name(),
                draft.title(),
                into,
                draft.notes(),
                draft.tags(),
                draft.license(),
                draft.isPrivate(),
                draft.extras(),
                draft.source(),
                Map.of(),
                Map.of(),
                draft.metadata(),
                Map.of());
        return Catalog.CREATE_DATASET
                .call(vertx, create)
                .map(made -> new Taken(made.name(), "created", made.id(), null, null))
                .recover(failure -> Problems.known(failure)
                        .map(problem -> Future.succeededFuture(refused(draft, problem)))
                        .orElseGet(() -> Future.failedFuture(failure)));
    }

    private static Taken refused(Draft draft, Problem problem) {
        return new Taken(
                draft.name(),
                "refused",
                null,
                problem.detail(),
                problem instanceof Problem.Invalid invalid ? invalid.violations() : null);
    }

    private static Answer result(List<Taken> items) {
        long created =
                items.stream().filter(item -> item.status().equals("created")).count();
        return Answer.ok(new Result(items, created, items.size() - created));
    }

    /** {@code Accept: application/ld+json} on a dataset itself; the profile tells the vocabulary. Null: something else is accepted. */
    public static @Nullable Answer negotiated(Call call, Dataset dataset) {
        String accept = String.valueOf(call.request().getHeader("Accept"));
        if (!accept.contains(JSON_LD)) {
            return null;
        }
        return written(dataset, accept.contains("schema.org") ? "schema.org" : "dcat", origin(call));
    }
}
