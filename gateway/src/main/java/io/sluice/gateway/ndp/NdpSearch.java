package io.sluice.gateway.ndp;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Search as this API means it: every term is a substring of the dataset's JSON, in any case. At most 1,000 answers. */
final class NdpSearch {
    private static final String PATH = "/ndp/search";
    private static final String ANYWHERE = "null";
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_FILTERS = 50;
    private static final int MAX_FOUND = 1_000;
    private static final String CATALOGS = "X-Sluice-Catalogs";
    private static final Faults.Wording WORDING = new Faults.Wording("Dataset not found", 409, "Conflict");

    /** Fields of the posted form, and where they are in a dataset's JSON. */
    private static final Map<String, String> FIELDS = Map.of(
            "dataset_name", "name",
            "dataset_title", "title",
            "owner_org", "owner_org",
            "dataset_description", "notes");

    private static final Map<String, String> RESOURCE_FIELDS = Map.of(
            "resource_url", "url",
            "resource_name", "name",
            "resource_description", "description",
            "resource_format", "format");

    private final Vertx vertx;
    private final String bootstrap;
    private final Elsewhere elsewhere;

    NdpSearch(Vertx vertx, String bootstrap) {
        this.vertx = vertx;
        this.elsewhere = new Elsewhere(vertx);
        this.bootstrap = bootstrap;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, Faults.around(WORDING, this::byTerms)),
                Route.post(PATH, Role.VIEWER, Faults.around(WORDING, this::byForm))
                        .withoutReplay());
    }

    /** A text that must be in the value at {@code key} of a dataset's JSON; null: anywhere in it. */
    private record Term(@Nullable String key, String text) {
        boolean isIn(JsonNode dataset) {
            JsonNode place = key == null ? dataset : dataset.path(key);
            JsonNode extra = key == null ? place : dataset.path("extras").path(key);
            return contains(place) || contains(extra);
        }

        private boolean contains(JsonNode node) {
            String json = node.isTextual() ? node.textValue() : node.toString();
            return json.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
        }
    }

    private Future<Answer> byTerms(Call call) {
        Server server = Server.of(call, Server.GLOBAL);
        List<String> terms = call.request().params().getAll("terms");
        List<String> keys = call.request().params().getAll("keys");
        if (terms.isEmpty()) {
            call.violations().add("/terms", "\"terms\" is required");
            Faults.check(call.violations());
        }
        if (!keys.isEmpty() && keys.size() != terms.size()) {
            throw new Problem.Invalid(
                            "The number of keys must match the number of terms, or keys must be omitted.", List.of())
                    .toException();
        }
        List<Term> wanted = IntStream.range(0, terms.size())
                .mapToObj(i ->
                        new Term(keys.isEmpty() || keys.get(i).equals(ANYWHERE) ? null : keys.get(i), terms.get(i)))
                .toList();
        return answer(call, server, wanted, found -> found);
    }

    /** Here, and for the global server elsewhere too; a header says who was asked and who did not answer. */
    private Future<Answer> answer(Call call, Server server, List<Term> terms, UnaryOperator<List<JsonNode>> select) {
        Future<List<JsonNode>> here = matching(call.caller(), terms);
        if (server == Server.LOCAL) {
            return here.map(found -> Answer.ok(select.apply(found)));
        }
        List<String> words = terms.stream().map(Term::text).distinct().toList();
        Future<Elsewhere.Found> there = elsewhere.search(call.caller(), words);
        return Future.all(here, there).map(both -> {
            Stream<JsonNode> others = there.result().datasets().stream()
                    .filter(dataset -> terms.stream().allMatch(term -> term.isIn(dataset)));
            List<JsonNode> all = Stream.concat(here.result().stream(), others)
                    .limit(MAX_FOUND)
                    .toList();
            return Answer.ok(select.apply(all)).with(CATALOGS, there.result().states());
        });
    }

    /**
     * Datasets of this catalog. The catalog looks for substrings of whatever describes a dataset, tags and contacts too; what only this API
     * shows, and where a term is, is looked for in what it finds.
     */
    private Future<List<JsonNode>> matching(Caller caller, List<Term> terms) {
        List<String> keywords = terms.stream()
                .map(Term::text)
                .filter(text -> !text.isBlank() && !isMadeHere(text))
                .distinct()
                .toList();
        Future<List<Dataset>> described = Catalog.MATCH_DATASETS
                .call(vertx, new Catalog.MatchDatasets(caller, keywords, true))
                .map(Catalog.Datasets::items);
        return Future.all(described, named(caller, keywords)).map(both -> {
            Predicate<JsonNode> fits = dataset -> terms.stream().allMatch(term -> term.isIn(dataset));
            Stream<JsonNode> byText = described.result().stream()
                    .<JsonNode>map(this::view)
                    .filter(dataset -> terms.stream()
                            .allMatch(term ->
                                    (term.key() == null && keywords.contains(term.text())) || term.isIn(dataset)));
            Stream<JsonNode> byId = both.<List<Dataset>>resultAt(1).stream()
                    .<JsonNode>map(this::view)
                    .filter(fits);
            return Stream.concat(byId, byText).distinct().toList();
        });
    }

    private JsonNode view(Dataset dataset) {
        return Json.MAPPER.valueToTree(NdpDataset.of(dataset, bootstrap));
    }

    /** An id describes nothing, but it is in the JSON. */
    private Future<List<Dataset>> named(Caller caller, List<String> keywords) {
        return keywords.stream()
                .filter(text -> Registry.ID.matcher(text).matches())
                .findFirst()
                .map(id -> Catalog.FIND_DATASET
                        .call(vertx, new Catalog.FindDataset(caller, id))
                        .map(List::of)
                        .recover(failure -> ProblemException.isNotFound(failure)
                                ? Future.succeededFuture(List.of())
                                : Future.failedFuture(failure)))
                .orElseGet(() -> Future.succeededFuture(List.of()));
    }

    /** Where the platform's own broker is, and words that stand for others here. */
    private boolean isMadeHere(String text) {
        NdpDataset.Place own = NdpDataset.Place.of(bootstrap, "");
        String folded = text.toLowerCase(Locale.ROOT);
        return folded.equals("txt")
                || folded.startsWith("hosted at")
                || Stream.of(own.host(), own.port(), own.host() + ":" + own.port())
                        .anyMatch(folded::equals);
    }

    private Future<Answer> byForm(Call call) {
        Fields body = call.fields();
        List<Term> terms = new ArrayList<>();
        List<Term> resources = new ArrayList<>();
        String words = text(body, "search_term");
        if (words == null) {
            FIELDS.forEach((field, key) -> add(terms, key, text(body, field)));
        } else {
            Arrays.stream(words.split(","))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .forEach(word -> add(terms, null, word));
        }
        RESOURCE_FIELDS.forEach((field, key) -> add(resources, key, text(body, field)));
        for (String filter :
                Objects.requireNonNullElse(body.optionalTexts("filter_list", MAX_FILTERS), List.<String>of())) {
            int colon = filter.indexOf(':');
            add(terms, colon < 0 ? null : filter.substring(0, colon), filter.substring(colon + 1));
        }
        String server = Objects.requireNonNullElse(body.optionalText("server"), "global");
        String timestamp = text(body, "timestamp");
        Faults.check(body.violations());
        List<Term> all = new ArrayList<>(terms);
        resources.forEach(term -> all.add(new Term(null, term.text())));
        TimeRange range = TimeRange.of(timestamp);
        return answer(
                call,
                Server.of(server),
                all,
                found -> range.select(found.stream()
                        .map(dataset -> withResources(dataset, resources))
                        .filter(dataset -> resources.isEmpty()
                                || !dataset.path("resources").isEmpty())
                        .toList()));
    }

    /** Only resources that are exactly as asked stay. */
    private static JsonNode withResources(JsonNode dataset, List<Term> wanted) {
        if (!wanted.isEmpty()) {
            Iterator<JsonNode> kept = dataset.path("resources").elements();
            while (kept.hasNext()) {
                JsonNode resource = kept.next();
                boolean fits = wanted.stream().allMatch(term -> resource.path(String.valueOf(term.key()))
                        .asText()
                        .equals(term.text()));
                if (!fits) {
                    kept.remove();
                }
            }
        }
        return dataset;
    }

    private static void add(List<Term> terms, @Nullable String key, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            terms.add(new Term(key, text));
        }
    }

    private static @Nullable String text(Fields body, String name) {
        String text = body.optionalText(name);
        if (text != null && text.length() > MAX_TEXT) {
            body.violations().add(body.at(name), "at most " + MAX_TEXT + " characters");
            return null;
        }
        return text;
    }
}
