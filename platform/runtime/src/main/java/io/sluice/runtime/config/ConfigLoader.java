package io.sluice.runtime.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads a configuration: defaults, over them a file, over that the environment, over that the options of the command
 * line. The defaults are complete, so they are also
 * the list of what can be set. Whatever is wrong refuses to load, all of it at once; nothing that was written is ignored.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * @param defaults YAML with every key
     * @param file the user's file; null: none
     * @param environment all variables of the process
     * @param otherVariables variables named like ours that are no keys
     * @param options what the command line sets
     */
    public record Sources(
            String defaults,
            @Nullable Text file,
            Map<String, String> environment,
            Set<String> otherVariables,
            List<Option> options) {}

    /** @param name as on the command line, {@code --cluster-port}; {@code key} is one of the defaults' */
    public record Option(String name, String key, String text) {}

    /** @param name of the file, for the faults */
    public record Text(String name, String yaml) {}

    /**
     * @param type the root record; each component is a key or a section
     * @throws InvalidConfig with every fault
     */
    public static <C extends Record> C load(Class<C> type, Sources sources) {
        List<String> faults = new ArrayList<>();
        Map<String, Setting> defaults = YamlSettings.read("defaults.yaml", sources.defaults(), faults);
        Map<String, Setting> settings = new LinkedHashMap<>(defaults);
        Text file = sources.file();
        if (file != null) {
            overlay(settings, YamlSettings.read(file.name(), file.yaml(), faults), faults);
        }
        settings.putAll(Environment.read(sources.environment(), defaults.keySet(), sources.otherVariables(), faults));
        sources.options()
                .forEach(option -> settings.put(option.key(), new Setting(option.key(), option.text(), option.name())));
        C config = new RecordBinder(settings, faults).bind(type, "");
        if (config == null || !faults.isEmpty()) {
            throw new InvalidConfig(faults);
        }
        return config;
    }

    /** Every key that can be set, in the order of the defaults. */
    public static List<String> keys(String defaults) {
        return List.copyOf(
                YamlSettings.read("defaults.yaml", defaults, new ArrayList<>()).keySet());
    }

    private static void overlay(Map<String, Setting> settings, Map<String, Setting> file, List<String> faults) {
        file.values().forEach(setting -> {
            String key = setting.key();
            if (settings.containsKey(key)) {
                settings.put(key, setting);
            } else if (setting.text() != null || settings.keySet().stream().noneMatch(k -> k.startsWith(key + "."))) {
                faults.add(setting.origin() + ": there is no key " + key + "; the nearest is "
                        + Nearest.to(key, settings.keySet()) + ".");
            }
        });
    }
}
