package io.sluice.deploy.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What somebody finds of their own things, without what changes by itself. */
final class Fingerprint {
    /** Times of use, and figures that are told a little later. */
    private static final Set<String> MOVING = Set.of(
            "last_used_at",
            "stats",
            "rate",
            "lag",
            "scanned",
            "matched",
            "sent",
            "bytes_per_second",
            "last_activity",
            "size_bytes",
            "state_since");

    /** What to ask for each kind; {@code %1$s} is the id, and {@code %2$s} the owner's namespace. */
    private static final Map<String, List<String>> ADDRESSES = Map.ofEntries(
            Map.entry("organization", List.of("/organizations/%s")),
            Map.entry(
                    "topic",
                    List.of(
                            "/topics/%s",
                            "/topics/%s/records", "/grants?kind=topic&id=%s", "/rights?kind=topic&id=%s")),
            Map.entry(
                    "dataset",
                    List.of(
                            "/datasets/%s",
                            "/datasets/%s/versions", "/grants?kind=dataset&id=%s", "/datasets/%s/sample")),
            Map.entry("stream", List.of("/streams/%s", "/streams/%s/graph", "/grants?kind=stream&id=%s")),
            Map.entry(
                    "landing",
                    List.of("/landings/%s", "/landings/%s/rows", "/landings/%s/count", "/landings/%s/dead-letters")),
            Map.entry("alert", List.of("/alerts/%s", "/alerts/events?alert=%s")),
            Map.entry("group", List.of("/groups/%s")),
            Map.entry("namespace", List.of("/diaspora/api/v3/namespace")),
            Map.entry("claim", List.of("/diaspora/api/v2/topic/%s/users")),
            Map.entry(
                    "consumer",
                    List.of(
                            "/diaspora/api/v3/%2$s/consumers/%1$s/instances/%1$s/subscription",
                            "/diaspora/api/v3/%2$s/consumers/%1$s/instances/%1$s/assignments")),
            Map.entry("fabric-action", List.of("/diaspora/action/%s/status")));

    /** Lists that others may add to, by asking or granting. */
    private static final Map<String, String> LISTS =
            Map.of("key", "/keys", "request", "/access-requests", "session", "/sessions?limit=500");

    private final Person owner;
    private final Map<String, String> seen = new TreeMap<>();

    Fingerprint(Person owner) {
        this.owner = owner;
    }

    /** @param ids by kind */
    void add(Map<String, List<String>> ids) {
        ids.forEach((kind, some) -> some.forEach(id -> add(kind, id)));
    }

    private void add(String kind, String id) {
        for (String address : ADDRESSES.getOrDefault(kind, List.of())) {
            String path = address.formatted(id, owner.namespace());
            JsonNode found = still(owner.get(path));
            if (kind.equals("organization")) {
                // Any editor may put datasets into any organisation.
                ((ObjectNode) found).remove("datasets");
            }
            seen.put(path, found.toString());
        }
        if (LISTS.containsKey(kind)) {
            List<String> found = new ArrayList<>();
            for (JsonNode item : owner.get(LISTS.get(kind)).path("items")) {
                if (item.path("id").asText().equals(id)
                        || item.path("name").asText().equals(id)) {
                    found.add(still(item).toString());
                }
            }
            seen.put(kind + " " + id, found.toString());
        }
    }

    /** By address. */
    Map<String, String> seen() {
        return seen;
    }

    private static JsonNode still(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(MOVING);
            object.forEach(Fingerprint::still);
        } else if (node instanceof ArrayNode array) {
            array.forEach(Fingerprint::still);
        }
        return node;
    }
}
