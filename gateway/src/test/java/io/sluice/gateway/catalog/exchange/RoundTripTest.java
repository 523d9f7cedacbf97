package io.sluice.gateway.catalog.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.contract.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written and read again is what it was, as far as the vocabulary has words for it. */
class RoundTripTest {
    private static final String ORIGIN = "http://sluice.example.org";

    @Property(tries = 150)
    void dcat_keeps_everything_that_is_described(@ForAll("datasets") Dataset dataset) {
        ObjectNode document = DcatWriter.write(dataset, ORIGIN);
        assertSame(dataset, DcatReader.read(Graph.read(document)), dataset.extras());
    }

    @Property(tries = 150)
    void schema_org_keeps_everything_that_is_described(@ForAll("datasets") Dataset dataset) {
        ObjectNode document = SchemaOrgWriter.write(dataset, ORIGIN);
        assertSame(dataset, SchemaOrgReader.read(Graph.read(document)), dataset.extras());
    }

    @Property(tries = 150)
    void ckan_keeps_everything_and_extras_as_texts(@ForAll("datasets") Dataset dataset) {
        ObjectNode document = CkanWriter.write(dataset, ORIGIN);
        Map<String, Object> texts = new java.util.LinkedHashMap<>();
        dataset.extras().forEach((key, value) -> texts.put(key, String.valueOf(value)));
        assertThat(CkanReader.isPackage(document)).isTrue();
        assertSame(dataset, CkanReader.read(document), texts);
    }

    private static void assertSame(Dataset dataset, List<Draft> read, Map<String, Object> extras) {
        assertThat(read).hasSize(1);
        Draft draft = read.get(0);
        assertThat(draft.name()).isEqualTo(dataset.name());
        assertThat(draft.title()).isEqualTo(dataset.title());
        assertThat(draft.organization()).isEqualTo(dataset.organization());
        assertThat(draft.notes()).isEqualTo(dataset.notes());
        assertThat(draft.tags()).isEqualTo(dataset.tags());
        assertThat(draft.license()).isEqualTo(dataset.license());
        assertThat(draft.extras()).isEqualTo(extras);
        assertThat(draft.metadata()).isEqualTo(dataset.metadata());
        assertThat(draft.source()).isEqualTo(dataset.source());
    }

    /** Letters of many scripts and what means something to JSON, JSON-LD and IRIs. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("abcXYZ 019-_.,:;/@#\"\\<>{}[]()'&%äßİ漢字")
                .ofMinLength(1)
                .ofMaxLength(30)
                .map(text -> "t" + text.strip() + "t");
    }

    private static Arbitrary<Metadata.Contact> contacts() {
        return Combinators.combine(
                        texts(),
                        Arbitraries.of("ada@example.org", "b.c+d@sub.example.com")
                                .injectNull(0.3),
                        texts().injectNull(0.5),
                        texts().injectNull(0.5))
                .as(Metadata.Contact::new);
    }

    private static Arbitrary<Metadata.Field> fields() {
        return Combinators.combine(texts(), texts().injectNull(0.5), texts().injectNull(0.5), texts().injectNull(0.5))
                .as(Metadata.Field::new);
    }

    private static Arbitrary<Metadata.Temporal> temporals() {
        Arbitrary<String> ends = Arbitraries.of("2020-01-01", "2021-06-01T12:30:00Z", "1999-12-31T23:59:59.5+02:00");
        return Arbitraries.oneOf(
                Combinators.combine(ends, ends.injectNull(0.5)).as(Metadata.Temporal::new),
                ends.map(end -> new Metadata.Temporal(null, end)));
    }

    private static Arbitrary<Metadata.Spatial> spatials() {
        Arbitrary<Double> longitudes = Arbitraries.doubles().between(-180, 180).ofScale(6);
        Arbitrary<Double> latitudes = Arbitraries.doubles().between(-90, 90).ofScale(6);
        return Combinators.combine(longitudes, latitudes, longitudes, latitudes, texts().injectNull(0.5))
                .as((west, one, east, other, place) ->
                        new Metadata.Spatial(west, Math.min(one, other), east, Math.max(one, other), place));
    }

    private static Arbitrary<Metadata> metadata() {
        return Combinators.combine(
                        contacts().list().ofMaxSize(4),
                        Arbitraries.of("10.5066/F7P55KJN", "10.1000/182.3/x(y)_z")
                                .injectNull(0.4),
                        Arbitraries.of("https://example.org/", "http://example.org/a?b=c#d")
                                .injectNull(0.4),
                        temporals().injectNull(0.4),
                        spatials().injectNull(0.4),
                        fields().list().ofMaxSize(5).uniqueElements(Metadata.Field::name))
                .as(Metadata::new);
    }

    private static Arbitrary<Source> sources() {
        return Arbitraries.of("https://example.org/data", "http://example.org/a.b?c=d")
                .flatMap(url -> Arbitraries.of(
                        new Source.Csv(url, "the-name", 1),
                        new Source.Json(url, "the-name", 1),
                        new Source.NetCdf(url, "the-name", 1),
                        new Source.Text(url, "the-name", 1),
                        new Source.EventStream(url, "the-name", 1),
                        new Source.S3("s3://bucket/key"),
                        new Source.Service(url, null, null, null),
                        new Source.WebSocket("wss://example.org/feed", null, "the-name", 1)));
    }

    @Provide
    Arbitrary<Dataset> datasets() {
        Arbitrary<Map<String, Object>> extras = Arbitraries.maps(
                        texts(),
                        Arbitraries.oneOf(
                                texts().map(text -> (Object) text),
                                Arbitraries.integers().map(i -> i)))
                .ofMaxSize(4);
        return Combinators.combine(
                        texts(),
                        texts().map(text -> text + " noted"),
                        texts().map(tag -> tag.replace(',', '.'))
                                .list()
                                .ofMaxSize(5)
                                .uniqueElements(),
                        Arbitraries.of("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "own terms")
                                .injectNull(0.3),
                        extras,
                        metadata(),
                        sources(),
                        Arbitraries.of(true, false))
                .as((title, notes, tags, license, free, metadata, source, noted) -> new Dataset(
                        UUID.fromString("0b0e7a0e-2c8b-4b5e-9d0a-3c1d2e3f4a5b"),
                        "the-name",
                        title,
                        "utah",
                        noted ? notes : "",
                        tags,
                        license,
                        false,
                        free,
                        source,
                        Map.of(),
                        Map.of(),
                        metadata,
                        Map.of(),
                        false,
                        "ada",
                        1,
                        Instant.EPOCH,
                        Instant.EPOCH));
    }
}
