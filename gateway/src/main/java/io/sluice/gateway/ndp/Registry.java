package io.sluice.gateway.ndp;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Source;
import io.sluice.gateway.http.Action;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Registers, changes and deletes datasets. An id in a path may also be a name. */
final class Registry {
    private static final String DUPLICATE = "Duplicate Dataset: that name is already in use";

    /** Of what is registered. */
    static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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
     * @param is whether a dataset is of this kind; others are not found here
     * @param updated what the answer to a change says
     */
    private record Kind(String path, Reading reading, Predicate<Dataset> is, Faults.Wording wording, String updated) {}

    private Kind kafka() {
        Map<String, String> names =
                names("dataset_", "/source/topic", "kafka_topic", "/source/bootstrap", "kafka_host");
        return new Kind(
                "/kafka",
                forms::kafka,
                dataset -> dataset.source() instanceof Source.Kafka,
                new Faults.Wording("Kafka dataset not found", 409, DUPLICATE, names),
                "Kafka dataset updated successfully");
    }

    private Kind url() {
        Map<String, String> names = names("resource_", "/source/url", "resource_url", "/source/type", "file_type");
        String duplicate = "Group name already exists in database: that name is already in use";
        return new Kind(
                "/url",
                forms::url,
                dataset -> Sources.isFile(dataset.source().type()) || (isLink(dataset) && isTyped(dataset)),
                new Faults.Wording("Resource not found", 400, duplicate, names),
                "Resource updated successfully");
    }

    private Kind s3() {
        return new Kind(
                "/s3",
                forms::s3,
                dataset -> isLink(dataset) && !isTyped(dataset),
                new Faults.Wording(
                        "S3 resource not found", 409, DUPLICATE, names("resource_", "/source/url", "resource_s3")),
                "S3 resource updated successfully");
    }

    private Kind service() {
        String duplicate = "Duplicate Service: that name is already in use";
        return new Kind(
                "/services",
                forms::service,
                dataset -> dataset.source() instanceof Source.Service service && service.url() != null,
                new Faults.Wording(
                        "Service not found", 409, duplicate, names("service_", "/source/url", "service_url")),
                "Service updated successfully");
    }

    private Kind general(boolean merge) {
        return new Kind(
                "/dataset",
                (body, known) -> forms.general(body, known, merge),
                dataset -> true,
                new Faults.Wording("Dataset not found", 409, DUPLICATE, names("")),
                "Dataset updated successfully");
    }

    private static boolean isLink(Dataset dataset) {
        return dataset.source() instanceof Source.S3;
    }

    private static boolean isTyped(Dataset dataset) {
        return dataset.extras().containsKey(NdpDataset.FILE_TYPE);
    }

    /** @param more pointers, each with the name of the same in the form */
    private static Map<String, String> names(String prefix, String... more) {
        Map<String, String> names = new HashMap<>();
        names.put("/name", prefix + "name");
        names.put("/title", prefix + "title");
        for (int i = 0; i < more.length; i += 2) {
            names.put(more[i], more[i + 1]);
        }
        return Map.copyOf(names);
    }

    List<Route> routes() {
        List<Kind> kinds = List.of(kafka(), url(), s3(), service(), general(false));
        List<Kind> patched = List.of(kafka(), url(), s3(), service(), general(true));
        return Stream.of(
                        kinds.stream().map(this::create),
                        kinds.stream().map(kind -> Route.put(one(kind), Role.EDITOR, update(kind))),
                        patched.stream().map(kind -> Route.patch(one(kind), Role.EDITOR, update(kind))),
                        removals(),
                        Stream.of(
                                resource(HttpMethod.PATCH, "/ndp/resource/{name}", this::patchByItself),
                                resource(
                                        HttpMethod.PATCH, "/ndp/dataset/{dataset}/resource/{resource}", this::patchOne),
                                resource(HttpMethod.POST, "/ndp/dataset/{id}/publish", Registry::publish)))
                .flatMap(routes -> routes)
                .toList();
    }

    private Stream<Route> removals() {
        return Stream.of(
                resource(HttpMethod.DELETE, "/ndp/resource", this::deleteResource),
                resource(HttpMethod.DELETE, "/ndp/resource/{name}", call -> delete(call, call.path("name"))),
                resource(HttpMethod.DELETE, "/ndp/dataset/{dataset}/resource/{resource}", this::deleteOne));
    }

    private static Route resource(HttpMethod method, String path, Action action) {
        Faults.Wording wording = new Faults.Wording(
                "Resource not found", 409, DUPLICATE, Map.of("/source/url", "url", "/extras", "resources"));
        return new Route(method, path, Role.EDITOR, false, false, Faults.around(wording, action));
    }

    /** There is no staging catalog to publish in. */
    private static Future<Answer> publish(Call call) {
        throw new Problem.Invalid("Pre-CKAN is disabled and cannot be used.", List.of()).toException();
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
                    .map(made -> Answer.json(
                            201, Map.of("id", made.id().toString(), "name", made.name(), "title", made.title())));
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
                if (!kind.is().test(known)) {
                    throw Problem.NotFound.of("dataset", call.path("id")).toException();
                }
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
                .<Answer>compose(known -> Catalog.DELETE_DATASET
                        .call(
                                vertx,
                                new Catalog.DeleteDataset(
                                        call.caller(), known.id().toString()))
                        .map(done -> message(ref + " deleted successfully")))
                .recover(failure -> ProblemException.isNotFound(failure)
                        ? holder(call.caller(), ref)
                                .compose(known -> change(call, known, ref, Attached.without(known, ref)))
                                .map(done -> message(ref + " deleted successfully"))
                        : Future.failedFuture(failure));
    }

    /** The dataset that has the resource of this id among those that are attached to it. */
    private Future<Dataset> holder(Caller caller, String resource) {
        if (!ID.matcher(resource).matches()) {
            return Future.failedFuture(Problem.NotFound.of("resource", resource).toException());
        }
        return Catalog.MATCH_DATASETS
                .call(vertx, new Catalog.MatchDatasets(caller, List.of(resource), true))
                .map(found -> found.items().stream()
                        .filter(dataset -> Attached.has(dataset, resource))
                        .findFirst()
                        .orElseThrow(
                                () -> Problem.NotFound.of("resource", resource).toException()));
    }

    private Future<Answer> deleteOne(Call call) {
        Server.ofWrite(call);
        String resource = call.path("resource");
        return find(call.caller(), call.path("dataset"))
                .compose(known -> change(call, known, resource, Attached.without(known, resource)))
                .map(done -> message("Resource '" + resource + "' deleted successfully"));
    }

    private Future<Answer> patchOne(Call call) {
        Server.ofWrite(call);
        String resource = call.path("resource");
        Fields body = call.fields();
        return find(call.caller(), call.path("dataset"))
                .compose(known -> change(call, known, resource, Attached.with(known, resource, body)))
                .map(done -> message("Resource updated successfully"));
    }

    /** A resource by its id alone; that of a source has the id of its dataset. */
    private Future<Answer> patchByItself(Call call) {
        Server.ofWrite(call);
        String resource = call.path("name");
        Fields body = call.fields();
        return find(call.caller(), resource)
                .recover(failure -> ProblemException.isNotFound(failure)
                        ? holder(call.caller(), resource)
                        : Future.failedFuture(failure))
                .compose(known -> change(call, known, resource, Attached.with(known, resource, body)))
                .map(done -> message("Resource updated successfully"));
    }

    private Future<Dataset> change(Call call, Dataset known, String resource, Optional<Draft> draft) {
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
