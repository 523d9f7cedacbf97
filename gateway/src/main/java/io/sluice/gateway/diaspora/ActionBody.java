package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for an action. What is of the right form and still cannot be done is told by the action, which fails.
 *
 * @param values null: neither {@code value} nor {@code msgs} was there
 * @param keys one for all records, or one for each; empty: none
 * @param since the earliest time of a record, in epoch milliseconds
 * @param group whose commits say where reading begins; null: none
 * @param filters each a JSON object; a record is wanted if one of them matches
 */
record ActionBody(
        boolean produces,
        String topic,
        @Nullable List<JsonNode> values,
        List<String> keys,
        boolean oneKey,
        long since,
        @Nullable String group,
        List<JsonNode> filters,
        @Nullable String servers) {
    static final int MAX_RECORDS = 1_000;
    static final ActionBody NONE = new ActionBody(false, "", null, List.of(), false, 0, null, List.of(), null);

    /** The end of the year 9999. */
    private static final long LATEST = 253_402_300_799_999L;

    private static final int MAX_FILTERS = 100;
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** @param json what {@code fields} reads, for what is passed on as it is */
    static ActionBody read(Fields fields, JsonNode json) {
        Violations violations = fields.violations();
        String action = fields.text("action");
        if (!action.isEmpty() && !action.equals("produce") && !action.equals("consume")) {
            violations.add(fields.at("action"), "expected produce or consume");
        }
        String topic = fields.text("topic");
        String key = fields.optionalText("key");
        Object value = fields.optionalObject("value");
        Object msgs = fields.any("msgs");
        List<String> keys = keys(fields, json);
        Long since = fields.optionalWhole("ts", 0, LATEST);
        String group = fields.optionalText("group_id");
        if (group != null && !GROUP.matcher(group).matches()) {
            violations.add(fields.at("group_id"), "expected 1 to 64 letters, digits, dots, - and _");
        }
        boolean filtered = fields.any("filters") != null;
        String servers = fields.optionalText("servers");
        fields.end();
        boolean list = msgs != null;
        List<JsonNode> values = list ? objects(fields, json, "msgs", MAX_RECORDS) : null;
        return new ActionBody(
                action.equals("produce"),
                topic,
                list ? values : value == null ? null : List.of(json.path("value")),
                list || key == null ? keys : List.of(key),
                list ? json.path("keys").isTextual() : key != null,
                since == null ? 0 : since,
                group,
                filtered ? objects(fields, json, "filters", MAX_FILTERS) : List.of(),
                servers);
    }

    private static List<String> keys(Fields fields, JsonNode json) {
        JsonNode keys = json.path("keys");
        return keys.isTextual() ? List.of(fields.text("keys", "")) : fields.texts("keys", MAX_RECORDS);
    }

    private static List<JsonNode> objects(Fields fields, JsonNode json, String name, int most) {
        JsonNode list = json.path(name);
        if (!list.isArray() || list.size() > most) {
            fields.violations().add(fields.at(name), "expected a list of at most " + most + " objects");
            return List.of();
        }
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode each : list) {
            if (!each.isObject()) {
                fields.violations().add(fields.at(name) + "/" + objects.size(), "expected a JSON object");
            }
            objects.add(each);
        }
        return objects;
    }

    /** The key of a record; null: none. */
    @Nullable String key(int i) {
        return keys.isEmpty() ? null : keys.get(oneKey ? 0 : i);
    }

    /** Why it cannot be written; null: it can. */
    @Nullable String writeFault() {
        if (values == null) {
            return "missing msgs: expected value, or msgs";
        } else if (values.isEmpty()) {
            return "msgs is empty";
        } else if (!oneKey && !keys.isEmpty() && keys.size() != values.size()) {
            return "the number of keys must match the number of msgs: there are " + keys.size() + " and "
                    + values.size();
        }
        return null;
    }
}
