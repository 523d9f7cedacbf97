package io.sluice.gateway.catalog.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.contract.Source;
import io.sluice.runtime.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What catalogues in use really answer. */
class CkanReaderTest {

    private static List<Draft> read(String json) {
        try {
            return CkanReader.read(Json.MAPPER.readTree(json));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private static Draft one(String packageJson) {
        List<Draft> drafts = read("{\"success\":true,\"result\":" + packageJson + "}");
        assertThat(drafts).hasSize(1);
        return drafts.get(0);
    }

    @Test
    void nulls_in_every_place_are_no_values() {
        Draft draft = one("""
                {"name":"bare","title":null,"notes":null,"organization":null,"owner_org":null,"license_id":null,"url":null,
                 "author":null,"author_email":null,"maintainer":"","private":null,"tags":null,"extras":null,"resources":null}""");
        assertThat(draft.title()).isEqualTo("bare");
        assertThat(draft.organization()).isNull();
        assertThat(draft.tags()).isEmpty();
        assertThat(draft.license()).isNull();
        assertThat(draft.metadata()).isEqualTo(Metadata.NONE);
        assertThat(draft.extras()).isEmpty();
        assertThat(draft.source()).isEqualTo(new Source.Service(null, null, null, null));
    }

    @Test
    void tags_are_objects_or_texts_and_those_over_the_limit_are_kept() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            many.append(",{\"name\":\"tag ").append(i).append("\",\"vocabulary_id\":null}");
        }
        Draft draft = one(
                "{\"name\":\"tagged\",\"tags\":[\"plain\",{\"display_name\":\"Snow\",\"name\":\"snow\"},\" plain \",null"
                        + many + "]}");
        assertThat(draft.tags()).hasSize(50).startsWith("plain", "snow", "tag 0");
        assertThat(draft.extras().get("more_tags"))
                .asString()
                .contains("tag 59")
                .doesNotContain("tag 0,");
    }

    @Test
    void extras_are_a_list_or_an_object_with_values_of_any_kind() {
        assertThat(
                        one("{\"name\":\"listed\",\"extras\":[{\"key\":\"n\",\"value\":3},{\"key\":\"o\",\"value\":{\"a\":[1]}},"
                                        + "{\"key\":\"none\",\"value\":null},{\"value\":\"keyless\"}]}")
                                .extras())
                .isEqualTo(Map.of("n", "3", "o", "{\"a\":[1]}"));
        assertThat(one("{\"name\":\"mapped\",\"extras\":{\"n\":3,\"t\":\"x\"}}").extras())
                .isEqualTo(Map.of("n", "3", "t", "x"));
    }

    @Test
    void an_organization_is_named_and_not_numbered() {
        assertThat(
                        one("{\"name\":\"aa\",\"owner_org\":\"9b0b6a5e-33f4-4f5b-a6a9-2a7b6d3a7c11\",\"organization\":{\"name\":\"noaa\"}}")
                                .organization())
                .isEqualTo("noaa");
        assertThat(one("{\"name\":\"bb\",\"owner_org\":\"9b0b6a5e-33f4-4f5b-a6a9-2a7b6d3a7c11\",\"organization\":null}")
                        .organization())
                .isNull();
        assertThat(one("{\"name\":\"cc\",\"owner_org\":\"noaa\"}").organization())
                .as("as the NDP Endpoint has it")
                .isEqualTo("noaa");
    }

    @Test
    void what_does_not_fit_its_place_is_kept_as_an_extra() {
        Draft draft = one("""
                {"name":"odd","url":"see the readme","author":"Ada","author_email":"ask me","maintainer_email":"mailto:bob@example.org",
                 "extras":[{"key":"doi","value":"pending"},{"key":"temporal_start","value":"1987"},{"key":"temporal_end","value":"2020-12-31"},
                           {"key":"spatial","value":"{\\"type\\":\\"Point\\",\\"coordinates\\":[448262,5411932]}"}]}""");
        Metadata metadata = draft.metadata();
        assertThat(metadata.contacts())
                .containsExactly(
                        new Metadata.Contact("Ada", null, null, "author"),
                        new Metadata.Contact("bob@example.org", "bob@example.org", null, "maintainer"));
        assertThat(metadata.doi()).isNull();
        assertThat(metadata.homepage()).isNull();
        assertThat(metadata.temporal()).isEqualTo(new Metadata.Temporal(null, "2020-12-31"));
        assertThat(metadata.spatial()).isNull();
        assertThat(draft.extras())
                .containsEntry("homepage", "see the readme")
                .containsEntry("author_email", "ask me")
                .containsEntry("doi", "pending")
                .containsEntry("temporal_start", "1987")
                .containsKey("spatial")
                .hasSize(5);
    }

    @Test
    void a_doi_is_taken_out_of_its_address() {
        assertThat(
                        one("{\"name\":\"dd\",\"extras\":[{\"key\":\"doi\",\"value\":\"https://doi.org/10.5066/F7P55KJN\"}]}")
                                .metadata()
                                .doi())
                .isEqualTo("10.5066/F7P55KJN");
    }

    @Test
    void resources_without_an_address_are_none_and_of_several_all_are_kept() {
        Draft draft = one("""
                {"name":"several","resources":[{"name":"nothing","url":""},{"name":"nowhere","url":null},
                  {"id":"r1","name":"about","url":"https://example.org/about.html","format":"HTML"},
                  {"id":"r2","name":"data","url":"https://example.org/a b.csv","format":"CSV","mimetype":null,"size":null}]}""");
        assertThat(draft.source()).isEqualTo(new Source.Csv("https://example.org/a%20b.csv", "several", 1));
        assertThat(draft.extras().get("resources"))
                .isEqualTo(List.of(
                        Map.of("id", "r1", "name", "about", "url", "https://example.org/about.html", "format", "HTML"),
                        Map.of("id", "r2", "name", "data", "url", "https://example.org/a b.csv", "format", "CSV")));
    }

    @Test
    void several_resources_survive_an_export() {
        Draft first = one("""
                {"name":"several","organization":{"name":"noaa"},"resources":[
                  {"id":"r1","name":"about","url":"https://example.org/about.html","format":"HTML"},
                  {"id":"r2","name":"data","url":"https://example.org/a.csv","format":"CSV"}]}""");
        ObjectNode written = CkanWriter.write(dataset(first), "http://sluice.example.org");
        assertThat(written.at("/result/resources")).hasSize(2);
        assertThat(CkanReader.read(written)).containsExactly(first);
    }

    @Test
    void a_list_of_packages_may_have_gaps() {
        assertThat(read("{\"success\":true,\"result\":{\"count\":2,\"results\":[null,{\"name\":\"aa\"},7]}}"))
                .extracting(Draft::name)
                .containsExactly("aa");
        assertThat(read("{\"success\":true,\"result\":null}")).isEmpty();
    }

    private static Dataset dataset(Draft draft) {
        return new Dataset(
                UUID.randomUUID(),
                draft.name(),
                draft.title(),
                String.valueOf(draft.organization()),
                draft.notes(),
                draft.tags(),
                draft.license(),
                false,
                draft.extras(),
                draft.source(),
                Map.of(),
                Map.of(),
                draft.metadata(),
                Map.of(),
                false,
                "ada",
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
