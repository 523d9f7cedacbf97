package io.sluice.catalog.federation;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Catalog;
import io.sluice.contract.Metadata;
import io.sluice.runtime.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Another Sluice: the same questions, the same cursors. */
final class SluiceDialect implements Dialect {
    private static final int MAX_PAGE = 200;

    @Override
    public Optional<String> question(Catalog.SearchDatasets ask, int limit, @Nullable String cursor) {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("q", ask.q());
        parameters.put("org", ask.organization());
        parameters.put("tag", ask.tag());
        parameters.put("type", ask.type());
        parameters.put("owner", ask.owner());
        parameters.put("bbox", bbox(ask.area()));
        parameters.put("during", during(ask.during()));
        parameters.put("sort", ask.sort());
        parameters.put("limit", Integer.toString(Math.min(limit, MAX_PAGE)));
        parameters.put("cursor", cursor);
        return Optional.of("/api/v1/datasets?"
                + parameters.entrySet().stream()
                        .filter(parameter -> parameter.getValue() != null)
                        .map(parameter -> parameter.getKey() + "=" + Texts.encode(String.valueOf(parameter.getValue())))
                        .collect(Collectors.joining("&")));
    }

    private static @Nullable String bbox(Metadata.@Nullable Spatial area) {
        return area == null ? null : area.west() + "," + area.south() + "," + area.east() + "," + area.north();
    }

    private static @Nullable String during(Metadata.@Nullable Temporal during) {
        return during == null
                ? null
                : (during.start() == null ? "" : during.start()) + "/" + (during.end() == null ? "" : during.end());
    }

    @Override
    public Part answer(String server, String url, JsonNode json, @Nullable String cursor) {
        if (!json.path("items").isArray()) {
            throw new IllegalArgumentException("no list of datasets");
        }
        List<Catalog.Entry> items = new ArrayList<>();
        Texts.objects(json.get("items"))
                .forEach(item -> items.add(new Catalog.Entry(server, null, listing(url, item))));
        return new Part(
                items,
                Texts.count(json.path("total"), items.size()),
                json.path("exact").asBoolean(true),
                Texts.orNull(json, "next"));
    }

    private static Catalog.Listing listing(String url, JsonNode item) {
        List<String> tags = new ArrayList<>();
        item.path("tags").forEach(tag -> tags.add(tag.asText()));
        JsonNode source = item.path("source");
        String address = source.hasNonNull("url") ? Texts.address(source, "url") : null;
        List<Catalog.Resource> resources = new ArrayList<>();
        resources.add(new Catalog.Resource(
                Texts.text(item, "name"),
                address == null ? url + "/api/v1/live?dataset=" + Texts.encode(Texts.text(item, "id")) : address,
                Texts.text(source, "type")));
        return new Catalog.Listing(
                Texts.text(item, "id"),
                Texts.text(item, "name"),
                Texts.text(item, "title"),
                Texts.orNull(item, "organization"),
                Texts.text(item, "notes"),
                tags,
                Texts.orNull(item, "license"),
                url + "/datasets/" + Texts.encode(Texts.text(item, "name")),
                Texts.time(item, "updated_at"),
                resources,
                extras(item.path("extras")));
    }

    private static Map<String, Object> extras(JsonNode object) {
        Map<String, Object> extras = new LinkedHashMap<>();
        object.properties().stream()
                .filter(extra -> !extra.getValue().isNull())
                .limit(Texts.MAX_EXTRAS)
                .forEach(extra -> extras.put(extra.getKey(), Json.MAPPER.convertValue(extra.getValue(), Object.class)));
        return extras;
    }

    @Override
    public String header() {
        return "Authorization";
    }

    @Override
    public String credential(String token) {
        return "Bearer " + token;
    }
}
