package io.sluice.gateway.streams;

import io.sluice.contract.Secret;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams;
import io.sluice.contract.Violation;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.FilterTexts;
import io.sluice.gateway.http.RuleTexts;
import io.sluice.gateway.http.Violations;
import io.sluice.query.Form.Text;
import io.sluice.query.Ref;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a new stream is to be. {@code where}, {@code filters}, {@code select} and {@code from} may be inside {@code source} or beside it. */
final class DefinitionReader {
    private static final int MAX_SOURCES = 1000;
    private static final String LATEST = "latest";
    /** Of faults of a query's inputs. */
    private static final String INPUTS = "/query/inputs/";

    private final Fields body;
    private final @Nullable Fields source;
    private final Violations violations;
    private final QueryReader query;
    private final DefinitionBase base;

    /** Of a new stream. */
    DefinitionReader(Fields body) {
        this(body, DefinitionBase.none());
    }

    /** @param body what is said, over the JSON of the base */
    DefinitionReader(Fields body, DefinitionBase base) {
        this.body = body;
        this.base = base;
        this.source = body.has("sql") || base.isQuery() ? body.optionalFields("source") : body.fields("source");
        this.violations = body.violations();
        this.query = new QueryReader(body, base);
    }

    Streams.Definition read() {
        return query.isSql() ? sql() : parts();
    }

    /** All in one text; what else it could be said by must not be there. */
    private Streams.Definition sql() {
        for (String name : List.of("source", "where", "select", "filters", "window", "join", "batch_mode", "alias")) {
            if (body.has(name)) {
                violations.add(body.at(name), "\"" + name + "\" is said by \"sql\"");
            }
        }
        Placed start = placed("from");
        String begin = start.text().isEmpty() ? LATEST : start.text();
        violations.collect(() -> StartAt.parse(begin, start.pointer()));
        return Streams.Definition.query(query.sql(), begin).withBranches(query.branches());
    }

    private Streams.Definition parts() {
        Fields from = source == null ? body : source;
        List<String> keywords = source == null ? List.of() : source.texts("keywords", MAX_SOURCES);
        List<String> datasets = source == null ? List.of() : source.texts("datasets", MAX_SOURCES);
        List<String> topics = source == null ? List.of() : source.texts("topics", MAX_SOURCES);
        boolean matchAll = source == null || source.flag("match_all", true);
        long kinds = Stream.of(keywords, datasets, topics)
                .filter(names -> !names.isEmpty())
                .count();
        if (source != null && kinds != 1 && (kinds > 1 || base.sources().isEmpty())) {
            violations.add("/source", "expected exactly one of keywords, datasets and topics, with at least one name");
        }
        Placed where = placed("where");
        Placed select = placed("select");
        if (!query.isForm()) {
            FilterTexts.where(where.text(), where.pointer(), violations);
            FilterTexts.select(select.text(), select.pointer(), violations);
        }
        List<String> filters = filters();
        Placed start = placed("from");
        String begin = start.text().isEmpty() ? LATEST : start.text();
        violations.collect(() -> StartAt.parse(begin, start.pointer()));
        boolean batchMode = batchMode();
        if (source != null) {
            source.end();
        }
        if (query.isForm()) {
            for (String name : List.of("filters", "batch_mode")) {
                if (body.has(name) || from.has(name)) {
                    violations.add(body.at(name), "\"" + name + "\" has no meaning beside a window or a join");
                }
            }
            if (!keywords.isEmpty()) {
                violations.add("/source/keywords", "a stream with a window or a join names its topics or datasets");
            }
            List<Ref> named = Stream.concat(
                            topics.stream().map(name -> new Ref(Ref.Kind.TOPIC, name)),
                            datasets.stream().map(name -> new Ref(Ref.Kind.DATASET, name)))
                    .toList();
            return query.form(
                            new QueryReader.Parts(named.isEmpty() ? base.sources() : named, text(where), text(select)))
                    .map(said -> Streams.Definition.query(said.sql(), begin).withBranches(said.branches()))
                    .orElse(Streams.Definition.query("", begin));
        }
        return new Streams.Definition(keywords, matchAll, datasets, topics, where.text(), select.text(), begin, filters)
                .withBatchMode(batchMode)
                .withBranches(query.branches());
    }

