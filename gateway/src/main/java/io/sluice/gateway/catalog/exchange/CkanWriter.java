package io.sluice.gateway.catalog.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.runtime.Json;
import org.jspecify.annotations.Nullable;

/** A dataset as CKAN's {@code package_show} answers it. Extras are texts there, so what is none is written as JSON. */
final class CkanWriter {
    private CkanWriter() {}

    static ObjectNode write(Dataset dataset, String origin) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.put("success", true);
        ObjectNode result = answer.putObject("result");
        result.put("id", dataset.id().toString());
        result.put("name", dataset.name());
        result.put("title", dataset.title());
        result.put("notes", dataset.notes());
        result.put("type", "dataset");
        result.put("state", "active");
        result.put("private", dataset.isPrivate());
        result.put("owner_org", dataset.organization());
        result.putObject("organization").put("name", dataset.organization());
        SchemaOrgWriter.putIfPresent(result, "license_id", dataset.license());
        SchemaOrgWriter.putIfPresent(result, "url", dataset.metadata().homepage());
        result.put("metadata_created", dataset.createdAt().toString());
        result.put("metadata_modified", dataset.updatedAt().toString());
        ArrayNode tags = result.putArray("tags");
        dataset.tags().forEach(tag -> tags.addObject().put("name", tag).put("display_name", tag));
        Distribution distribution = Distribution.of(dataset, origin);
        result.putArray("resources")
                .addObject()
                .put("name", dataset.name())
                .put("url", distribution.url())
                .put("format", distribution.format())
                .put("mimetype", distribution.mediaType());
        ArrayNode extras = result.putArray("extras");
        metadata(extras, dataset.metadata());
        dataset.extras().forEach((key, value) -> extra(extras, key, value));
        return answer;
    }

    private static void metadata(ArrayNode extras, Metadata metadata) {
        extra(extras, "doi", metadata.doi());
        if (metadata.temporal() != null) {
            extra(extras, "temporal_start", metadata.temporal().start());
            extra(extras, "temporal_end", metadata.temporal().end());
        }
        if (metadata.spatial() != null) {
            extra(extras, "bbox", edges(metadata.spatial()));
            extra(extras, "spatial_text", metadata.spatial().place());
        }
        if (!metadata.contacts().isEmpty()) {
            extra(extras, "contacts", metadata.contacts());
        }
        if (!metadata.fields().isEmpty()) {
            extra(extras, "fields", metadata.fields());
        }
    }

    private static String edges(Metadata.Spatial box) {
        return box.west() + "," + box.south() + "," + box.east() + "," + box.north();
    }

    private static void extra(ArrayNode extras, String key, @Nullable Object value) {
        if (value != null) {
            String text = value instanceof String plain
                    ? plain
                    : Json.MAPPER.valueToTree(value).toString();
            extras.addObject().put("key", key).put("value", text);
        }
    }
}
