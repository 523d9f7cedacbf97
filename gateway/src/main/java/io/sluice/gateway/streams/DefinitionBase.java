package io.sluice.gateway.streams;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Streams.Definition;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.RuleTexts;
import io.sluice.query.Form;
import io.sluice.query.Form.JoinForm;
import io.sluice.query.Query;
import io.sluice.query.Ref;
import io.sluice.runtime.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a definition starts from that is a change of another one: whatever the change does not say.
 *
 * @param json in the words of a request
 * @param sources of a query, where the request names none
 * @param joins of a query, where the request has none; JSON cannot say what they are secured with
 * @param isQuery it is more than a filter
 */
record DefinitionBase(ObjectNode json, List<Ref> sources, List<JoinForm> joins, boolean isQuery) {
    /** Of a window, as its type has them. */
    private static final List<String> EXTENT = List.of("size", "advance", "gap");

    private static final List<String> NAMES = List.of("keywords", "datasets", "topics");

    DefinitionBase {
        sources = List.copyOf(sources);
        joins = List.copyOf(joins);
    }

    /** Of a definition that is no change of another one. */
    static DefinitionBase none() {
        return new DefinitionBase(Json.MAPPER.createObjectNode(), List.of(), List.of(), false);
    }

    /** @param change says what is to be otherwise; what is null there is taken away */
    static DefinitionBase of(Definition old, Fields change) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("from", old.from().isBlank() ? "latest" : old.from());
        branches(json, old.branches());
        if (change.has("sql")) {
            return new DefinitionBase(without(json, change), List.of(), List.of(), false);
        } else if (!old.sql().isEmpty()) {
            return query(json, old.sql(), change);
        }
        texts(json, old.where(), old.select());
        if (!old.filters().isEmpty()) {
            ArrayNode filters = json.putArray("filters");
            old.filters().forEach(rule -> filters.add(RuleTexts.shown(rule)));
        }
        if (old.batchMode()) {
            json.put("batch_mode", true);
        }
        if (!namesSources(change)) {
            names(json.putObject("source"), old);
        }
        return new DefinitionBase(without(json, change), List.of(), List.of(), false);
    }

    private static DefinitionBase query(ObjectNode json, String sql, Fields change) {
        Form form = Form.of(Query.parse(sql).orElseThrow(), List.of());
        texts(json, text(form.where()), text(form.select()));
        Map<String, Object> window = QueryView.of(form.window());
        if (window != null) {
            ObjectNode members = Json.MAPPER.valueToTree(window);
            if (change.any("window") instanceof Map<?, ?> other && other.containsKey("type")) {
                members.remove(EXTENT);
            }
            json.set("window", members);
        }
        boolean alone = change.isNull("join");
        if (form.alias() != null && !alone) {
            json.put("alias", text(form.alias()));
        }
        return new DefinitionBase(
                without(json, change),
                namesSources(change) ? List.of() : form.sources(),
                alone || change.has("join") ? List.of() : form.joins(),
                true);
    }

    private static String text(Form.@Nullable Text text) {
        return text == null ? "" : text.value();
    }

    private static void texts(ObjectNode json, String where, String select) {
        if (!where.isEmpty()) {
            json.put("where", where);
        }
        if (!select.isEmpty()) {
            json.put("select", select);
        }
    }

    private static void branches(ObjectNode json, List<Definition.Branch> branches) {
        if (branches.isEmpty()) {
            return;
        }
        ArrayNode list = json.putArray("branches");
        for (Definition.Branch branch : branches) {
            ObjectNode one = list.addObject().put("name", branch.name()).put("where", branch.where());
            if (!branch.topic().isEmpty()) {
                one.put("topic", branch.topic());
            }
        }
    }

    private static void names(ObjectNode source, Definition old) {
        Map<String, List<String>> kinds =
                Map.of("keywords", old.keywords(), "datasets", old.datasets(), "topics", old.topics());
        kinds.forEach((kind, names) -> {
            if (!names.isEmpty()) {
                ArrayNode list = source.putArray(kind);
                names.forEach(list::add);
            }
        });
        if (!old.keywords().isEmpty()) {
            source.put("match_all", old.matchAll());
        }
    }

    private static boolean namesSources(Fields change) {
        return change.any("source") instanceof Map<?, ?> source
                && NAMES.stream().anyMatch(source::containsKey);
    }

    /** What the change says inside of its source is not said beside it. */
    private static ObjectNode without(ObjectNode json, Fields change) {
        if (change.any("source") instanceof Map<?, ?> source) {
            source.keySet().forEach(name -> json.remove(String.valueOf(name)));
        }
        return json;
    }
}
