package io.sluice.gateway.ndp;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Metadata;
import io.sluice.contract.Organization;
import io.sluice.contract.Problem;
import io.sluice.contract.Source;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Peers;
import io.sluice.gateway.support.Reply;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of the NDP Endpoint's clients, and what the catalog is asked for them; the catalog is made up. */
class NdpCatalogIT {
    private static final UUID ID = UUID.fromString("0b0e7a0e-2c8b-4b5e-9d0a-3c1d2e3f4a5b");
    private static final Source CSV = new Source.Csv("http://example.org/a.csv", "rain", 1);
    private static final Source KAFKA = new Source.Kafka("rain", "kafka.example.org:9092", null, "rain", 1);
    private static final String URL_FORM =
            "{\"resource_name\":\"rain\",\"resource_title\":\"Rain\",\"owner_org\":\"utah\",\"resource_url\":\"%s\"%s}";

    private Gateway gateway;
    private Peers peers;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        peers = gateway.peers();
        peers.answer(Catalog.MATCH_DATASETS, new Catalog.Datasets(List.of()));
        peers.answer(Catalog.SEARCH_FEDERATION, new Catalog.FederatedPage(List.of(), 0, true, List.of(), null));
        peers.answer(Catalog.CREATE_DATASET, dataset(CSV, Map.of()));
        peers.answer(Catalog.UPDATE_DATASET, dataset(CSV, Map.of()));
    }

    private static Dataset dataset(Source source, Map<String, Object> extras) {
        return new Dataset(
                ID,
                "rain",
                "Rain",
                "utah",
                "",
                List.of("weather"),
                null,
                false,
                extras,
                source,
                Map.of(),
                Map.of(),
                Metadata.NONE,
                Map.of(),
                false,
                "admin-user",
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private void there(Dataset dataset) {
        peers.answer(Catalog.FIND_DATASET, dataset);
        peers.answer(Catalog.MATCH_DATASETS, new Catalog.Datasets(List.of(dataset)));
    }

    private Reply send(String method, String path, String json) {
        return gateway.send(
                "admin",
                request("/ndp" + path)
                        .method(method, HttpRequest.BodyPublishers.ofString(json))
                        .header("Content-Type", "application/json"));
    }

    private Reply get(String path) {
        return gateway.get("/ndp" + path);
    }

    /** The words of a refusal, which are a text whatever happens. */
    private static String refused(Reply reply, int status) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json().path("detail").isTextual()).as(reply.text()).isTrue();
        return reply.json().path("detail").textValue();
    }

    private static Catalog.Entry listed(String name, Map<String, Object> extras) {
        Catalog.Listing listing = new Catalog.Listing(
                "id-" + name,
                name,
                "Title of " + name,
                "noaa",
                "",
                List.of(),
                null,
                "https://noaa.example.org/dataset/" + name,
                null,
                List.of(new Catalog.Resource("file", "https://noaa.example.org/" + name + ".csv", "CSV")),
                extras);
        return new Catalog.Entry("noaa", null, listing);
    }

    @Test
    void pages_of_other_origins_may_ask_here_and_not_the_rest_of_the_platform() {
        HttpRequest.Builder preflight = request("/ndp/organization")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://notebook.example.org")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type");
        Reply allowed = gateway.send(preflight);
        Reply asked = gateway.send(request("/ndp/").header("Origin", "https://notebook.example.org"));
        Reply elsewhere = gateway.send(request("/api/v1/me").header("Origin", "https://notebook.example.org"));

        assertThat(allowed.status()).isEqualTo(204);
        assertThat(allowed.header("access-control-allow-origin")).contains("*");
        assertThat(allowed.header("access-control-allow-methods").orElse("")).contains("POST", "DELETE");
        assertThat(asked.header("access-control-allow-origin")).contains("*");
        assertThat(asked.header("access-control-allow-credentials")).isEmpty();
        assertThat(elsewhere.header("access-control-allow-origin")).isEmpty();
    }

    @Test
    void a_global_search_has_other_catalogues_and_says_who_did_not_answer() {
        there(dataset(CSV, Map.of()));
        peers.answer(
                Catalog.SEARCH_FEDERATION,
                new Catalog.FederatedPage(
                        List.of(
                                listed("rainfall", Map.of("port", 9092, "mapping", "{\"a\":\"b\"}")),
                                listed("snow", Map.of())),
                        2,
                        false,
                        List.of(new Catalog.Server("noaa", "ok", 2), new Catalog.Server("lab", "timeout", 0)),
                        null));

        Reply byTerms = get("/search?terms=RAIN");
        Reply byForm = send("POST", "/search", "{\"search_term\":\"rain\"}");

        for (Reply reply : List.of(byTerms, byForm)) {
            assertThat(reply.json().findValuesAsText("title")).containsExactly("Rain", "Title of rainfall");
            assertThat(reply.header("X-Sluice-Catalogs")).contains("local;state=ok, noaa;state=ok, lab;state=timeout");
            JsonNode other = reply.json().path(1);
            assertThat(other.path("owner_org").asText()).isEqualTo("noaa");
            assertThat(other.at("/extras/port").textValue()).isEqualTo("9092");
            assertThat(other.at("/extras/mapping/a").asText()).isEqualTo("b");
            assertThat(other.at("/extras/catalog").asText()).isEqualTo("noaa");
            assertThat(other.at("/resources/0/url").asText()).isEqualTo("https://noaa.example.org/rainfall.csv");
        }
        assertThat(peers.asked(Catalog.SearchFederation.class).local()).isFalse();
    }

    @Test
    void a_local_search_asks_nobody_else() {
        there(dataset(CSV, Map.of()));
        assertThat(get("/search?terms=rain&server=local").json()).hasSize(1);
        assertThat(send("POST", "/search", "{\"server\":\"local\"}").json()).hasSize(1);
        assertThat(peers.allAsked(Catalog.SearchFederation.class)).isEmpty();
    }

    @Test
    void terms_are_substrings_of_what_describes_a_dataset_and_of_what_is_shown() {
        there(dataset(Source.Kafka.of("rain"), Map.of()));
        JsonNode shown = get("/search?terms=rain&server=local").json().path(0);
        String port = shown.at("/extras/port").textValue();

        assertThat(get("/search?terms=weather&server=local").json()).as("a tag").hasSize(1);
        assertThat(get("/search?terms=" + port + "&server=local").json())
                .as("a port, which only this API shows")
                .hasSize(1);
        assertThat(peers.asked(Catalog.MatchDatasets.class).keywords()).isEmpty();
        assertThat(get("/search?terms=" + ID + "&server=local").json())
                .as("an id, once")
                .hasSize(1);
        assertThat(get("/search?terms=rain&keys=topic&server=local").json()).hasSize(1);
        assertThat(get("/search?terms=rain&keys=notes&server=local").json()).isEmpty();
        assertThat(get("/search?terms=&server=local").json())
                .as("an empty term is in everything")
                .hasSize(1);
    }

    @Test
    void servers_are_named_as_they_always_were() {
        String staging = "Pre-CKAN is disabled and cannot be used.";
        assertThat(refused(get("/search?terms=a&server=pre_ckan"), 400)).isEqualTo(staging);
        assertThat(refused(send("POST", "/search", "{\"server\":\"pre_ckan\"}"), 400))
                .isEqualTo(staging);
        assertThat(refused(send("POST", "/dataset/rain/publish", "{}"), 400)).isEqualTo(staging);
        assertThat(refused(send("POST", "/url?server=global", "{}"), 422)).contains("server");
        assertThat(refused(get("/search?terms=a&server=mars"), 422)).contains("server");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /s3/buckets/, Object storage",
        "GET, /s3/buckets, Object storage",
        "POST, /s3/buckets/, Object storage",
        "DELETE, /s3/buckets/one, Object storage",
        "GET, /s3/objects/one, Object storage",
        "GET, /s3/objects/one/a/b.csv/metadata, Object storage",
        "POST, /s3/objects/one/a/presigned-upload, Object storage",
        "GET, /pelican/federations, Pelican",
        "GET, /pelican/browse?path=/, Pelican",
        "POST, /pelican/import-metadata, Pelican",
        "GET, /status/jupyter, JupyterLab",
        "GET, /status/rexec, Remote execution",
        "GET, /user/access-requests, Access requests",
        "POST, /user/access-requests/1/approve, Access requests",
        "PUT, /services/redirect/weather/a, service"
    })
    void families_that_are_not_configured_say_so(String method, String path, String words) {
        assertThat(refused(send(method, path, "{}"), 503)).contains(words);
        Reply nobody = gateway.send(request("/ndp" + path).method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(refused(nobody, 401)).isNotEmpty();
    }

    @Test
    void a_file_that_is_sent_to_storage_gets_its_answer_too() {
        HttpRequest.Builder upload = request("/ndp/s3/objects/one")
                .POST(HttpRequest.BodyPublishers.ofString("--x--"))
                .header("Content-Type", "multipart/form-data; boundary=x");
        assertThat(refused(gateway.send("admin", upload), 503)).contains("storage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/s3/buckets/", "/s3/objects/one"})
    void storage_is_for_writers(String path) {
        assertThat(refused(gateway.send("viewer", request("/ndp" + path)), 403)).isNotEmpty();
    }

    @Test
    void what_is_attached_to_a_source_comes_after_its_own_resource() {
        there(dataset(KAFKA, Map.of("sensor", "s1")));
        String derived = "{\"resources\":[{\"topic\":\"t\",\"format\":\"stream\",\"url\":\"http://h:1\","
                + "\"name\":\"derived t\",\"status\":\"active\"}]}";
        assertThat(send("PATCH", "/dataset/rain", derived).status()).isEqualTo(200);
        Catalog.UpdateDataset asked = peers.asked(Catalog.UpdateDataset.class);
        assertThat(asked.source()).as("stays").isNull();
        assertThat(asked.extras()).containsEntry("sensor", "s1").containsKey("resources");

        there(dataset(KAFKA, asked.extras()));
        JsonNode shown = get("/search?terms=rain&server=local").json().path(0);
        assertThat(shown.path("resources").findValuesAsText("format")).containsExactly("kafka", "stream");
        assertThat(shown.at("/extras/host").asText()).isEqualTo("kafka.example.org");
        assertThat(shown.path("extras").has("resources")).isFalse();
    }

    @Test
    void a_resource_is_changed_and_deleted_by_its_id_alone() {
        Map<String, Object> one = new LinkedHashMap<>(Map.of("name", "one", "url", "http://example.org/1"));
        String id = "5f0e7a0e-2c8b-4b5e-9d0a-3c1d2e3f4a5b";
        one.put("id", id);
        Dataset holder = dataset(new Source.Service(null, null, null, null), Map.of("resources", List.of(one)));
        peers.answer(Catalog.MATCH_DATASETS, new Catalog.Datasets(List.of(holder)));
        peers.refuse(Catalog.FIND_DATASET, Problem.NotFound.of("dataset", id));

        assertThat(send("PATCH", "/resource/" + id, "{\"description\":\"better\"}")
                        .json()
                        .path("message")
                        .asText())
                .isEqualTo("Resource updated successfully");
        assertThat(peers.asked(Catalog.UpdateDataset.class).extras().get("resources"))
                .asString()
                .contains("better");
        assertThat(gateway.delete("/ndp/resource/" + id).json().path("message").asText())
                .isEqualTo(id + " deleted successfully");
        assertThat(peers.asked(Catalog.UpdateDataset.class).extras().get("resources"))
                .hasToString("[]");
        assertThat(peers.allAsked(Catalog.DeleteDataset.class)).isEmpty();
        assertThat(refused(gateway.delete("/ndp/resource/nothing-like-it"), 404))
                .isEqualTo("Resource not found");
    }

    @Test
    void the_resource_of_a_source_changes_its_address_and_nothing_else() {
        there(dataset(CSV, Map.of()));
        send("PATCH", "/resource/" + ID, "{\"url\":\"http://example.org/b.csv\"}");
        assertThat(peers.asked(Catalog.UpdateDataset.class).source())
                .isEqualTo(new Source.Csv("http://example.org/b.csv", "rain", 1));
        assertThat(refused(send("PATCH", "/resource/" + ID, "{\"format\":\"x\"}"), 400))
                .startsWith("Invalid input");
        assertThat(refused(gateway.delete("/ndp/dataset/rain/resource/" + ID), 400))
                .startsWith("Invalid input");
    }

    @Test
    void deleting_a_dataset_says_what_was_deleted_in_the_words_that_were_asked() {
        there(dataset(CSV, Map.of()));
        peers.answer(Catalog.DELETE_DATASET, new Done(true));
        assertThat(gateway.delete("/ndp/resource?resource_id=" + ID + "&server=local")
                        .json()
                        .path("message")
                        .asText())
                .isEqualTo(ID + " deleted successfully");
        assertThat(gateway.delete("/ndp/resource/rain").json().path("message").asText())
                .isEqualTo("rain deleted successfully");
    }

    @ParameterizedTest
    @CsvSource({
        "/kafka/rain, Kafka dataset not found",
        "/s3/rain, S3 resource not found",
        "/services/rain, Service not found"
    })
    void a_dataset_of_another_kind_is_not_found(String path, String words) {
        there(dataset(CSV, Map.of()));
        assertThat(refused(send("PUT", path, "{}"), 404)).isEqualTo(words);
        assertThat(refused(send("PATCH", path, "{}"), 404)).isEqualTo(words);
        assertThat(peers.allAsked(Catalog.UpdateDataset.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"refresh_rate\":\"5 seconds\",\"data_key\":\"results\"}",
                "{\"refresh_rate\":\"500ms\"}",
                "{\"refresh_rate\":\"5\"}",
                "{\"refresh_rate\":2.5}"
            })
    void pauses_are_written_as_people_write_them_and_shown_as_they_were_written(String processing) {
        String form =
                URL_FORM.formatted("http://example.org/a", ",\"file_type\":\"stream\",\"processing\":" + processing);
        assertThat(send("POST", "/url", form).status()).isEqualTo(201);
        assertThat(peers.asked(Catalog.CreateDataset.class).processing())
                .isEqualTo(Json.MAPPER.convertValue(json(processing), Map.class));
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    @Test
    void options_of_a_file_are_checked_and_named() {
        String csv = ",\"file_type\":\"CSV\",\"processing\":%s";
        String url = "http://example.org/a.csv";
        assertThat(refused(
                        send("POST", "/url", URL_FORM.formatted(url, csv.formatted("{\"header_line\":\"one\"}"))), 422))
                .contains("processing/header_line");
        assertThat(refused(send("POST", "/url", URL_FORM.formatted(url, csv.formatted("{\"delimeter\":\",\"}"))), 400))
                .startsWith("Invalid input: Unexpected fields")
                .contains("delimeter")
                .contains("delimiter");
        there(dataset(CSV, Map.of()));
        assertThat(refused(send("PUT", "/url/rain", "{\"processing\":{\"group\":\"g\"}}"), 400))
                .startsWith("Invalid input: Unexpected fields");
        assertThat(peers.allAsked(Catalog.CreateDataset.class)).isEmpty();
    }

    @Test
    void options_that_nobody_reads_are_kept_and_shown() {
        String kafka =
                "{\"dataset_name\":\"rain\",\"dataset_title\":\"Rain\",\"owner_org\":\"utah\",\"kafka_topic\":\"t\","
                        + "\"kafka_host\":\"kafka.example.org\",\"kafka_port\":9092,\"extras\":{\"batch_mode\":\"True\",\"n\":3},"
                        + "\"processing\":{\"data_key\":\"data\",\"info_key\":\"info\"}}";
        assertThat(send("POST", "/kafka", kafka).status()).isEqualTo(201);
        Catalog.CreateDataset asked = peers.asked(Catalog.CreateDataset.class);
        assertThat(asked.processing()).isEqualTo(Map.of("data_key", "data", "batch_mode", "True"));

        there(withProcessing(dataset(KAFKA, asked.extras()), asked.processing()));
        JsonNode extras = get("/search?terms=rain&server=local").json().at("/0/extras");
        assertThat(extras.path("processing")).isEqualTo(json("{\"data_key\":\"data\",\"info_key\":\"info\"}"));
        assertThat(extras.path("batch_mode").textValue()).isEqualTo("True");
        assertThat(extras.path("n").textValue()).isEqualTo("3");
        assertThat(extras.path("port").textValue()).isEqualTo("9092");
    }

    private static Dataset withProcessing(Dataset from, Map<String, Object> processing) {
        return new Dataset(
                from.id(),
                from.name(),
                from.title(),
                from.organization(),
                from.notes(),
                from.tags(),
                null,
                false,
                from.extras(),
                from.source(),
                Map.of(),
                processing,
                Metadata.NONE,
                Map.of(),
                false,
                from.owner(),
                1,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @Test
    void what_is_wrong_is_named_as_the_client_names_it() {
        assertThat(refused(send("POST", "/url", URL_FORM.formatted("ftp://example.org/a", "")), 422))
                .contains("resource_url");
        String kafka = "{\"dataset_name\":\"Not A Name\",\"dataset_title\":\"T\",\"owner_org\":\"utah\","
                + "\"kafka_topic\":\"t\",\"kafka_host\":\"h\",\"kafka_port\":\"9092\"}";
        assertThat(refused(send("POST", "/kafka", kafka), 422)).contains("dataset_name");
        peers.refuse(Catalog.CREATE_DATASET, Problem.Invalid.at("/name", "expected a name"));
        assertThat(refused(send("POST", "/url", URL_FORM.formatted("http://example.org/a", "")), 400))
                .isEqualTo("Invalid input: resource_name: expected a name");
        peers.refuse(Catalog.CREATE_DATASET, Problem.Invalid.at("/organization", "there is none"));
        assertThat(refused(send("POST", "/url", URL_FORM.formatted("http://example.org/a", "")), 400))
                .isEqualTo("Organization does not exist");
        String reserved = URL_FORM.formatted("http://example.org/a", ",\"extras\":{\"url\":\"x\",\"id\":1}");
        assertThat(refused(send("POST", "/url", reserved), 400))
                .isEqualTo("Reserved key error: extras contain {'id', 'url'}");
        assertThat(refused(send("POST", "/url", "{\"resource_name\":"), 422)).isNotEmpty();
        assertThat(refused(send("POST", "/url", "[]"), 422)).isNotEmpty();
    }

    @Test
    void an_organization_with_datasets_is_kept_where_that_is_asked_and_says_how_many() {
        peers.refuse(Catalog.DELETE_ORGANIZATION, new Problem.Conflict("in use"));
        peers.answer(Catalog.FIND_ORGANIZATION, new Organization("utah", "Utah", null, "admin-user", Instant.EPOCH, 3));
        assertThat(refused(gateway.delete("/ndp/organization/utah?cascade=false"), 409))
                .startsWith("Organization still has 3 dataset(s) inside;");
    }

    @Test
    void a_request_keeps_the_name_that_its_client_gave_it() {
        for (String path : List.of("/ndp/organization", "/ndp/search")) {
            peers.answer(Catalog.LIST_ORGANIZATIONS, new Catalog.Organizations(List.of(), 0, null));
            Reply reply = gateway.send("admin", request(path).header("X-Correlation-ID", "mine-1"));
            assertThat(reply.header("X-Correlation-ID")).as(path).contains("mine-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/status", "/status/", "/organization/", "/search/?terms=a", "/health/"})
    void addresses_are_good_with_and_without_a_slash_at_their_end(String path) {
        peers.answer(Catalog.LIST_ORGANIZATIONS, new Catalog.Organizations(List.of(), 0, null));
        Reply reply = get(path);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    @Test
    void the_state_of_the_catalog_is_asked_for_and_not_supposed() {
        assertThat(get("/status/").json().path("backend_connected").asBoolean()).isTrue();
        peers.serve(Identity.GET_KEY_SET, ask -> Future.failedFuture(new Problem.Unavailable("away").toException()));
        JsonNode status = get("/status/").json();
        assertThat(status.path("backend_connected").asBoolean(true)).isFalse();
        assertThat(status.path("ckan_is_active_local").asBoolean(true)).isFalse();
        assertThat(status.path("api_version").asText()).matches("\\d+\\.\\d+\\.\\d+");
    }
}
