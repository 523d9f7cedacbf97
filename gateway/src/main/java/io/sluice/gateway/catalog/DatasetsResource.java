package io.sluice.gateway.catalog;

import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.contract.Source;
import io.sluice.gateway.catalog.exchange.ExchangeResource;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Locations;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Json;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Datasets: registration, changes. */
public final class DatasetsResource {
    private static final String PATH = "/api/v1/datasets";
    private static final String ONE = PATH + "/{dataset}";
    private static final int MAX_TAGS = 100;

    private final Vertx vertx;
    private final DatasetViews views;
    private final SourceReader sources;
    private final Vault vault;

    /** @param vault takes the secrets of sources */
    public DatasetsResource(Vertx vertx, String kafkaBootstrap, Vault vault) {
        this.vertx = vertx;
        this.vault = vault;
        this.views = new DatasetViews(vertx);
        this.sources = new SourceReader(kafkaBootstrap);
    }

    public List<Route> routes() {
        return List.of(
                Route.post(PATH, Role.EDITOR, this::create),
                Route.get(ONE, Role.VIEWER, this::find),
                Route.patch(ONE, Role.VIEWER, this::update),
                Route.delete(ONE, Role.VIEWER, this::delete),
                Route.post(ONE + "/pause", Role.VIEWER, call -> run(call, true)),
                Route.post(ONE + "/resume", Role.VIEWER, call -> run(call, false)));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.text("name");
        Fields given = fields.fields("source");
        SourceReader.Read source = given == null ? SourceReader.NOTHING : sources.read(given, name);
        Catalog.CreateDataset create = new Catalog.CreateDataset(
                call.caller(),
                name,
                fields.text("title", name),
                fields.text("organization"),
                fields.text("notes", ""),
                fields.texts("tags", MAX_TAGS),
                fields.optionalText("license"),
                fields.flag("private", false),
                orEmpty(fields.optionalObject("extras")),
                Objects.requireNonNullElseGet(source.source(), () -> Source.Kafka.of("")),
                texts(fields.optionalTextMap("mapping", false)),
                processing(fields, source, orEmpty(fields.optionalObject("processing"))),
                metadata(fields),
                seal(source.credentials()));
        fields.end();
        fields.violations().check();
        return Catalog.CREATE_DATASET
                .call(vertx, create)
                .compose(views::one)
                .map(view -> Answer.created(Locations.of(PATH, view.id().toString()), view));
    }

    private static Metadata metadata(Fields dataset) {
        Fields given = dataset.optionalFields("metadata");
        return given == null ? Metadata.NONE : MetadataReader.read(given);
    }

    /** Options may stand in either place, but not differ. */
    private static Map<String, Object> processing(
            Fields fields, SourceReader.Read source, Map<String, Object> processing) {
        Map<String, Object> both = new LinkedHashMap<>(processing);
        source.processing().forEach((option, value) -> {
            Object other = both.putIfAbsent(option, value);
            if (other != null && !other.equals(value)) {
                fields.violations().add("/source/" + option, "is given twice, here and in processing");
            }
        });
        return both;
    }

    private Map<String, Sealed> seal(Map<String, Secret> secrets) {
        Map<String, Sealed> sealed = new LinkedHashMap<>();
        secrets.forEach((name, secret) -> sealed.put(name, vault.seal(secret)));
        return sealed;
    }

    private Future<Answer> find(Call call) {
        call.bare();
        return Catalog.FIND_DATASET
                .call(vertx, new Catalog.FindDataset(call.caller(), call.path("dataset")))
                .compose(dataset -> {
                    Answer linked = ExchangeResource.negotiated(call, dataset);
                    return linked == null ? shown(dataset) : Future.succeededFuture(linked);
                });
    }

    private Future<Answer> update(Call call) {
        call.query().end();
        Fields fields = call.fields();
        Fields source = fields.optionalFields("source");
        Fields metadata = fields.optionalFields("metadata");
        if (source == null && metadata == null) {
            return update(call, fields, null, fields.isNull("metadata") ? Metadata.NONE : null);
        }
        return Catalog.FIND_DATASET
                .call(vertx, new Catalog.FindDataset(call.caller(), call.path("dataset")))
                .compose(found -> update(
                        call,
                        fields,
                        source == null
                                ? null
                                : sources.read(source.over(Json.MAPPER.valueToTree(found.source())), found.name()),
                        metadata == null
                                ? fields.isNull("metadata") ? Metadata.NONE : null
                                : MetadataReader.read(metadata.over(Json.MAPPER.valueToTree(found.metadata())))));
    }

    /** As in a merge patch (RFC 7396) an explicit null takes away what a dataset can be without. */
    private Future<Answer> update(
            Call call, Fields fields, SourceReader.@Nullable Read source, @Nullable Metadata metadata) {
        for (String needed : List.of("title", "organization", "private", "source")) {
            if (fields.isNull(needed)) {
                fields.violations().add(fields.at(needed), "cannot be taken away");
            }
        }
        Map<String, Object> processing = fields.isNull("processing") ? Map.of() : fields.optionalObject("processing");
        boolean options = source != null && !source.processing().isEmpty();
        Catalog.UpdateDataset update = new Catalog.UpdateDataset(
                call.caller(),
                call.path("dataset"),
                fields.optionalText("title"),
                fields.optionalText("organization"),
                fields.isNull("notes") ? "" : fields.optionalText("notes"),
                fields.isNull("tags") ? List.of() : fields.optionalTexts("tags", MAX_TAGS),
                fields.isNull("license") ? "" : fields.optionalText("license"),
                fields.optionalFlag("private"),
                fields.isNull("extras") ? Map.of() : fields.optionalObject("extras"),
                fields.isNull("mapping") ? Map.of() : fields.optionalTextMap("mapping", false),
                source != null && options ? processing(fields, source, orEmpty(processing)) : processing,
                metadata,
                source == null ? null : source.source(),
                source == null || source.credentials().isEmpty() ? null : seal(source.credentials()));
        fields.end();
        fields.violations().check();
        return Catalog.UPDATE_DATASET.call(vertx, update).compose(this::shown);
    }

    private Future<Answer> run(Call call, boolean paused) {
        call.bare();
        return Catalog.RUN_DATASET
                .call(vertx, new Catalog.RunDataset(call.caller(), call.path("dataset"), paused))
                .compose(this::shown);
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return Catalog.DELETE_DATASET
                .call(vertx, new Catalog.DeleteDataset(call.caller(), call.path("dataset")))
                .map(done -> Answer.noContent());
    }

    private Future<Answer> shown(Dataset dataset) {
        return views.one(dataset).map(Answer::ok);
    }

    private static Map<String, Object> orEmpty(@Nullable Map<String, Object> map) {
        return map == null ? Map.of() : map;
    }

    /** In the order in which they were written. */
    @SuppressWarnings("NullAway") // read without null values
    private static Map<String, String> texts(@Nullable Map<String, @Nullable String> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(map);
    }
}