    private static @Nullable Text text(Placed placed) {
        return placed.text().isEmpty() ? null : new Text(placed.pointer(), placed.text());
    }

    /** What tables from outside are loaded with; none when absent. */
    Map<String, Secret> connections() {
        return query.connections();
    }

    /** At one of the two places. */
    private boolean batchMode() {
        Boolean beside = body.optionalFlag("batch_mode");
        Boolean inside = source == null ? null : source.optionalFlag("batch_mode");
        if (beside != null && inside != null && !beside.equals(inside)) {
            violations.add(body.at("batch_mode"), "\"batch_mode\" is given twice, here and in source");
        }
        return Boolean.TRUE.equals(beside) || Boolean.TRUE.equals(inside);
    }

    /** What secured sources are read with that have no credentials of their own; none when absent. */
    Map<String, Secret> credentials() {
        Fields given = body.optionalFields("credentials");
        if (given == null) {
            return Map.of();
        }
        Map<String, Secret> credentials = Map.of(
                Streams.CreateStream.USERNAME, new Secret(given.text("username")),
                Streams.CreateStream.PASSWORD, new Secret(given.text("password")));
        given.end();
        return credentials;
    }

    /** A fault that was found later, at the place where the caller wrote what is at fault. */
    Violation placed(Violation fault) {
        if (fault.pointer().startsWith(INPUTS)) {
            return input(fault, fault.pointer().substring(INPUTS.length()).split("/"));
        }
        for (String name : List.of("where", "filters", "select", "from")) {
            String pointer = "/source/" + name;
            boolean within = fault.pointer().equals(pointer) || fault.pointer().startsWith(pointer + "/");
            if (within && body.has(name)) {
                return new Violation(
                        body.at(name) + fault.pointer().substring(pointer.length()), fault.reason(), fault.position());
            }
        }
        return fault;
    }

    /** @param place number of the input, and of the source in it */
    private Violation input(Violation fault, String[] place) {
        int input = Integer.parseInt(place[0]);
        if (body.has("sql")) {
            String name = fault.reason().replaceAll("(?s)^[^\"]*\"|\".*$", "");
            int position = body.text("sql").indexOf(name);
            return new Violation(body.at("sql"), fault.reason(), position < 0 ? null : position);
        } else if (input == 0) {
            String kind = source != null && source.has("topics") ? "topics" : "datasets";
            return new Violation("/source/" + kind + (place.length > 1 ? "/" + place[1] : ""), fault.reason());
        }
        boolean isList = body.any("join") instanceof List<?>;
        return new Violation(body.at("join") + (isList ? "/" + (input - 1) : ""), fault.reason());
    }

    /** The rules of the stream; at one of the two places. */
    private List<String> filters() {
        boolean beside = body.has("filters");
        boolean inside = source != null && source.has("filters");
        if (beside && inside) {
            violations.add(body.at("filters"), "\"filters\" is given twice, here and in source");
        }
        Fields holder = inside && source != null ? source : body;
        List<String> filters = RuleTexts.read(holder, "filters");
        RuleTexts.check(filters, holder.at("filters"), violations);
        return filters;
    }

    private record Placed(String text, String pointer) {}

    private Placed placed(String name) {
        String beside = body.optionalText(name);
        String inside = source == null ? null : source.optionalText(name);
        if (beside != null && inside != null && !beside.equals(inside)) {
            violations.add(body.at(name), "\"" + name + "\" is given twice, here and in source");
        }
        if (inside != null && source != null) {
            return new Placed(inside, source.at(name));
        }
        return new Placed(beside == null ? "" : beside, body.at(name));
    }
}
