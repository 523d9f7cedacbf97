package io.sluice.gateway.catalog.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Metadata;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Source;
import io.sluice.runtime.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Documents as others write them. */
class GraphTest {

    @Test
    void a_catalog_of_dcat_gives_its_datasets_in_any_form() {
        List<Draft> drafts = DcatReader.read(Graph.read(json("""
                {"@context":{"dcat":"http://www.w3.org/ns/dcat#","dct":"http://purl.org/dc/terms/"},
                 "@graph":[
                  {"@id":"https://x.org/c","@type":"dcat:Catalog","dcat:dataset":[{"@id":"https://x.org/a"},{"@id":"https://x.org/b"}]},
                  {"@id":"https://x.org/a","@type":"dcat:Dataset",
                   "dct:title":[{"@value":"Niederschlag","@language":"de"},{"@value":"Rain of 2020","@language":"en"}],
                   "dct:description":"Daily.","dct:accrualPeriodicity":{"@id":"http://publications.europa.eu/daily"},
                   "dcat:distribution":{"@id":"https://x.org/d"}},
                  {"@id":"https://x.org/b","@type":"dcat:Dataset","dct:title":"Wind",
                   "dct:identifier":"https://doi.org/10.1234/wind"},
                  {"@id":"https://x.org/d","@type":"dcat:Distribution","dcat:downloadURL":{"@id":"https://x.org/rain.csv"}}]}
                """)));

        assertThat(drafts).extracting(Draft::name).containsExactly("rain-of-2020", "wind");
        assertThat(drafts.get(0).source()).isEqualTo(new Source.Csv("https://x.org/rain.csv", "rain-of-2020", 1));
        assertThat(drafts.get(0).extras())
                .isEqualTo(Map.of("accrualPeriodicity", "http://publications.europa.eu/daily"));
        assertThat(drafts.get(1).metadata().doi()).isEqualTo("10.1234/wind");
        assertThat(drafts.get(1).source()).isNull();
    }

    @Test
    void a_page_of_schema_org_is_read_without_fetching_its_context() {
        List<Draft> drafts = SchemaOrgReader.read(Graph.read(json("""
                {"@context":"https://schema.org","@type":"Dataset","name":"Sea Ice","description":"Monthly.",
                 "keywords":"ice, sea","license":{"@type":"CreativeWork","name":"CC0"},
                 "identifier":"https://doi.org/10.5555/ice.1",
                 "spatialCoverage":{"@type":"Place","name":"Arctic","geo":{"@type":"GeoShape","box":"60 -180 90 180"}},
                 "temporalCoverage":"1979-01-01/..","variableMeasured":"concentration",
                 "measurementTechnique":"satellite",
                 "distribution":[{"@type":"DataDownload","contentUrl":"https://x.org/ice.nc"}]}
                """)));

        Draft draft = drafts.get(0);
        assertThat(draft.tags()).containsExactly("ice", "sea");
        assertThat(draft.license()).isEqualTo("CC0");
        assertThat(draft.source()).isEqualTo(new Source.NetCdf("https://x.org/ice.nc", "sea-ice", 1));
        assertThat(draft.extras()).isEqualTo(Map.of("measurementTechnique", "satellite"));
        assertThat(draft.metadata())
                .isEqualTo(new Metadata(
                        List.of(),
                        "10.5555/ice.1",
                        null,
                        new Metadata.Temporal("1979-01-01", null),
                        new Metadata.Spatial(-180, 60, 180, 90, "Arctic"),
                        List.of(new Metadata.Field("concentration", null, null, null))));
    }

    @Test
    void a_package_of_ckan_becomes_a_source_by_its_formats() {
        Draft draft = CkanReader.read(json("""
                {"success":true,"result":{"name":"river-flow","title":"River flow","notes":"Gauges.","license_id":"cc-by",
                 "organization":{"name":"usgs"},"author":"Ada","author_email":"ada@example.org","url":"https://x.org",
                 "tags":[{"name":"water"}],
                 "extras":[{"key":"spatial","value":"{\\"type\\":\\"Polygon\\",\\"coordinates\\":[[[-112,40],[-111,40],[-111,41],[-112,40]]]}"},
                           {"key":"frequency","value":"daily"}],
                 "resources":[{"url":"https://x.org/about.html","format":"HTML"},{"url":"https://x.org/q?id=1","format":"CSV"}]}}
                """)).get(0);

        assertThat(draft.source()).isEqualTo(new Source.Csv("https://x.org/q?id=1", "river-flow", 1));
        assertThat(draft.extras()).containsOnlyKeys("frequency", "resources").containsEntry("frequency", "daily");
        assertThat(String.valueOf(draft.extras().get("resources")))
                .as("more than one can be a source of is kept")
                .contains("https://x.org/about.html", "https://x.org/q?id=1");
        assertThat(draft.metadata().spatial()).isEqualTo(new Metadata.Spatial(-112, 40, -111, 41, null));
        assertThat(draft.metadata().contacts())
                .containsExactly(new Metadata.Contact("Ada", "ada@example.org", null, "author"));
    }

    @Test
    void a_context_elsewhere_is_not_fetched() {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class,
                () -> Graph.read(json("{\"@context\":\"http://127.0.0.1:1/secret\",\"@type\":\"Dataset\"}")));

        assertThat(refused.problem()).isInstanceOf(Problem.Invalid.class);
        assertThat(refused.problem().detail()).contains("contexts are not fetched");
    }

    @Test
    void what_is_exported_says_what_dcat_ap_demands() {
        Node dataset = Graph.read(
                        DcatWriter.write(new RoundTripTest().datasets().sample(), "http://sluice.example.org"))
                .ofType(Iri.DCAT + "Dataset")
                .get(0);

        assertThat(dataset.text(Iri.DCT + "title")).isNotNull();
        assertThat(dataset.text(Iri.DCT + "description")).isNotNull();
        assertThat(dataset.nodes(Iri.DCT + "publisher")).allMatch(node -> node.isA(Iri.FOAF + "Organization"));
        assertThat(dataset.nodes(Iri.DCAT + "contactPoint")).allMatch(node -> node.isA(Iri.VCARD + "Kind"));
        assertThat(dataset.nodes(Iri.DCT + "temporal")).allMatch(node -> node.isA(Iri.DCT + "PeriodOfTime"));
        assertThat(dataset.nodes(Iri.DCT + "spatial")).allMatch(node -> node.isA(Iri.DCT + "Location"));
        assertThat(dataset.nodes(Iri.DCAT + "distribution"))
                .isNotEmpty()
                .allMatch(node -> node.isA(Iri.DCAT + "Distribution") && node.text(Iri.DCAT + "accessURL") != null);
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new AssertionError(broken);
        }
    }
}
