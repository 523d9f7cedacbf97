package io.sluice.gateway.ndp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Searches the other catalogues that the configuration names. They look for words; which of their answers stay is for the caller. */
final class Elsewhere {
    private static final int MAX = 1_000;

    private final Vertx vertx;

    Elsewhere(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @param states who was asked and what came of it, for the header {@code X-Sluice-Catalogs} */
    record Found(List<JsonNode> datasets, String states) {}

    /** What does not answer in time is told and not waited for. */
    Future<Found> search(Caller caller, List<String> words) {
        Catalog.SearchDatasets ask = new Catalog.SearchDatasets(
                caller, String.join(" ", words), null, null, null, null, "relevance", MAX, null);
        return Catalog.SEARCH_FEDERATION
                .call(vertx, new Catalog.SearchFederation(ask, false))
                .map(page ->
                        new Found(page.items().stream().map(Elsewhere::dataset).toList(), states(page.servers())));
    }

    /** As a structured field (RFC 8941). */
    private static String states(List<Catalog.Server> servers) {
        return Stream.concat(
                        Stream.of("local;state=ok"),
                        servers.stream().map(server -> server.name() + ";state=" + server.state()))
                .collect(Collectors.joining(", "));
    }

    private static JsonNode dataset(Catalog.Entry entry) {
        Catalog.Listing listing = Objects.requireNonNull(entry.listing(), "only others were asked");
        Map<String, Object> extras = new LinkedHashMap<>();
        listing.extras().forEach((key, value) -> extras.put(key, extra(key, value)));
        extras.putIfAbsent("catalog", entry.server());
        if (listing.url() != null) {
            extras.putIfAbsent("catalog_url", listing.url());
        }
        List<NdpDataset.Resource> resources = listing.resources().stream()
                .map(resource ->
                        new NdpDataset.Resource(listing.id(), resource.url(), resource.name(), null, resource.format()))
                .toList();
        return Json.MAPPER.valueToTree(new NdpDataset(
                listing.id(),
                listing.name(),
                listing.title(),
                listing.organization(),
                listing.notes(),
                resources,
                extras));
    }

    /** Texts, but for the two that CKAN keeps as JSON in a text. */
    private static Object extra(String key, Object value) {
        String text = Objects.requireNonNullElse(NdpDataset.text(value), "");
        boolean json = key.equals("mapping") || key.equals(Options.PROCESSING);
        if (!json || text.isBlank()) {
            return text;
        }
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException plain) {
            return text;
        }
    }
}
