package io.sluice.gateway.http;

import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the query parameters of a request the way {@link Fields} reads a body; the pointer of a parameter is {@code /name}. */
public final class Query {
    private final MultiMap parameters;
    private final Violations violations;
    private final Set<String> asked = new LinkedHashSet<>();

    Query(MultiMap parameters, Violations violations) {
        this.parameters = parameters;
        this.violations = violations;
    }

    public Violations violations() {
        return violations;
    }

    public @Nullable String text(String name) {
        asked.add(name);
        List<String> values = parameters.getAll(name);
        if (values.size() > 1) {
            violations.add("/" + name, "is given " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    public String text(String name, String whenAbsent) {
        String text = text(name);
        return text == null ? whenAbsent : text;
    }

    public int whole(String name, int whenAbsent, int least, int most) {
        String text = text(name);
        if (text == null) {
            return whenAbsent;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below, together with what is out of range
        }
        violations.add("/" + name, "expected a whole number from " + least + " to " + most);
        return whenAbsent;
    }

    public boolean flag(String name, boolean whenAbsent) {
        String text = text(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            violations.add("/" + name, "expected true or false");
        }
        return text == null ? whenAbsent : text.equals("true");
    }

    public String choice(String name, String whenAbsent, Set<String> choices) {
        String text = text(name, whenAbsent);
        if (!choices.contains(text)) {
            violations.add("/" + name, "expected one of " + String.join(", ", choices));
        }
        return text;
    }

    /** Every parameter that was not asked for, each once: for addresses that take names of their users. */
    public Map<String, String> others() {
        Map<String, String> others = new LinkedHashMap<>();
        for (String name : new LinkedHashSet<>(parameters.names())) {
            String value = asked.contains(name) ? null : text(name);
            if (value != null) {
                others.put(name, value);
            }
        }
        return others;
    }

    /** Reports the parameters that were not asked for, then throws if anything is at fault. */
    public void end() {
        for (String name : new LinkedHashSet<>(parameters.names())) {
            if (!asked.contains(name)) {
                violations.add("/" + name, Spelling.unknown("parameter", name, asked));
            }
        }
        violations.check();
    }
}
