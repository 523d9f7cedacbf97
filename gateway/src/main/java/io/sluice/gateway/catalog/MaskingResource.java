package io.sluice.gateway.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.contract.Catalog;
import io.sluice.contract.Masking;
import io.sluice.contract.Masking.Rule;
import io.sluice.contract.Masking.Rules;
import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.contract.Violation;
import io.sluice.filter.Filter;
import io.sluice.filter.Mask;
import io.sluice.filter.Parsed;
import io.sluice.filter.Path;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.FilterTexts;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Violations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people do not see of a dataset's records; for those who manage it and may write to its topic. */
public final class MaskingResource {
    private static final String PATH = "/api/v1/datasets/{dataset}/masking";
    private static final int MAX_GROUPS = 100;

    private final Vertx vertx;

    public MaskingResource(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::find),
                Route.put(PATH, Role.VIEWER, this::put),
                Route.delete(PATH, Role.VIEWER, this::delete));
    }

    record View(List<RuleView> rules) {
        static View of(Rules rules) {
            return new View(rules.items().stream()
                    .map(rule -> new RuleView(rule.groups(), rule.except(), rule.mask(), rule.rows()))
                    .toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record RuleView(
            List<String> groups,
            List<String> except,
            Map<String, String> mask,
            @Nullable String rows) {}

    private Future<Answer> find(Call call) {
        call.bare();
        return Masking.FIND
                .call(vertx, new Masking.FindRules(call.caller(), call.path("dataset")))
                .map(rules -> Answer.ok(View.of(rules)));
    }

    private Future<Answer> put(Call call) {
        call.query().end();
        Fields fields = call.fields();
        List<Rule> rules = fields.list("rules", Masking.MAX_RULES).stream()
                .map(MaskingResource::rule)
                .toList();
        fields.end();
        fields.violations().check();
        return put(call, new Rules(rules)).map(put -> Answer.ok(View.of(put)));
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return put(call, Rules.NONE).map(put -> Answer.noContent());
    }

    /** Otherwise somebody could hide from others what is theirs, by a dataset that points to their topic. */
    private Future<Rules> put(Call call, Rules rules) {
        return Catalog.FIND_DATASET
                .call(vertx, new Catalog.FindDataset(call.caller(), call.path("dataset")))
                .compose(dataset -> Topics.AUTHORIZE.call(
                        vertx, new Topics.AuthorizeTopic(call.caller(), dataset.topic(), Topics.Access.WRITE)))
                .compose(may ->
                        Masking.PUT.call(vertx, new Masking.PutRules(call.caller(), call.path("dataset"), rules)));
    }

    private static Rule rule(Fields fields) {
        Violations violations = fields.violations();
        List<String> groups = fields.texts("groups", MAX_GROUPS);
        List<String> except = fields.texts("except", MAX_GROUPS);
        Map<String, String> mask = new LinkedHashMap<>();
        @Nullable Map<String, @Nullable String> given = fields.optionalTextMap("mask", false);
        if (given != null) {
            given.forEach((field, action) -> {
                String pointer =
                        fields.at("mask") + "/" + field.replace("~", "~0").replace("/", "~1");
                Path path = read(Mask.path(field), pointer, violations);
                Mask.Action done = read(Mask.action(String.valueOf(action)), pointer, violations);
                if (path != null && done != null) {
                    mask.put(path.toString(), done.print());
                }
            });
        }
        String rows = fields.optionalText("rows");
        Filter filter = rows == null ? Filter.ALL : FilterTexts.where(rows, fields.at("rows"), violations);
        if (mask.isEmpty() && filter.equals(Filter.ALL)) {
            violations.add(fields.at("mask"), "a rule masks fields, or limits the rows, or both");
        }
        fields.end();
        return new Rule(groups, except, mask, filter.equals(Filter.ALL) ? null : filter.print());
    }

    private static <T> @Nullable T read(Parsed<T> parsed, String pointer, Violations violations) {
        parsed.violations().forEach(fault -> violations.add(new Violation(pointer, fault.message(), fault.position())));
        return parsed instanceof Parsed.Ok<T> ok ? ok.value() : null;
    }
}
