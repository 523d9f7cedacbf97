package io.sluice.gateway.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Catalog;
import io.sluice.runtime.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of a search of several catalogues: each item says where it is from, and the servers which of them answered. */
record FederatedView(
        List<ObjectNode> items,
        long total,
        boolean exact,
        List<Catalog.Server> servers,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {

    /** @param local of the local items, in their order */
    static FederatedView of(Catalog.FederatedPage page, List<DatasetView> local) {
        Iterator<DatasetView> views = local.iterator();
        List<ObjectNode> items = new ArrayList<>();
        for (Catalog.Entry entry : page.items()) {
            ObjectNode item = Json.MAPPER.createObjectNode().put("server", entry.server());
            Object shown = entry.dataset() == null ? entry.listing() : views.next();
            items.add(item.setAll((ObjectNode) Json.MAPPER.valueToTree(shown)));
        }
        return new FederatedView(items, page.total(), page.exact(), page.servers(), page.next());
    }
}
