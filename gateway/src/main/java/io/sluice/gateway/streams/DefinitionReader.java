package io.sluice.gateway.streams;

import io.sluice.contract.Secret;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams;
import io.sluice.contract.Violation;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.FilterTexts;
import io.sluice.gateway.http.RuleTexts;
import io.sluice.gateway.http.Violations;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a new stream is to be. {@code where}, {@code filters}, {@code select} and {@code from} may be inside {@code source} or beside it. */
final class DefinitionReader {
    private static final int MAX_SOURCES = 1000;
    private static final String LATEST = "latest";

    private final Fields body;
    private final @Nullable Fields source;
    private final Violations violations;

    DefinitionReader(Fields body) {
        this.body = body;
        this.source = body.fields("source");
        this.violations = body.violations();
    }

    Streams.Definition read() {
        Fields from = source == null ? body : source;
        List<String> keywords = source == null ? List.of() : source.texts("keywords", MAX_SOURCES);
        List<String> datasets = source == null ? List.of() : source.texts("datasets", MAX_SOURCES);
        List<String> topics = source == null ? List.of() : source.texts("topics", MAX_SOURCES);
        boolean matchAll = source == null || source.flag("match_all", true);
        long kinds = Stream.of(keywords, datasets, topics)
                .filter(names -> !names.isEmpty())
                .count();
        if (source != null && kinds != 1) {
            violations.add("/source", "expected exactly one of keywords, datasets and topics, with at least one name");
        }
        Placed where = placed("where");
        FilterTexts.where(where.text(), where.pointer(), violations);
        Placed select = placed("select");
        FilterTexts.select(select.text(), select.pointer(), violations);
        List<String> filters = filters();
        Placed start = placed("from");
        String begin = start.text().isEmpty() ? LATEST : start.text();
        violations.collect(() -> StartAt.parse(begin, start.pointer()));
        boolean batchMode = batchMode();
        for (Fields fields : List.of(body, from)) {
            fields.notYet("window", "join");
        }
        if (source != null) {
            source.end();
        }
        return new Streams.Definition(keywords, matchAll, datasets, topics, where.text(), select.text(), begin, filters)
                .withBatchMode(batchMode);
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
