package io.sluice.gateway.filters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.filter.Filter;
import io.sluice.filter.Parsed;
import io.sluice.filter.Pipeline;
import io.sluice.filter.Projection;
import io.sluice.filter.Rules;
import io.sluice.filter.Violation;
import io.sluice.gateway.browse.Places;
import io.sluice.gateway.browse.Verdicts;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.RuleTexts;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says what a filter means, what is wrong with it, and how it judges the newest records of a source. Changes nothing. */
public final class FiltersResource {
    private static final int DEFAULT_SAMPLE = 20;
    private static final Pipeline NO_RULES = Pipeline.of(Filter.ALL, Projection.ALL);

    private final Places places;
    private final Verdicts verdicts;

    public FiltersResource(Places places, Verdicts verdicts) {
        this.places = places;
        this.verdicts = verdicts;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/v1/filters/check", Role.VIEWER, this::check).withoutReplay());
    }

    /**
     * @param in the property that the fault is in: {@code where}, {@code filters} or {@code select}
     * @param pointer to the part of the property, in {@code filters} only; a position is in the text there
     */
    record Fault(String in, @Nullable String pointer, String message, int position, int length) {
        static Fault of(String in, Violation violation) {
            return new Fault(in, null, violation.message(), violation.position(), violation.length());
        }

        static Fault of(Rules.Fault fault) {
            int position = fault.position() == null ? 0 : fault.position();
            return new Fault("filters", "/filters" + fault.pointer(), fault.message(), position, fault.length());
        }
    }

    /**
     * @param tree null when there are errors in {@code where} or {@code filters}; with filters the steps of all that was given
     * @param print the canonical text; with filters a step on each line
     */
    record Checked(
            boolean ok,

            @JsonRawValue @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String tree,

            @Nullable String print,
            SortedSet<String> fields,
            List<Fault> errors,
            List<Fault> warnings,
            @Nullable List<Verdicts.Verdict> verdicts) {

        Checked with(List<Verdicts.Verdict> judged) {
            return new Checked(ok, tree, print, fields, errors, warnings, judged);
        }
    }

    private Future<Answer> check(Call call) {
        call.query().end();
        Fields fields = call.fields();
        Parsed<Filter> where = Filter.parse(fields.text("where", ""));
        Parsed<Projection> select = Projection.parse(fields.text("select", ""));
        int sample = fields.whole("sample", DEFAULT_SAMPLE, 1, 100);
        Source source = source(fields.optionalFields("source"));
        List<String> texts = RuleTexts.read(fields, "filters");
        fields.end();
        fields.violations().check();
        if (source == null) {
            return Future.succeededFuture(Answer.ok(checked(where, Rules.compile(texts), select)));
        }
        // The right to the source is proven even for a filter that is at fault.
        return Future.all(find(call, source), columns(call, source))
                .compose(both -> {
                    Rules rules = Rules.compile(texts, both.<List<String>>resultAt(1));
                    Checked checked = checked(where, rules, select);
                    return checked.ok()
                            ? verdicts.of(call, both.resultAt(0), pipeline(where, rules, select), sample)
                                    .map(checked::with)
                            : Future.succeededFuture(checked);
                })
                .map(Answer::ok);
    }

    private Future<List<String>> columns(Call call, Source source) {
        return source.kind().equals("dataset")
                ? places.columns(call.caller(), source.name())
                : Future.succeededFuture(List.of());
    }

    /** Of parts without errors. */
    private static Pipeline pipeline(Parsed<Filter> where, Rules rules, Parsed<Projection> select) {
        return rules.orElseThrow().pipeline().between(where.orElseThrow(), select.orElseThrow());
    }

    private static Checked checked(Parsed<Filter> where, Rules rules, Parsed<Projection> select) {
        List<Fault> errors = new ArrayList<>();
        where.violations().forEach(violation -> errors.add(Fault.of("where", violation)));
        rules.faults().forEach(fault -> errors.add(Fault.of(fault)));
        select.violations().forEach(violation -> errors.add(Fault.of("select", violation)));
        SortedSet<String> fields = new TreeSet<>();
        if (select instanceof Parsed.Ok<Projection> projection) {
            fields.addAll(projection.value().fields());
        }
        if (rules instanceof Rules.Compiled compiled) {
            fields.addAll(compiled.fields());
        }
        if (!(where instanceof Parsed.Ok<Filter> filter)) {
            return new Checked(false, null, null, fields, errors, List.of(), null);
        }
        fields.addAll(filter.value().fields());
        List<Fault> warnings = filter.value().warnings().stream()
                .map(warning -> Fault.of("where", warning))
                .toList();
        if (!(rules instanceof Rules.Compiled compiled)) {
            return new Checked(false, null, null, fields, errors, warnings, null);
        } else if (compiled.pipeline().equals(NO_RULES)) {
            String print = filter.value().print();
            return new Checked(errors.isEmpty(), filter.value().treeJson(), print, fields, errors, warnings, null);
        }
        Pipeline all = compiled.pipeline().between(filter.value(), select.orElse(faults -> Projection.ALL));
        return new Checked(errors.isEmpty(), all.treeJson(), all.print(), fields, errors, warnings, null);
    }

    private record Source(String kind, String name) {}

    private static @Nullable Source source(@Nullable Fields source) {
        if (source == null) {
            return null;
        }
        List<Source> named = new ArrayList<>();
        for (String kind : List.of("topic", "dataset", "stream")) {
            String name = source.optionalText(kind);
            if (name != null) {
                named.add(new Source(kind, name));
            }
        }
        source.end();
        if (named.size() != 1) {
            source.violations().add("/source", "expected exactly one of topic, dataset and stream");
            return null;
        }
        return named.get(0);
    }

    private Future<Topics.TopicAccess> find(Call call, Source source) {
        String name = Objects.requireNonNull(source.name());
        return switch (source.kind()) {
            case "dataset" -> places.dataset(call.caller(), name);
            case "stream" -> places.stream(call.caller(), name);
            default -> places.topic(call.caller(), name);
        };
    }
}
