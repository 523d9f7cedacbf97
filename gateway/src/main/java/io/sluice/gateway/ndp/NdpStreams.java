package io.sluice.gateway.ndp;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams;
import io.sluice.contract.Violation;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.RuleTexts;
import io.sluice.runtime.Json;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Filtered streams as the older API made them: by keywords and {@code filter_semantics}, into {@code data_stream_<user>_<n>}. Unlike
 * there they run in the platform, and go on when the notebook is closed. Each message is {@code {"values": …, "stream_info": …}}.
 */
final class NdpStreams {
    private static final String PATH = "/ndp/stream";
    private static final String RULES = "filter_semantics";
    private static final int MAX_KEYWORDS = 50;
    private static final int PAGE = 200;
    private static final String NOTHING_FOUND = "No data streams found matching the criteria.";
    private static final Faults.Wording WORDING = new Faults.Wording(NOTHING_FOUND, 409, "Conflict");
    private static final Faults.Wording ONE = new Faults.Wording("Stream not found", 409, "Conflict");

    private final Vertx vertx;
    private final String bootstrap;
    private final Vault vault;

    /** @param vault takes what secured sources are read with */
    NdpStreams(Vertx vertx, String bootstrap, Vault vault) {
        this.vertx = vertx;
        this.bootstrap = bootstrap;
        this.vault = vault;
    }

    List<Route> routes() {
        return List.of(
                Route.post(PATH, Role.EDITOR, Faults.around(WORDING, this::create)),
                Route.get(PATH, Role.VIEWER, Faults.around(ONE, this::list)),
                Route.get(PATH + "/{stream}", Role.VIEWER, Faults.around(ONE, this::find)),
                Route.delete(PATH + "/{stream}", Role.EDITOR, Faults.around(ONE, this::delete)));
    }

    private Future<Answer> create(Call call) {
        Fields body = call.fields();
        List<String> keywords = keywords(body);
        boolean all = body.flag("match_all", true);
        List<String> rules = RuleTexts.read(body, RULES);
        RuleTexts.check(rules, body.at(RULES), body.violations());
        String from = body.text("from", "earliest");
        body.violations().collect(() -> StartAt.parse(from, body.at("from")));
        boolean batchMode = body.flag("batch_mode", false);
        Map<String, Sealed> credentials = credentials(body);
        if (!body.violations().isEmpty()) {
            throw Problem.Invalid.of(body.violations().found()).toException();
        }
        return Catalog.MATCH_DATASETS
                .call(vertx, new Catalog.MatchDatasets(call.caller(), keywords, all))
                .compose(found -> {
                    List<Dataset> sources = found.items().stream()
                            .filter(dataset -> dataset.source().output() != null)
                            .toList();
                    if (sources.isEmpty()) {
                        throw new Problem.NotFound(NOTHING_FOUND).toException();
                    }
                    Streams.Definition definition =
                            definition(sources, rules, from).withBatchMode(batchMode);
                    return Streams.CREATE
                            .call(vertx, new Streams.CreateStream(call.caller(), null, definition, credentials))
                            .recover(failure -> Future.failedFuture(placed(failure)))
                            .map(made -> Answer.json(201, created(made, sources)));
                });
    }

    /** {@code username} and {@code password} of secured sources, both or none of them. */
    private Map<String, Sealed> credentials(Fields body) {
        if (!body.has("username") && !body.has("password")) {
            return Map.of();
        }
        return Map.of(
                Streams.CreateStream.USERNAME, vault.seal(new Secret(body.text("username"))),
                Streams.CreateStream.PASSWORD, vault.seal(new Secret(body.text("password"))));
    }

    /** What is found out later is at fault in the list that the caller wrote. */
    private static Throwable placed(Throwable failure) {
        if (!(failure instanceof ProblemException known)
                || !(known.problem() instanceof Problem.Invalid invalid)
                || invalid.violations().isEmpty()) {
            return failure;
        }
        List<Violation> violations = invalid.violations().stream()
                .map(fault -> new Violation(
                        fault.pointer().replaceFirst("^/source/filters", "/" + RULES),
                        fault.reason(),
                        fault.position()))
                .toList();
        return Problem.Invalid.of(violations).toException();
    }

    /** A list, or a text with commas. */
    private static List<String> keywords(Fields body) {
        List<String> keywords = body.any("keywords") instanceof String text
                ? Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList()
                : body.texts("keywords", MAX_KEYWORDS);
        if (keywords.isEmpty()) {
            body.required("keywords");
        }
        return keywords;
    }

    private Streams.Definition definition(List<Dataset> sources, List<String> rules, String from) {
        Map<String, String> infos = new LinkedHashMap<>();
        sources.forEach(dataset -> infos.putIfAbsent(dataset.topic(), info(dataset)));
        List<String> names = sources.stream().map(Dataset::name).toList();
        return new Streams.Definition(List.of(), true, names, List.of(), "", "", from, rules, infos);
    }

    private String info(Dataset dataset) {
        try {
            return Json.MAPPER.writeValueAsString(
                    NdpDataset.of(dataset, bootstrap).extras());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("read as JSON before", impossible);
        }
    }

    private static Map<String, Object> created(Streams.Stream made, List<Dataset> sources) {
        return Map.of(
                "id", made.id().toString(),
                "topic", made.topic(),
                "involved_streams",
                        sources.stream().map(dataset -> dataset.id().toString()).toList());
    }

    /** How a stream is. */
    record View(String id, String topic, String state, Streams.Stats stats) {
        static View of(Streams.Stream stream) {
            return new View(
                    stream.id().toString(), stream.topic(), stream.state().name(), stream.stats());
        }
    }

    private Future<Answer> list(Call call) {
        Caller caller = call.caller();
        return Streams.LIST
                .call(vertx, new Streams.ListStreams(caller, caller.user(), PAGE, null))
                .map(page -> Answer.ok(page.items().stream().map(View::of).toList()));
    }

    private Future<Answer> find(Call call) {
        return Streams.FIND
                .call(vertx, new Streams.FindStream(call.caller(), call.path("stream")))
                .map(found -> Answer.ok(View.of(found)));
    }

    /** Whether it is there or not: clients delete twice. */
    private Future<Answer> delete(Call call) {
        String stream = call.path("stream");
        return Streams.DELETE
                .call(vertx, new Streams.DeleteStream(call.caller(), stream))
                .map(done -> Registry.message(
                        done.changed()
                                ? "Stream " + stream + " deleted successfully."
                                : "Stream " + stream + " is already deleted or does not exist."));
    }
}
