package io.sluice.gateway.catalog.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.contract.Source;
import io.sluice.runtime.Json;
import java.util.List;
import java.util.Map;
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
        resources(result.putArray("resources"), dataset, origin);
        ArrayNode extras = result.putArray("extras");
        metadata(extras, dataset.metadata());
        dataset.extras().forEach((key, value) -> {
            if (!key.equals(CkanReader.RESOURCES) || !(value instanceof List<?>)) {
                extra(extras, key, value);
            }
        });
        return answer;
    }

    /** Those that came with it, the one that is its source among them; else that alone. */
    private static void resources(ArrayNode resources, Dataset dataset, String origin) {
        Distribution own = Distribution.of(dataset, origin);
        boolean among = dataset.extras().get(CkanReader.RESOURCES) instanceof List<?> several
                && several.stream().anyMatch(each -> isAt(each, own.url()));
        if (!among && !isBare(dataset)) {
            resources
                    .addObject()
                    .put("name", dataset.name())
                    .put("url", own.url())
                    .put("format", own.format())
                    .put("mimetype", own.mediaType());
        }
        if (dataset.extras().get(CkanReader.RESOURCES) instanceof List<?> several) {
            several.forEach(each -> resources.add(Json.MAPPER.<JsonNode>valueToTree(each)));
        }
    }

    private static boolean isAt(Object resource, String url) {
        return resource instanceof Map<?, ?> map && url.equals(map.get("url"));
    }

    /** A description without anything behind it. */
    private static boolean isBare(Dataset dataset) {
        return dataset.source() instanceof Source.Service service && service.url() == null;
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
