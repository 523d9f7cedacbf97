package io.sluice.gateway.ndp;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Action;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Registers, changes and deletes datasets. An id in a path may also be a name. */
final class Registry {
    private static final String DUPLICATE = "Duplicate Dataset: that name is already in use";

    private final Vertx vertx;
    private final Forms forms;

    Registry(Vertx vertx, String bootstrap, Vault vault) {
        this.vertx = vertx;
        this.forms = new Forms(bootstrap, vault);
    }

    /** Reads a form; {@code known} is the dataset to be changed. */
    private interface Reading {
        Draft read(Fields body, @Nullable Dataset known);
    }

    /**
     * A kind of dataset.
     *
     * @param path below {@code /ndp}
     * @param updated what the answer to a change says
     */
    private record Kind(String path, Reading reading, Faults.Wording wording, String updated) {}

    List<Route> routes() {
        Kind kafka = new Kind(
                "/kafka",
                forms::kafka,
                new Faults.Wording("Kafka dataset not found", 409, DUPLICATE),
                "Kafka dataset updated successfully");
        Kind url = new Kind(
                "/url",
                forms::url,
                new Faults.Wording(
                        "Resource not found",
                        400,
                        "Group name already exists in database: that name is already in use"),
                "Resource updated successfully");
        Kind s3 = new Kind(
                "/s3",
                forms::s3,
                new Faults.Wording("S3 resource not found", 409, DUPLICATE),
                "S3 resource updated successfully");
        Kind service = new Kind(
                "/services",
                forms::service,
                new Faults.Wording("Service not found", 409, "Duplicate Service: that name is already in use"),
                "Service updated successfully");
        Kind general = new Kind(
                "/dataset",
                (body, known) -> forms.general(body, known, false),
                new Faults.Wording("Dataset not found", 409, DUPLICATE),
                "Dataset updated successfully");
        Kind patched = new Kind(
                general.path(),
                (body, known) -> forms.general(body, known, true),
                general.wording(),
                general.updated());
        Faults.Wording resource = new Faults.Wording("Resource not found", 409, DUPLICATE);
        return Stream.of(
                        Stream.of(kafka, url, s3, service, general).map(this::create),
                        Stream.of(kafka, url, s3, service, general)
                                .map(kind -> Route.put(one(kind), Role.EDITOR, update(kind))),
                        Stream.of(kafka, url, s3, service, patched)
                                .map(kind -> Route.patch(one(kind), Role.EDITOR, update(kind))),
                        Stream.of(
                                Route.delete(
                                        "/ndp/resource", Role.EDITOR, Faults.around(resource, this::deleteResource)),
                                Route.delete(
                                        "/ndp/resource/{name}",
                                        Role.EDITOR,
                                        Faults.around(resource, call -> delete(call, call.path("name")))),
                                Route.delete(
                                        "/ndp/dataset/{dataset}/resource/{resource}",
                                        Role.EDITOR,
                                        Faults.around(resource, this::deleteOne)),
                                Route.patch(
                                        "/ndp/dataset/{dataset}/resource/{resource}",
                                        Role.EDITOR,
                                        Faults.around(resource, this::patchOne))))
                .flatMap(routes -> routes)
                .toList();
    }

    private static String one(Kind kind) {
        return "/ndp" + kind.path() + "/{id}";
    }

    private Route create(Kind kind) {
        return Route.post("/ndp" + kind.path(), Role.EDITOR, Faults.around(kind.wording(), call -> {
            Server.ofWrite(call);
            Draft draft = kind.reading().read(call.fields(), null);
            return ready(call.caller(), draft)
                    .compose(ready -> Catalog.CREATE_DATASET.call(vertx, draft.create(call.caller())))
                    .map(made -> Answer.json(201, Map.of("id", made.id().toString())));
        }));
    }

    /** The organisation of services is made for the first of them. */
    private Future<Void> ready(Caller caller, Draft draft) {
        if (!"services".equals(draft.words().organization())) {
            return Future.succeededFuture();
        }
        return Catalog.CREATE_ORGANIZATION
                .call(vertx, new Catalog.CreateOrganization(caller, "services", "Services", null))
                .<Void>mapEmpty()
                .recover(failure -> isConflict(failure) ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    private static boolean isConflict(Throwable failure) {
        return failure instanceof ProblemException known && known.problem() instanceof Problem.Conflict;
    }

    private Action update(Kind kind) {
        return Faults.around(kind.wording(), call -> {
            Server.ofWrite(call);
            Fields body = call.fields();
            return find(call.caller(), call.path("id")).compose(known -> {
                Draft draft = kind.reading().read(body, known);
                return Catalog.UPDATE_DATASET
                        .call(vertx, draft.update(call.caller(), known.id().toString()))
                        .map(changed -> message(kind.updated()));
            });
        });
    }

    private Future<Answer> deleteResource(Call call) {
        List<String> ids = call.request().params().getAll("resource_id");
        if (ids.size() != 1) {
            call.violations().add("/resource_id", "\"resource_id\" is required");
            Faults.check(call.violations());
        }
        return delete(call, ids.get(0));
    }

    private Future<Answer> delete(Call call, String ref) {
        Server.ofWrite(call);
        return find(call.caller(), ref)
                .compose(known -> Catalog.DELETE_DATASET.call(
                        vertx,
                        new Catalog.DeleteDataset(call.caller(), known.id().toString())))
                .map(done -> message(ref + " deleted successfully"));
    }

    private Future<Answer> deleteOne(Call call) {
        Server.ofWrite(call);
        String resource = call.path("resource");
        return find(call.caller(), call.path("dataset"))
                .compose(known -> update(call, known, resource, forms.without(known, resource)))
                .map(done -> message("Resource '" + resource + "' deleted successfully"));
    }

    private Future<Answer> patchOne(Call call) {
        Server.ofWrite(call);
        String resource = call.path("resource");
        Fields body = call.fields();
        return find(call.caller(), call.path("dataset"))
                .compose(known -> update(call, known, resource, forms.with(known, resource, body)))
                .map(done -> message("Resource updated successfully"));
    }

    private Future<Dataset> update(Call call, Dataset known, String resource, Optional<Draft> draft) {
        return draft.map(change -> Catalog.UPDATE_DATASET.call(
                        vertx, change.update(call.caller(), known.id().toString())))
                .orElseGet(() -> Future.failedFuture(
                        Problem.NotFound.of("resource", resource).toException()));
    }

    private Future<Dataset> find(Caller caller, String ref) {
        return Catalog.FIND_DATASET.call(vertx, new Catalog.FindDataset(caller, ref));
    }

    static Answer message(String text) {
        return Answer.ok(Map.of("message", text));
    }
}
