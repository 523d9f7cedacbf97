package io.sluice.runtime.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Flattens a YAML text to dotted keys. Reads tokens instead of a tree, because a tree has already lost what must be told: the
 * second of two equal keys and the line of everything. A list of plain values becomes their text, separated by commas.
 */
final class YamlSettings {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final String name;
    private final List<String> faults;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private YamlSettings(String name, List<String> faults) {
        this.name = name;
        this.faults = faults;
    }

    /** @param name of the text, for the faults; those found are added to {@code faults} */
    static Map<String, Setting> read(String name, String yaml, List<String> faults) {
        YamlSettings reader = new YamlSettings(name, faults);
        try (YAMLParser parser = YAML.createParser(yaml)) {
            reader.document(parser);
        } catch (JsonProcessingException invalid) {
            int line = invalid.getLocation() == null ? 1 : invalid.getLocation().getLineNr();
            faults.add(name + " line " + line + ": this is not valid YAML.");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return reader.settings;
    }

    private void document(YAMLParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return;
        }
        if (first == JsonToken.START_OBJECT) {
            object(parser, "");
        } else {
            faults.add(name + " line 1: expected keys and values, such as \"http:\".");
        }
    }

    private void object(YAMLParser parser, String prefix) throws IOException {
        Set<String> sections = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = prefix + parser.currentName();
            String origin = origin(parser);
            boolean isSection = parser.nextToken() == JsonToken.START_OBJECT;
            if (isSection && !sections.add(key)) {
                faults.add(origin + ": the key " + key + " is written twice.");
            }
            if (isSection) {
                object(parser, key + ".");
            } else {
                put(new Setting(key, value(parser, key, origin), origin));
            }
        }
    }

    private @Nullable String value(YAMLParser parser, String key, String origin) throws IOException {
        if (parser.isCurrentAlias()) {
            faults.add(origin + ": " + key + " is an alias, which is not supported.");
            return null;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return list(parser, key, origin);
        }
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    private String list(YAMLParser parser, String key, String origin) throws IOException {
        List<String> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken().isStructStart()) {
                faults.add(origin + ": " + key + " expects a list of plain values.");
                parser.skipChildren();
            } else {
                items.add(parser.getText());
            }
        }
        return String.join(",", items);
    }

    private void put(Setting setting) {
        if (settings.putIfAbsent(setting.key(), setting) != null) {
            faults.add(setting.origin() + ": the key " + setting.key() + " is written twice.");
        }
    }

    private String origin(YAMLParser parser) {
        return name + " line " + parser.currentTokenLocation().getLineNr();
    }
}
