package io.sluice.gateway.catalog.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Metadata;
import io.sluice.contract.Source;
import io.sluice.runtime.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CKAN's packages: the answer of {@code package_show} or {@code package_search}, or a package alone. */
final class CkanReader {
    private static final TypeReference<List<Metadata.Contact>> CONTACTS = new TypeReference<>() {};
    private static final TypeReference<List<Metadata.Field>> FIELDS = new TypeReference<>() {};
    private static final int EDGES = 4;
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG = 100;
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** The extra that has the resources of a dataset with several. */
    static final String RESOURCES = "resources";

    private CkanReader() {}

    static List<Draft> read(JsonNode document) {
        JsonNode result = document.has("result") ? document.get("result") : document;
        JsonNode packages = result.has("results") ? result.get("results") : result;
        return (packages.isArray() ? Graph.list(packages) : List.of(packages))
                .stream().filter(JsonNode::isObject).map(CkanReader::draft).toList();
    }

    /** Whether it looks like one. */
    static boolean isPackage(JsonNode document) {
        return document.has("result") || document.has("resources") || document.has("owner_org");
    }

    private static Draft draft(JsonNode from) {
        Map<String, String> extras = extras(from.path("extras"));
        String name = Names.of(List.of(from.path("name").asText()), text(from, "title"), text(from, "id"));
        Metadata metadata = metadata(from, extras);
        List<JsonNode> resources = Graph.list(from.path("resources")).stream()
                .filter(resource -> text(resource, "url") != null)
                .toList();
        Source source = Distribution.best(
                resources.stream().map(CkanReader::distribution).toList(), name);
        List<String> tags = tags(from.path("tags"), extras);
        Map<String, Object> all = new LinkedHashMap<>(extras);
        if (resources.size() > 1) {
            all.put(RESOURCES, resources.stream().map(CkanReader::attached).toList());
        }
        return new Draft(
                name,
                Objects.requireNonNullElse(text(from, "title"), name),
                organization(from),
                Objects.requireNonNullElse(text(from, "notes"), ""),
                tags,
                either(text(from, "license_id"), text(from, "license_title")),
                from.path("private").asBoolean(false),
                all,
                metadata,
                source == null ? new Source.Service(null, null, null, null) : source);
    }

    /** A list of keys and values, or an object. */
    private static Map<String, String> extras(JsonNode given) {
        Map<String, String> extras = new LinkedHashMap<>();
        if (given.isObject()) {
            given.properties().forEach(extra -> put(extras, extra.getKey(), extra.getValue()));
        } else {
            given.forEach(extra -> put(extras, extra.path("key").asText(), extra.path("value")));
        }
        return extras;
    }

    private static void put(Map<String, String> extras, String key, JsonNode value) {
        if (!key.isBlank() && !value.isNull() && !value.isMissingNode()) {
            extras.put(key, value.isValueNode() ? value.asText() : value.toString());
        }
    }

    /** By name; an id says nothing here. */
    private static @Nullable String organization(JsonNode from) {
        String name = text(from.path("organization"), "name");
        String owner = text(from, "owner_org");
        return name != null || owner == null || ID.matcher(owner).matches() ? name : owner;
    }

    /** As objects or as texts, each once; those over the limit go to the extras. */
    private static List<String> tags(JsonNode given, Map<String, String> extras) {
        List<String> tags = Graph.list(given).stream()
                .map(tag -> tag.isTextual() ? tag.asText() : tag.path("name").asText(""))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
        List<String> fit = tags.stream()
                .filter(tag -> tag.length() <= MAX_TAG)
                .limit(MAX_TAGS)
                .toList();
        if (fit.size() < tags.size()) {
            extras.putIfAbsent(
                    "more_tags", tags.stream().filter(tag -> !fit.contains(tag)).collect(Collectors.joining(", ")));
        }
        return fit;
    }

    /** One of several: a dataset has one source, so all of them are kept beside it. */
    private static Map<String, Object> attached(JsonNode resource) {
        Map<String, Object> attached = new LinkedHashMap<>();
        for (String property : List.of("id", "name", "url", "format", "description", "mimetype")) {
            String text = text(resource, property);
            if (text != null) {
                attached.put(property, text);
            }
        }
        attached.putIfAbsent(
                "id",
                UUID.nameUUIDFromBytes(String.valueOf(attached.get("url")).getBytes(StandardCharsets.UTF_8))
                        .toString());
        attached.putIfAbsent("name", String.valueOf(attached.get("url")));
        return attached;
    }

    private static Distribution distribution(JsonNode resource) {
        return new Distribution(
                resource.path("url").asText().strip().replace(" ", "%20"),
                true,
                Objects.requireNonNullElse(text(resource, "mimetype"), ""),
                Objects.requireNonNullElse(text(resource, "format"), ""));
    }

    /** What is taken out of the extras is no extra any more. */
    private static Metadata metadata(JsonNode from, Map<String, String> extras) {
        Fitting fitting = new Fitting(extras);
        List<Metadata.Contact> contacts = new ArrayList<>(json(extras, "contacts", CONTACTS));
        if (contacts.isEmpty()) {
            Stream.of("author", "maintainer").forEach(role -> {
                String email = fitting.email(text(from, role + "_email"), role + "_email");
                String name = either(text(from, role), email);
                if (name != null) {
                    contacts.add(new Metadata.Contact(name, email, null, role));
                }
            });
        }
        return new Metadata(
                contacts,
                fitting.doi(extras.remove("doi")),
                fitting.homepage(text(from, "url")),
                fitting.temporal(extras.remove("temporal_start"), extras.remove("temporal_end")),
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
            if (!Fitting.isPlace(box)) {
                return null; // they stay among the extras
            }
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
            Metadata.Spatial box = new Metadata.Spatial(
                    points.stream().mapToDouble(point -> point[0]).min().orElseThrow(),
                    points.stream().mapToDouble(point -> point[1]).min().orElseThrow(),
                    points.stream().mapToDouble(point -> point[0]).max().orElseThrow(),
                    points.stream().mapToDouble(point -> point[1]).max().orElseThrow(),
                    extras.get("spatial_text"));
            if (!Fitting.isPlace(box)) {
                return null; // it stays among the extras
            }
            extras.keySet().removeAll(List.of("spatial", "spatial_text"));
            return box;
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

    private static @Nullable String either(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    private static @Nullable String text(JsonNode from, String name) {
        JsonNode value = from.path(name);
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank() ? value.asText() : null;
    }
}
