package io.sluice.gateway.catalog.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.runtime.Json;
import org.jspecify.annotations.Nullable;

/** A dataset as JSON-LD in DCAT-AP 3, its context written out, so that nobody has to fetch one. What its fields mean is schema.org's. */
final class DcatWriter {
    private static final int DATE = "2026-01-31".length();

    private DcatWriter() {}

    static ObjectNode write(Dataset dataset, String origin) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.set("@context", context());
        node.put("@id", "urn:uuid:" + dataset.id());
        node.put("@type", "dcat:Dataset");
        node.put("dct:identifier", dataset.name());
        node.put("dct:title", dataset.title());
        node.put("dct:description", dataset.notes().isEmpty() ? dataset.title() : dataset.notes());
        dataset.tags().forEach(node.withArray("dcat:keyword")::add);
        node.set("dct:issued", typed(dataset.createdAt().toString(), "xsd:dateTime"));
        node.set("dct:modified", typed(dataset.updatedAt().toString(), "xsd:dateTime"));
        node.put("dcat:version", Integer.toString(dataset.version()));
        node.putObject("dct:publisher").put("@type", "foaf:Organization").put("foaf:name", dataset.organization());
        if (dataset.license() != null) {
            license(node, dataset.license());
        }
        metadata(node, dataset.metadata());
        distribution(node.putObject("dcat:distribution"), Distribution.of(dataset, origin), dataset.license());
        if (!dataset.extras().isEmpty()) {
            ObjectNode extras = node.putObject("sluice:extras").put("@type", "@json");
            extras.set("@value", Json.MAPPER.valueToTree(dataset.extras()));
        }
        return node;
    }

    private static ObjectNode context() {
        return Json.MAPPER
                .createObjectNode()
                .put("dcat", Iri.DCAT)
                .put("dct", Iri.DCT)
                .put("foaf", Iri.FOAF)
                .put("vcard", Iri.VCARD)
                .put("skos", Iri.SKOS)
                .put("adms", Iri.ADMS)
                .put("rdfs", Iri.RDFS)
                .put("xsd", Iri.XSD)
                .put("geo", Iri.GEO)
                .put("schema", Iri.SCHEMA)
                .put("sluice", Iri.SLUICE);
    }

    private static void license(ObjectNode node, String license) {
        ObjectNode document = node.putObject("dct:license").put("@type", "dct:LicenseDocument");
        if (license.matches("https?://\\S+")) {
            document.put("@id", license);
        } else {
            document.put("rdfs:label", license);
        }
    }

    private static void distribution(ObjectNode node, Distribution distribution, @Nullable String license) {
        node.put("@type", "dcat:Distribution");
        node.putObject("dcat:accessURL").put("@id", distribution.url());
        if (distribution.download()) {
            node.putObject("dcat:downloadURL").put("@id", distribution.url());
        }
        if (!distribution.mediaType().isEmpty()) {
            node.putObject("dcat:mediaType")
                    .put("@id", "http://www.iana.org/assignments/media-types/" + distribution.mediaType());
        }
        node.putObject("dct:format").put("@type", "dct:MediaTypeOrExtent").put("rdfs:label", distribution.format());
        if (license != null) {
            license(node, license);
        }
    }

    private static void metadata(ObjectNode node, Metadata metadata) {
        if (metadata.doi() != null) {
            ObjectNode identifier = node.putObject("adms:identifier").put("@type", "adms:Identifier");
            identifier.put("skos:notation", Iri.DOI + metadata.doi());
            identifier.put("adms:schemaAgency", "DOI");
        }
        if (metadata.homepage() != null) {
            node.putObject("dcat:landingPage").put("@type", "foaf:Document").put("@id", metadata.homepage());
        }
        contacts(node, metadata);
        if (metadata.temporal() != null) {
            temporal(node.putObject("dct:temporal"), metadata.temporal());
        }
        if (metadata.spatial() != null) {
            spatial(node.putObject("dct:spatial"), metadata.spatial());
        }
        if (!metadata.fields().isEmpty()) {
            node.set("schema:variableMeasured", SchemaOrgWriter.fields(metadata, "schema:", "sluice:"));
        }
    }

    private static void contacts(ObjectNode node, Metadata metadata) {
        if (metadata.contacts().isEmpty()) {
            return;
        }
        ArrayNode contacts = node.putArray("dcat:contactPoint");
        for (Metadata.Contact contact : metadata.contacts()) {
            ObjectNode kind = contacts.addObject().put("@type", "vcard:Kind").put("vcard:fn", contact.name());
            if (contact.email() != null) {
                kind.putObject("vcard:hasEmail").put("@id", "mailto:" + contact.email());
            }
            SchemaOrgWriter.putIfPresent(kind, "vcard:organization-name", contact.organization());
            SchemaOrgWriter.putIfPresent(kind, "vcard:role", contact.role());
        }
    }

    private static void temporal(ObjectNode node, Metadata.Temporal temporal) {
        node.put("@type", "dct:PeriodOfTime");
        if (temporal.start() != null) {
            node.set("dcat:startDate", date(temporal.start()));
        }
        if (temporal.end() != null) {
            node.set("dcat:endDate", date(temporal.end()));
        }
    }

    private static ObjectNode date(String text) {
        return typed(text, text.length() == DATE ? "xsd:date" : "xsd:dateTime");
    }

    private static ObjectNode typed(String value, String type) {
        return Json.MAPPER.createObjectNode().put("@value", value).put("@type", type);
    }

    private static void spatial(ObjectNode node, Metadata.Spatial spatial) {
        node.put("@type", "dct:Location");
        node.set("dcat:bbox", typed(Wkt.box(spatial), "geo:wktLiteral"));
        SchemaOrgWriter.putIfPresent(node, "skos:prefLabel", spatial.place());
    }
}
