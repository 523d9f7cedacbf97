package io.sluice.gateway.catalog.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.runtime.Json;
import org.jspecify.annotations.Nullable;

/** A dataset as JSON-LD in schema.org's words, as search engines for datasets read it. */
final class SchemaOrgWriter {
    private SchemaOrgWriter() {}

    static ObjectNode write(Dataset dataset, String origin) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        ArrayNode context = node.putArray("@context").add("https://schema.org/");
        context.addObject().put("sluice", Iri.SLUICE);
        node.put("@id", "urn:uuid:" + dataset.id());
        node.put("@type", "Dataset");
        node.put("name", dataset.title());
        node.put("alternateName", dataset.name());
        node.put("description", dataset.notes().isEmpty() ? dataset.title() : dataset.notes());
        dataset.tags().forEach(node.withArray("keywords")::add);
        putIfPresent(node, "license", dataset.license());
        node.put("dateCreated", dataset.createdAt().toString());
        node.put("dateModified", dataset.updatedAt().toString());
        node.put("version", dataset.version());
        node.putObject("publisher").put("@type", "Organization").put("name", dataset.organization());
        metadata(node, dataset.metadata());
        Distribution distribution = Distribution.of(dataset, origin);
        ObjectNode download = node.putObject("distribution").put("@type", "DataDownload");
        download.put("contentUrl", distribution.url());
        download.put(
                "encodingFormat",
                distribution.mediaType().isEmpty() ? distribution.format() : distribution.mediaType());
        download.put("name", distribution.format());
        if (!dataset.extras().isEmpty()) {
            ObjectNode extras = node.putObject("sluice:extras").put("@type", "@json");
            extras.set("@value", Json.MAPPER.valueToTree(dataset.extras()));
        }
        return node;
    }

    private static void metadata(ObjectNode node, Metadata metadata) {
        if (metadata.doi() != null) {
            node.putObject("identifier")
                    .put("@type", "PropertyValue")
                    .put("propertyID", "https://registry.identifiers.org/registry/doi")
                    .put("value", "doi:" + metadata.doi())
                    .put("url", Iri.DOI + metadata.doi());
        }
        putIfPresent(node, "url", metadata.homepage());
        if (!metadata.contacts().isEmpty()) {
            ArrayNode people = node.putArray("creator");
            metadata.contacts().forEach(contact -> person(people.addObject(), contact));
        }
        if (metadata.temporal() != null) {
            node.put(
                    "temporalCoverage",
                    end(metadata.temporal().start()) + "/"
                            + end(metadata.temporal().end()));
        }
        if (metadata.spatial() != null) {
            Metadata.Spatial spatial = metadata.spatial();
            ObjectNode place = node.putObject("spatialCoverage").put("@type", "Place");
            putIfPresent(place, "name", spatial.place());
            place.putObject("geo")
                    .put("@type", "GeoShape")
                    .put("box", spatial.south() + " " + spatial.west() + " " + spatial.north() + " " + spatial.east());
        }
        if (!metadata.fields().isEmpty()) {
            node.set("variableMeasured", fields(metadata, "", "sluice:"));
        }
    }

    /** The ends of ISO 8601-2 are open as two dots. */
    private static String end(@Nullable String text) {
        return text == null ? ".." : text;
    }

    private static void person(ObjectNode person, Metadata.Contact contact) {
        person.put("@type", "Person").put("name", contact.name());
        putIfPresent(person, "email", contact.email());
        putIfPresent(person, "jobTitle", contact.role());
        if (contact.organization() != null) {
            person.putObject("affiliation").put("@type", "Organization").put("name", contact.organization());
        }
    }

    /** What is measured, each with its unit. */
    static ArrayNode fields(Metadata metadata, String schema, String own) {
        ArrayNode fields = Json.MAPPER.createArrayNode();
        for (Metadata.Field field : metadata.fields()) {
            ObjectNode value = fields.addObject().put("@type", schema + "PropertyValue");
            value.put(schema + "name", field.name());
            putIfPresent(value, schema + "unitText", field.unit());
            putIfPresent(value, schema + "description", field.description());
            putIfPresent(value, own + "type", field.type());
        }
        return fields;
    }

    static void putIfPresent(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
