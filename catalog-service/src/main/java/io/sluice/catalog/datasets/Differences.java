package io.sluice.catalog.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Dataset;
import io.sluice.runtime.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where two versions of a dataset differ, as RFC 6901 pointers: into objects as deep as they go, a list as a whole. Of credentials
 * only that they differ. More than {@link #MAX} pointers give way to those of the top level.
 */
final class Differences {
    static final int MAX = 100;

    private static final List<String> BOOKKEEPING = List.of("version", "created_at", "updated_at", "credentials");

    private Differences() {}

    static List<String> of(Dataset before, Dataset after) {
        List<String> found = new ArrayList<>();
        collect(tree(before), tree(after), "", found);
        if (!before.credentials().equals(after.credentials())) {
            found.add("/credentials");
        }
        return found.size() <= MAX
                ? found
                : found.stream().map(Differences::top).distinct().toList();
    }

    private static JsonNode tree(Dataset dataset) {
        ObjectNode tree = Json.MAPPER.valueToTree(dataset);
        return tree.remove(BOOKKEEPING);
    }

    private static void collect(JsonNode before, JsonNode after, String pointer, List<String> found) {
        if (before.equals(after)) {
            return;
        }
        if (!before.isObject() || !after.isObject()) {
            found.add(pointer);
            return;
        }
        Set<String> names = new LinkedHashSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            collect(at(before, name), at(after, name), pointer + "/" + Pointers.escape(name), found);
        }
    }

    private static JsonNode at(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value == null ? MissingNode.getInstance() : value;
    }

    private static String top(String pointer) {
        int end = pointer.indexOf('/', 1);
        return end < 0 ? pointer : pointer.substring(0, end);
    }
}
