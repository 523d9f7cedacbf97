package io.sluice.gateway.catalog.exchange;

import io.sluice.contract.Metadata;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Datasets described with DCAT, in any JSON-LD form: one, or those of a catalog. */
final class DcatReader {
    private static final Pattern DOI = Pattern.compile("(?i)^(?:https?://(?:dx\\.)?doi\\.org/|doi:)(?=10\\.)");
    private static final Pattern MEDIA_TYPE = Pattern.compile("^https?://www\\.iana\\.org/assignments/media-types/");
    private static final String LABEL = Iri.RDFS + "label";

    /** What has a place of its own, or is ours to say. */
    private static final Set<String> READ = Stream.concat(
                    Stream.of(
                                    "identifier",
                                    "title",
                                    "description",
                                    "publisher",
                                    "license",
                                    "issued",
                                    "modified",
                                    "temporal",
                                    "spatial")
                            .map(Iri.DCT::concat),
                    Stream.of(
                            Iri.DCAT + "keyword",
                            Iri.DCAT + "version",
                            Iri.DCAT + "landingPage",
                            Iri.DCAT + "contactPoint",
                            Iri.DCAT + "distribution",
                            Iri.ADMS + "identifier",
                            Iri.SCHEMA + "variableMeasured",
                            Iri.SLUICE + "extras"))
            .collect(Collectors.toUnmodifiableSet());

    private DcatReader() {}

    static List<Draft> read(Graph graph) {
        return graph.ofType(Iri.DCAT + "Dataset").stream()
                .map(DcatReader::draft)
                .toList();
    }

    private static Draft draft(Node node) {
        String title = Objects.requireNonNullElse(node.text(Iri.DCT + "title"), "");
        String notes = Objects.requireNonNullElse(node.text(Iri.DCT + "description"), "");
        String name = Names.of(node.texts(Iri.DCT + "identifier"), title, node.id());
        String license = license(node);
        List<Distribution> distributions = distributions(node);
        return new Draft(
                name,
                title.isBlank() ? name : title,
                node.nodes(Iri.DCT + "publisher").stream()
                        .map(publisher -> publisher.text(Iri.FOAF + "name"))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                notes.equals(title) ? "" : notes,
                node.texts(Iri.DCAT + "keyword"),
                license,
                false,
                Leftovers.of(node, READ),
                metadata(node),
                Distribution.best(distributions, name));
    }

    private static @Nullable String license(Node node) {
        Stream<Node> holders = Stream.concat(Stream.of(node), node.nodes(Iri.DCAT + "distribution").stream());
        return holders.map(DcatReader::ownLicense)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String ownLicense(Node node) {
        for (Node document : node.nodes(Iri.DCT + "license")) {
            String label = document.text(LABEL);
            return label == null ? (document.id().startsWith("_:") ? null : document.id()) : label;
        }
        return node.text(Iri.DCT + "license");
    }

    private static List<Distribution> distributions(Node node) {
        return node.nodes(Iri.DCAT + "distribution").stream()
                .flatMap(each -> {
                    String file = each.text(Iri.DCAT + "downloadURL");
                    String url = file == null ? each.text(Iri.DCAT + "accessURL") : file;
                    return url == null
                            ? Stream.<Distribution>empty()
                            : Stream.of(new Distribution(url, file != null, mediaType(each), format(each)));
                })
                .toList();
    }

    private static String mediaType(Node distribution) {
        String type = distribution.text(Iri.DCAT + "mediaType");
        return type == null ? "" : MEDIA_TYPE.matcher(type).replaceFirst("");
    }

    private static String format(Node distribution) {
        return distribution.nodes(Iri.DCT + "format").stream()
                .map(format -> Objects.requireNonNullElse(format.text(LABEL), format.id()))
                .findFirst()
                .orElse(Objects.requireNonNullElse(distribution.text(Iri.DCT + "format"), ""));
    }

    private static Metadata metadata(Node node) {
        return new Metadata(
                node.nodes(Iri.DCAT + "contactPoint").stream()
                        .map(DcatReader::contact)
                        .filter(contact -> !contact.name().isBlank())
                        .toList(),
                doi(node),
                node.text(Iri.DCAT + "landingPage"),
                node.nodes(Iri.DCT + "temporal").stream()
                        .map(DcatReader::temporal)
                        .findFirst()
                        .orElse(null),
                spatial(node),
                SchemaOrgReader.fields(node));
    }

    private static Metadata.Contact contact(Node node) {
        String email = node.text(Iri.VCARD + "hasEmail");
        String organization = node.text(Iri.VCARD + "organization-name");
        String name = Stream.of(node.text(Iri.VCARD + "fn"), organization, email)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
        return new Metadata.Contact(
                name,
                email == null ? null : email.replaceFirst("^mailto:", ""),
                organization,
                node.text(Iri.VCARD + "role"));
    }

    private static @Nullable String doi(Node node) {
        return Stream.of(
                        node.nodes(Iri.ADMS + "identifier").stream()
                                .map(identifier -> identifier.text(Iri.SKOS + "notation")),
                        node.texts(Iri.DCT + "identifier").stream(),
                        Stream.of(node.id()))
                .flatMap(each -> each)
                .filter(text -> text != null && DOI.matcher(text).find())
                .map(text -> DOI.matcher(text).replaceFirst(""))
                .findFirst()
                .orElse(null);
    }

    private static Metadata.Temporal temporal(Node node) {
        return new Metadata.Temporal(
                node.text(Iri.DCAT + "startDate", Iri.SCHEMA + "startDate"),
                node.text(Iri.DCAT + "endDate", Iri.SCHEMA + "endDate"));
    }

    private static Metadata.@Nullable Spatial spatial(Node node) {
        return node.nodes(Iri.DCT + "spatial").stream()
                .flatMap(place -> place.texts(Iri.DCAT + "bbox", "http://www.w3.org/ns/locn#geometry").stream()
                        .flatMap(text -> Wkt.spatial(text, place.text(Iri.SKOS + "prefLabel", LABEL)).stream()))
                .findFirst()
                .orElse(null);
    }
}
