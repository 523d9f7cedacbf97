package io.sluice.catalog.federation;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CKAN's {@code package_search}. Its pages are counted, so what is registered there between two pages can shift them. It knows nothing of
 * owners, and of extents only with an extension: it is not asked for these.
 */
final class CkanDialect implements Dialect {
    private static final Map<String, String> FORMATS =
            Map.of("csv", "CSV", "json", "JSON", "netcdf", "NetCDF", "text", "TXT", "s3", "S3", "service", "API");
    private static final Map<String, String> COLUMNS =
            Map.of("name", "name", "created", "metadata_created", "updated", "metadata_modified");

    @Override
    public Optional<String> question(Catalog.SearchDatasets ask, int limit, @Nullable String cursor) {
        String format = ask.type() == null ? "" : FORMATS.get(ask.type());
        if (ask.owner() != null || ask.area() != null || ask.during() != null || format == null) {
            return Optional.empty();
        }
        List<String> filters = new ArrayList<>();
        if (ask.organization() != null) {
            filters.add("organization:" + phrase(ask.organization()));
        }
        if (ask.tag() != null) {
            filters.add("tags:" + phrase(ask.tag()));
        }
        if (!format.isEmpty()) {
            filters.add("res_format:" + phrase(format));
        }
        return Optional.of("/api/3/action/package_search?q=" + Texts.encode(words(ask.q())) + "&fq="
                + Texts.encode(String.join(" AND ", filters)) + "&sort=" + Texts.encode(sort(ask.sort())) + "&rows="
                + limit + "&start=" + start(cursor));
    }

    /** Letters, digits and spaces: nothing that Solr takes for an operator. */
    private static String words(String q) {
        String plain = q.replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ").strip();
        return plain.isEmpty() ? "*:*" : plain;
    }

    private static String phrase(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String sort(String sort) {
        String column = COLUMNS.get(sort.replace("-", ""));
        return column == null
                ? "score desc, metadata_modified desc"
                : column + (sort.startsWith("-") ? " desc" : " asc");
    }

    private static int start(@Nullable String cursor) {
        return cursor != null && cursor.matches("\\d{1,9}") ? Integer.parseInt(cursor) : 0;
    }

    @Override
    public Part answer(String server, String url, JsonNode json, @Nullable String cursor) {
        JsonNode results = json.path("result").path("results");
        if (!json.path("success").asBoolean(false) || !results.isArray()) {
            throw new IllegalArgumentException("no packages");
        }
        List<Catalog.Entry> items = new ArrayList<>();
        Texts.objects(results).forEach(item -> items.add(new Catalog.Entry(server, null, listing(url, item))));
        long total = Texts.count(json.path("result").path("count"), items.size());
        int next = start(cursor) + items.size();
        return new Part(items, total, true, items.isEmpty() || next >= total ? null : Integer.toString(next));
    }

    private static Catalog.Listing listing(String url, JsonNode item) {
        List<String> tags = new ArrayList<>();
        item.path("tags").forEach(tag -> tags.add(tag.isTextual() ? tag.asText() : Texts.text(tag, "name")));
        List<Catalog.Resource> resources = new ArrayList<>();
        item.path("resources")
                .forEach(resource -> resources.add(new Catalog.Resource(
                        Texts.text(resource, "name"), Texts.address(resource, "url"), Texts.text(resource, "format"))));
        String name = Texts.text(item, "name");
        return new Catalog.Listing(
                Texts.text(item, "id"),
                name,
                item.path("title").asText("").isBlank() ? name : Texts.text(item, "title"),
                Texts.orNull(item.path("organization"), "name"),
                Texts.text(item, "notes"),
                tags,
                Texts.orNull(item, "license_id"),
                url + "/dataset/" + Texts.encode(name),
                Texts.time(item, "metadata_modified"),
                resources,
                extras(item.path("extras")));
    }

    /** A list of keys and values, as CKAN has them. */
    private static Map<String, Object> extras(JsonNode list) {
        Map<String, Object> extras = new LinkedHashMap<>();
        for (JsonNode extra : list) {
            if (extras.size() < Texts.MAX_EXTRAS && extra.hasNonNull("key")) {
                extras.putIfAbsent(Texts.text(extra, "key"), Texts.text(extra, "value"));
            }
        }
        return extras;
    }

    @Override
    public String header() {
        return "Authorization";
    }

    @Override
    public String credential(String token) {
        return token;
    }
}
