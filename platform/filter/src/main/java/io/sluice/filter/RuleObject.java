package io.sluice.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One object of a structured rule; what is not as expected is refused with its pointer. */
final class RuleObject {
    private final Map<?, ?> members;
    private final String pointer;
    private final BiFunction<String, String, SyntaxError> refuse;
    private final Set<String> asked = new HashSet<>();

    /** @param refuse takes a pointer and a message */
    RuleObject(@Nullable Object value, String pointer, BiFunction<String, String, SyntaxError> refuse) {
        if (!(value instanceof Map<?, ?> object)) {
            throw refuse.apply(pointer, "expected a rule: a JSON object with its type");
        }
        this.members = object;
        this.pointer = pointer;
        this.refuse = refuse;
    }

    private @Nullable Object find(String name) {
        asked.add(name);
        return members.get(name);
    }

    SyntaxError refuse(String name, String message) {
        return refuse.apply(at(name), message);
    }

    private String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    String text(String name) {
        if (find(name) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw refuse(name, "expected a text for '" + name + "'");
    }

    void optionalText(String name) {
        Object value = find(name);
        if (value != null && !(value instanceof String)) {
            throw refuse(name, "expected a text for '" + name + "'");
        }
    }

    /** False when absent. */
    boolean flag(String name) {
        Object value = find(name);
        if (value != null && !(value instanceof Boolean)) {
            throw refuse(name, "expected true or false for '" + name + "'");
        }
        return Boolean.TRUE.equals(value);
    }

    /** Whether it is there, and null. */
    boolean isNull(String name) {
        return find(name) == null && members.containsKey(name);
    }

    Object scalar(String name) {
        Object value = find(name);
        if (value instanceof String || value instanceof Boolean || value instanceof BigDecimal) {
            return value;
        }
        throw refuse(name, "expected a text, a number, true or false for '" + name + "'");
    }

    List<Object> scalars(String name) {
        if (!(find(name) instanceof List<?> list)) {
            throw refuse(name, "expected a list for '" + name + "'");
        }
        List<Object> scalars = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            boolean scalar = item instanceof String || item instanceof Boolean || item instanceof BigDecimal;
            if (!scalar || item == null) {
                throw refuse.apply(at(name) + "/" + i, "expected a text, a number, true or false");
            }
            scalars.add(item);
        }
        return scalars;
    }

    List<RuleObject> objects(String name) {
        if (!(find(name) instanceof List<?> list)) {
            throw refuse(name, "expected a list of rules for '" + name + "'");
        }
        List<RuleObject> objects = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            objects.add(new RuleObject(list.get(i), at(name) + "/" + i, refuse));
        }
        return objects;
    }

    /** Refuses the first member that nothing has asked for. */
    void end() {
        for (Object name : members.keySet()) {
            if (!asked.contains(name.toString())) {
                throw refuse(name.toString(), "there is no '" + name + "' in this rule");
            }
        }
    }
}
