package io.sluice.gateway.catalog.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node of a {@link Graph}. A property is asked for by its IRIs, the one to be preferred first. */
record Node(Graph graph, JsonNode json) {

    String id() {
        return json.path("@id").asText();
    }

    boolean isA(String iri) {
        return Graph.list(json.path("@type")).stream()
                .anyMatch(type -> type.asText().equals(iri));
    }

    /** The nodes that a property has as its values; members of a list one by one. */
    List<Node> nodes(String... iris) {
        return values(iris).filter(value -> value.has("@id")).map(graph::node).toList();
    }

    /** Literals as texts, and the addresses of nodes. */
    List<String> texts(String... iris) {
        return values(iris)
                .map(value -> value.has("@value")
                        ? value.get("@value").asText()
                        : value.path("@id").asText())
                .filter(text -> !text.isEmpty() && !text.startsWith("_:"))
                .toList();
    }

    /** English, or in no language, before any other. */
    @Nullable String text(String... iris) {
        List<JsonNode> values = values(iris).toList();
        return Stream.of("", "en")
                .flatMap(language -> values.stream()
                        .filter(value -> value.path("@language").asText("").startsWith(language)
                                && (!language.isEmpty() || !value.has("@language"))))
                .findFirst()
                .or(() -> values.stream().findFirst())
                .map(value -> value.has("@value")
                        ? value.get("@value").asText()
                        : value.path("@id").asText())
                .filter(text -> !text.isEmpty() && !text.startsWith("_:"))
                .orElse(null);
    }

    /** A JSON literal that is an object. */
    @Nullable ObjectNode object(String iri) {
        return values(iri)
                .map(value -> value.path("@value"))
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElse(null);
    }

    private Stream<JsonNode> values(String... iris) {
        return Stream.of(iris)
                .map(json::get)
                .filter(Objects::nonNull)
                .flatMap(values -> Graph.list(values).stream())
                .flatMap(value -> value.has("@list") ? Graph.list(value.get("@list")).stream() : Stream.of(value));
    }
}
