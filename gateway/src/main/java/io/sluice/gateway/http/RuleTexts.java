package io.sluice.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.contract.Violation;
import io.sluice.filter.Rules;
import io.sluice.runtime.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** NDP rules in a request, mixed: a text, or an object, which is carried as its JSON. */
public final class RuleTexts {
    private RuleTexts() {}

    /** The rules of a property; none when it is absent or no list. */
    public static List<String> read(Fields fields, String name) {
        Object value = fields.any(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            fields.violations().add(fields.at(name), "expected a list of rules");
            return List.of();
        }
        List<String> rules = new ArrayList<>();
        for (Object rule : list) {
            if (rule instanceof Map<?, ?>) {
                rules.add(json(rule));
            } else if (rule instanceof String text && !text.stripLeading().startsWith("{")) {
                rules.add(text);
            } else {
                fields.violations().add(fields.at(name) + "/" + rules.size(), "expected a rule: a text or an object");
                rules.add("");
            }
        }
        return rules;
    }

    /** Reports what is wrong with the rules, each at its place below the pointer. */
    public static void check(List<String> rules, String pointer, Violations violations) {
        for (Rules.Fault fault : Rules.compile(rules).faults()) {
            violations.add(new Violation(pointer + fault.pointer(), fault.message(), fault.position()));
        }
    }

    /** As it was given. */
    public static JsonNode shown(String rule) {
        if (!rule.startsWith("{")) {
            return TextNode.valueOf(rule);
        }
        try {
            return Json.MAPPER.readTree(rule);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String json(Object rule) {
        try {
            return Json.MAPPER.writeValueAsString(rule);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
