package io.sluice.gateway.catalog.exchange;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.runtime.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a node says beyond what was read from it, as extras: the last part of a property's IRI, and its texts. */
final class Leftovers {
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};
    private static final Pattern BEFORE_NAME = Pattern.compile("^.*[/#:]");
    private static final int MAX = 100;

    private Leftovers() {}

    /** @param read IRIs that have a place elsewhere */
    static Map<String, Object> of(Node node, Set<String> read) {
        Map<String, Object> extras = new LinkedHashMap<>();
        node.json().fieldNames().forEachRemaining(iri -> {
            List<String> texts = iri.startsWith("@") || read.contains(iri) ? List.of() : node.texts(iri);
            if (!texts.isEmpty() && extras.size() < MAX) {
                extras.putIfAbsent(BEFORE_NAME.matcher(iri).replaceFirst(""), texts.size() == 1 ? texts.get(0) : texts);
            }
        });
        @Nullable ObjectNode own = node.object(Iri.SLUICE + "extras");
        if (own != null) {
            extras.putAll(Json.MAPPER.convertValue(own, OBJECT));
        }
        return extras;
    }
}
