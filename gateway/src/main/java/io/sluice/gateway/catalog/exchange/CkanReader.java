package io.sluice.gateway.catalog.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Metadata;
import io.sluice.runtime.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CKAN's packages: the answer of {@code package_show} or {@code package_search}, or a package alone. */
final class CkanReader {
    private static final TypeReference<List<Metadata.Contact>> CONTACTS = new TypeReference<>() {};
    private static final TypeReference<List<Metadata.Field>> FIELDS = new TypeReference<>() {};
    private static final int EDGES = 4;

    private CkanReader() {}

    static List<Draft> read(JsonNode document) {
        JsonNode result = document.has("result") ? document.get("result") : document;
        JsonNode packages = result.has("results") ? result.get("results") : result;
        return packages.isArray()
                ? Graph.list(packages).stream().map(CkanReader::draft).toList()
                : List.of(draft(packages));
    }

    /** Whether it looks like one. */
    static boolean isPackage(JsonNode document) {
        return document.has("result") || document.has("resources") || document.has("owner_org");
    }

    private static Draft draft(JsonNode from) {
        Map<String, String> extras = new LinkedHashMap<>();
        from.path("extras")
                .forEach(extra -> extras.put(
                        extra.path("key").asText(), extra.path("value").asText()));
        String name = Names.of(List.of(from.path("name").asText()), text(from, "title"), text(from, "id"));
        Metadata metadata = metadata(from, extras);
        List<Distribution> resources = Graph.list(from.path("resources")).stream()
                .filter(resource -> text(resource, "url") != null)
                .map(CkanReader::distribution)
                .toList();
        return new Draft(
                name,
                Objects.requireNonNullElse(text(from, "title"), name),
                text(from.path("organization"), "name"),
                Objects.requireNonNullElse(text(from, "notes"), ""),
                Graph.list(from.path("tags")).stream()
                        .map(tag -> tag.isTextual()
                                ? tag.asText()
                                : tag.path("name").asText())
                        .filter(tag -> !tag.isBlank())
                        .toList(),
                text(from, "license_id"),
                from.path("private").asBoolean(false),
                new LinkedHashMap<>(extras),
                metadata,
                Distribution.best(resources, name));
    }

    private static Distribution distribution(JsonNode resource) {
        return new Distribution(
                resource.path("url").asText(),
                true,
                Objects.requireNonNullElse(text(resource, "mimetype"), ""),
                Objects.requireNonNullElse(text(resource, "format"), ""));
    }

    /** What is taken out of the extras is no extra any more. */
    private static Metadata metadata(JsonNode from, Map<String, String> extras) {
        List<Metadata.Contact> contacts = new ArrayList<>(json(extras, "contacts", CONTACTS));
        if (contacts.isEmpty()) {
            Stream.of("author", "maintainer").forEach(role -> {
                String name = text(from, role);
                if (name != null) {
                    contacts.add(new Metadata.Contact(name, text(from, role + "_email"), null, role));
                }
            });
        }
        String start = extras.remove("temporal_start");
        String end = extras.remove("temporal_end");
        return new Metadata(
                contacts,
                extras.remove("doi"),
                text(from, "url"),
                start == null && end == null ? null : new Metadata.Temporal(start, end),
                spatial(extras),
                json(extras, "fields", FIELDS));
    }

    private static Metadata.@Nullable Spatial spatial(Map<String, String> extras) {
        String bbox = extras.get("bbox");
        String[] edges = bbox == null ? new String[0] : bbox.split(",");
        if (edges.length != EDGES) {
            return geoJson(extras);
        }
        try {
            Metadata.Spatial box = new Metadata.Spatial(
                    Double.parseDouble(edges[0]),
                    Double.parseDouble(edges[1]),
                    Double.parseDouble(edges[2]),
                    Double.parseDouble(edges[3]),
                    extras.get("spatial_text"));
            extras.keySet().removeAll(List.of("bbox", "spatial_text"));
            return box;
        } catch (NumberFormatException notNumbers) {
            return geoJson(extras);
        }
    }

    /** As ckanext-spatial has it: the box around whatever it is. */
    private static Metadata.@Nullable Spatial geoJson(Map<String, String> extras) {
        try {
            String text = extras.get("spatial");
            JsonNode shape = text == null ? Json.MAPPER.missingNode() : Json.MAPPER.readTree(text);
            List<double[]> points = new ArrayList<>();
            points(shape.path("coordinates"), points);
            if (points.isEmpty()) {
                return null;
            }
            extras.remove("spatial");
            return new Metadata.Spatial(
                    points.stream().mapToDouble(point -> point[0]).min().orElseThrow(),
                    points.stream().mapToDouble(point -> point[1]).min().orElseThrow(),
                    points.stream().mapToDouble(point -> point[0]).max().orElseThrow(),
                    points.stream().mapToDouble(point -> point[1]).max().orElseThrow(),
                    extras.remove("spatial_text"));
        } catch (JsonProcessingException noJson) {
            return null; // it stays among the extras
        }
    }

    private static void points(JsonNode coordinates, List<double[]> points) {
        if (coordinates.path(0).isNumber() && coordinates.path(1).isNumber()) {
            points.add(new double[] {
                coordinates.get(0).asDouble(), coordinates.get(1).asDouble()
            });
        } else if (coordinates.isArray()) {
            coordinates.forEach(inside -> points(inside, points));
        }
    }

    private static <T> List<T> json(Map<String, String> extras, String key, TypeReference<List<T>> type) {
        String text = extras.get(key);
        if (text == null) {
            return List.of();
        }
        try {
            List<T> read = Json.MAPPER.readValue(text, type);
            extras.remove(key);
            return read;
        } catch (JsonProcessingException somethingElse) {
            return List.of(); // it stays among the extras
        }
    }

    private static @Nullable String text(JsonNode from, String name) {
        JsonNode value = from.path(name);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank() ? value.asText() : null;
    }
}
