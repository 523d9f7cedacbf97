package io.sluice.catalog.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.runtime.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that describes a dataset, prepared for looking it up.
 *
 * @param search text of a {@code tsvector}: each word once, with the weight of the most telling place it stands in: A name, B
 *     title and tags, C organisation, metadata and extras (keys and values), D notes; those of A and B once more, {@link #UP_FRONT}
 * @param text the same texts in lower case, a line each, for keywords as substrings
 */
record Description(String search, String text) {
    /** Bound together, they keep a vector far below the 1 MiB that Postgres takes. */
    private static final int MAX_WORDS = 20_000;

    /** Marks the words of name, title and tags, which are in the vector a second time; no word has it in it. */
    static final String UP_FRONT = "!";

    private static final int MAX_CHARACTERS = 200_000;
    private static final int MAX_POSITION = 16_383;

    static Description of(Dataset dataset) {
        List<String> extras = new ArrayList<>();
        metadata(dataset.metadata(), extras);
        collect(Json.MAPPER.valueToTree(dataset.extras()), extras);
        List<String> origin = new ArrayList<>(extras);
        collect(Json.MAPPER.valueToTree(dataset.source()), origin);
        collect(Json.MAPPER.valueToTree(dataset.mapping()), origin);
        collect(Json.MAPPER.valueToTree(dataset.processing()), origin);
        Map<String, Character> weights = new LinkedHashMap<>();
        add(weights, 'A', List.of(dataset.name()));
        add(weights, 'B', List.of(dataset.title()));
        add(weights, 'B', dataset.tags());
        add(weights, 'C', List.of(dataset.organization()));
        add(weights, 'C', extras);
        add(weights, 'D', List.of(dataset.notes()));
        return new Description(vector(weights), text(dataset, origin));
    }

    /** How keywords and descriptions are compared: without regard to case, and U+0000 is never stored. */
    static String fold(String text) {
        return text.toLowerCase(Locale.ROOT).replace('\0', ' ');
    }

    private static void add(Map<String, Character> weights, char weight, List<String> texts) {
        for (String text : texts) {
            Words.of(text).forEach(word -> weights.putIfAbsent(word, weight));
        }
    }

    private static String vector(Map<String, Character> weights) {
        StringBuilder vector = new StringBuilder();
        int position = 0;
        for (Map.Entry<String, Character> word : weights.entrySet()) {
            if (position == MAX_WORDS || vector.length() > MAX_CHARACTERS) {
                break;
            }
            position++;
            vector.append('\'')
                    .append(word.getKey())
                    .append("':")
                    .append(Math.min(position, MAX_POSITION))
                    .append(word.getValue())
                    .append(' ');
            if (word.getValue() < 'C') {
                vector.append('\'').append(UP_FRONT).append(word.getKey()).append("' ");
            }
        }
        return vector.toString();
    }

    private static String text(Dataset dataset, List<String> extras) {
        List<String> lines = new ArrayList<>(List.of(dataset.name(), dataset.title(), dataset.organization()));
        lines.addAll(dataset.tags());
        lines.add(dataset.notes());
        lines.addAll(extras);
        return fold(String.join("\n", lines));
    }

    /** People, names and units that are looked for; no dates and degrees. */
    private static void metadata(Metadata metadata, List<String> texts) {
        metadata.contacts().forEach(contact -> addAll(texts, contact.name(), contact.email(), contact.organization()));
        addAll(texts, metadata.doi(), metadata.homepage());
        if (metadata.spatial() != null) {
            addAll(texts, metadata.spatial().place());
        }
        metadata.fields().forEach(field -> addAll(texts, field.name(), field.unit(), field.description()));
    }

    private static void addAll(List<String> texts, @Nullable String... more) {
        Stream.of(more).filter(Objects::nonNull).forEach(texts::add);
    }

    /** Keys and values, as deep as they go (a dataset's rules bound the depth). */
    private static void collect(JsonNode node, List<String> texts) {
        if (node.isValueNode()) {
            texts.add(node.asText());
        }
        node.properties().forEach(property -> {
            texts.add(property.getKey());
            collect(property.getValue(), texts);
        });
        if (node.isArray()) {
            node.forEach(element -> collect(element, texts));
        }
    }
}
