package io.sluice.gateway.catalog.exchange;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.document.Document;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.jsonld.loader.DocumentLoaderOptions;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Problem;
import io.sluice.runtime.Json;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A JSON-LD document as a graph, whatever its form was: its nodes by id, every name an IRI. Nothing is fetched: the context of schema.org
 * is known by heart, any other must be written out. Blocks while it reads.
 */
final class Graph {
    private static final String SCHEMA_CONTEXT = "{\"@context\":{\"@vocab\":\"" + Iri.SCHEMA + "\",\"schema\":\""
            + Iri.SCHEMA + "\",\"id\":\"@id\",\"type\":\"@type\"}}";

    private final Map<String, Node> nodes = new LinkedHashMap<>();

    private Graph() {}

    static Graph read(JsonNode document) {
        try {
            Document parsed = JsonDocument.of(new StringReader(document.toString()));
            String flat = JsonLd.flatten(parsed).loader(Graph::context).get().toString();
            return of(Json.MAPPER.readTree(flat.replace("\"https://schema.org/", "\"" + Iri.SCHEMA)));
        } catch (JsonLdError refused) {
            throw Problem.Invalid.at("", reason(refused)).toException();
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String reason(JsonLdError refused) {
        return refused.getCode() == JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED
                        || refused.getCode() == JsonLdErrorCode.LOADING_DOCUMENT_FAILED
                ? "contexts are not fetched; write it out, or use that of schema.org"
                : "this is not JSON-LD ("
                        + refused.getCode().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
    }

    private static Document context(URI address, DocumentLoaderOptions options) throws JsonLdError {
        if (!"schema.org".equals(address.getHost())) {
            throw new JsonLdError(JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED, "not fetched");
        }
        return JsonDocument.of(new StringReader(SCHEMA_CONTEXT));
    }

    private static Graph of(JsonNode flat) {
        Graph graph = new Graph();
        flat.forEach(node -> graph.nodes.put(node.path("@id").asText(), new Node(graph, node)));
        return graph;
    }

    /** In the order of the document. */
    List<Node> ofType(String iri) {
        return nodes.values().stream().filter(node -> node.isA(iri)).toList();
    }

    /** What a value refers to; a node that says nothing about itself where the document does not. */
    Node node(JsonNode value) {
        Node known = nodes.get(value.path("@id").asText());
        return known == null ? new Node(this, value) : known;
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
