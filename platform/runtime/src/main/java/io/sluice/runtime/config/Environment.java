package io.sluice.runtime.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Environment variables as settings: {@code http.port} is {@code SLUICE_HTTP_PORT}. */
public final class Environment {
    private static final String PREFIX = "SLUICE_";

    private Environment() {}

    /** The variable that sets {@code key}. */
    public static String variable(String key) {
        return PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /**
     * @param keys what can be set
     * @param others variables that are known but are no keys
     * @param faults gets a sentence for each unknown variable that starts like ours
     */
    static Map<String, Setting> read(
            Map<String, String> environment, Collection<String> keys, Set<String> others, List<String> faults) {
        Map<String, String> keyOf = new TreeMap<>();
        keys.forEach(key -> keyOf.put(variable(key), key));
        Map<String, Setting> settings = new TreeMap<>();
        new TreeMap<>(environment).forEach((variable, text) -> {
            String key = keyOf.get(variable);
            if (key != null) {
                settings.put(key, new Setting(key, text.isEmpty() ? null : text, variable));
            } else if (variable.startsWith(PREFIX) && !others.contains(variable)) {
                faults.add("The environment variable " + variable + " is not known; the nearest is "
                        + nearest(variable, keyOf.keySet(), others) + ".");
            }
        });
        return settings;
    }

    private static String nearest(String variable, Set<String> variables, Set<String> others) {
        List<String> known = new ArrayList<>(variables);
        known.addAll(others);
        return Nearest.to(variable, known);
    }
}
