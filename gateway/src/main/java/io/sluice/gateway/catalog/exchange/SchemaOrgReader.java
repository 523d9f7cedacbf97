package io.sluice.gateway.catalog.exchange;

import io.sluice.contract.Metadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Datasets described in schema.org's words, in any JSON-LD form. */
final class SchemaOrgReader {
    private static final String NAME = Iri.SCHEMA + "name";
    private static final Pattern DOI =
            Pattern.compile("(?i)^(?:https?://(?:dx\\.)?doi\\.org/|doi:)?(10\\.\\d{4,9}\\S*/\\S+)$");
    private static final int EDGES = 4;

    /** What has a place of its own, or is ours to say. */
    private static final Set<String> READ = Stream.concat(
                    Stream.of(
                                    "name",
                                    "alternateName",
                                    "description",
                                    "keywords",
                                    "license",
                                    "dateCreated",
                                    "datePublished",
                                    "dateModified",
                                    "version",
                                    "publisher",
                                    "creator",
                                    "identifier",
                                    "url",
                                    "temporalCoverage",
                                    "spatialCoverage",
                                    "variableMeasured",
                                    "distribution")
                            .map(Iri.SCHEMA::concat),
                    Stream.of(Iri.SLUICE + "extras"))
            .collect(Collectors.toUnmodifiableSet());

    private SchemaOrgReader() {}

    static List<Draft> read(Graph graph) {
        return graph.ofType(Iri.SCHEMA + "Dataset").stream()
                .map(SchemaOrgReader::draft)
                .toList();
    }

    private static Draft draft(Node node) {
        String title = Objects.requireNonNullElse(node.text(NAME), "");
        String notes = Objects.requireNonNullElse(node.text(Iri.SCHEMA + "description"), "");
        String name = Names.of(node.texts(Iri.SCHEMA + "alternateName"), title, node.id());
        return new Draft(
                name,
                title.isBlank() ? name : title,
                node.nodes(Iri.SCHEMA + "publisher").stream()
                        .map(publisher -> publisher.text(NAME))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                notes.equals(title) ? "" : notes,
                keywords(node),
                license(node),
                false,
                Leftovers.of(node, READ),
                metadata(node),
                Distribution.best(distributions(node), name));
    }

    /** A list, or one text with commas. */
    private static List<String> keywords(Node node) {
        List<String> texts = node.texts(Iri.SCHEMA + "keywords");
        return texts.size() != 1
                ? texts
                : Arrays.stream(texts.get(0).split(","))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .toList();
    }

    private static @Nullable String license(Node node) {
        String text = node.text(Iri.SCHEMA + "license");
        return text != null
                ? text
                : node.nodes(Iri.SCHEMA + "license").stream()
                        .map(work -> work.text(Iri.SCHEMA + "url", NAME))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
    }

    private static List<Distribution> distributions(Node node) {
        return node.nodes(Iri.SCHEMA + "distribution").stream()
                .flatMap(each -> {
                    String url = each.text(Iri.SCHEMA + "contentUrl", Iri.SCHEMA + "url");
                    String format = Objects.requireNonNullElse(each.text(Iri.SCHEMA + "encodingFormat"), "");
                    return url == null
                            ? Stream.<Distribution>empty()
                            : Stream.of(new Distribution(
                                    url, true, format, Objects.requireNonNullElse(each.text(NAME), "")));
                })
                .toList();
    }

    private static Metadata metadata(Node node) {
        return new Metadata(
                node.nodes(Iri.SCHEMA + "creator").stream()
                        .map(SchemaOrgReader::contact)
                        .filter(contact -> !contact.name().isBlank())
                        .toList(),
                doi(node),
                node.text(Iri.SCHEMA + "url"),
                temporal(node.text(Iri.SCHEMA + "temporalCoverage")),
                node.nodes(Iri.SCHEMA + "spatialCoverage").stream()
                        .map(SchemaOrgReader::spatial)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                fields(node));
    }

    private static Metadata.Contact contact(Node node) {
        return new Metadata.Contact(
                Objects.requireNonNullElse(node.text(NAME), ""),
                node.text(Iri.SCHEMA + "email"),
                node.nodes(Iri.SCHEMA + "affiliation").stream()
                        .map(organization -> organization.text(NAME))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                node.text(Iri.SCHEMA + "jobTitle"));
    }

    private static @Nullable String doi(Node node) {
        return Stream.of(
                        node.nodes(Iri.SCHEMA + "identifier").stream()
                                .flatMap(identifier -> identifier.texts(Iri.SCHEMA + "value").stream()),
                        node.texts(Iri.SCHEMA + "identifier").stream(),
                        Stream.of(node.id()))
                .flatMap(each -> each)
                .map(DOI::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse(null);
    }

    private static Metadata.@Nullable Temporal temporal(@Nullable String coverage) {
        if (coverage == null) {
            return null;
        }
        String[] ends = coverage.split("/", -1);
        return new Metadata.Temporal(end(ends[0]), end(ends[ends.length > 1 ? 1 : 0]));
    }

    private static @Nullable String end(String text) {
        return text.isBlank() || text.equals("..") ? null : text;
    }

    private static Metadata.@Nullable Spatial spatial(Node place) {
        for (Node shape : place.nodes(Iri.SCHEMA + "geo")) {
            String box = shape.text(Iri.SCHEMA + "box");
            List<Double> edges = box == null ? List.of() : numbers(box);
            if (edges.size() == EDGES) {
                return new Metadata.Spatial(edges.get(1), edges.get(0), edges.get(3), edges.get(2), place.text(NAME));
            }
            List<Double> at = numbers(shape.text(Iri.SCHEMA + "latitude") + " " + shape.text(Iri.SCHEMA + "longitude"));
            if (at.size() == 2) {
                return new Metadata.Spatial(at.get(1), at.get(0), at.get(1), at.get(0), place.text(NAME));
            }
        }
        return null;
    }

    /** As far as they are numbers. */
    private static List<Double> numbers(String text) {
        List<Double> numbers = new ArrayList<>();
        for (String part : text.strip().split("[\\s,]+")) {
            try {
                numbers.add(Double.valueOf(part));
            } catch (NumberFormatException notANumber) {
                return List.of();
            }
        }
        return numbers;
    }

    /** What is measured; names alone as well. */
    static List<Metadata.Field> fields(Node node) {
        String measured = Iri.SCHEMA + "variableMeasured";
        List<Metadata.Field> fields = new ArrayList<>();
        for (Node value : node.nodes(measured)) {
            String name = value.text(NAME);
            if (name != null) {
                fields.add(new Metadata.Field(
                        name,
                        value.text(Iri.SLUICE + "type"),
                        value.text(Iri.SCHEMA + "unitText", Iri.SCHEMA + "unitCode"),
                        value.text(Iri.SCHEMA + "description")));
            }
        }
        if (fields.isEmpty()) {
            node.texts(measured).forEach(name -> fields.add(new Metadata.Field(name, null, null, null)));
        }
        return fields;
    }
}
