package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Catalog;
import io.sluice.contract.Secret;
import io.sluice.contract.Veiling;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import io.sluice.testkit.TestKafka;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads for once, by people who do not see everything. */
class VeiledReadsIT {
    private final TestKafka kafka = TestKafka.shared();
    private Gateway gateway;
    private String topic;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        topic = kafka.newTopic("veiled", 1);
        kafka.produce(topic, "{\"n\":1,\"iban\":\"RO11\",\"country\":\"RO\"}");
        kafka.produce(topic, "{\"n\":2,\"iban\":\"DE22\",\"country\":\"DE\"}");
        kafka.produce(topic, "{\"n\":3,\"iban\":\"RO33\",\"country\":\"RO\"}");
        gateway.peers()
                .veil(
                        topic,
                        "admin-user",
                        new Veiling(Map.of("iban", "shorten(2)"), List.of("country = 'RO'"), new Secret("s")));
    }

    private JsonNode items(String query) {
        return gateway.get("/api/v1/topics/" + topic + "/records" + query)
                .json()
                .path("items");
    }

    private static String where(String filter) {
        return "?where=" + URLEncoder.encode(filter, UTF_8);
    }

    @Test
    void pages_have_what_is_seen_and_filters_are_about_that() {
        assertThat(items(""))
                .extracting(item -> item.path("value").toString())
                .containsExactly(
                        "{\"n\":1,\"iban\":\"RO…\",\"country\":\"RO\"}",
                        "{\"n\":3,\"iban\":\"RO…\",\"country\":\"RO\"}");
        assertThat(items(where("iban = 'RO11'"))).isEmpty();
        assertThat(items(where("country = 'DE'"))).isEmpty();
        assertThat(items(where("iban = 'RO…'") + "&select=iban"))
                .extracting(item -> item.path("value").toString())
                .containsExactly("{\"iban\":\"RO…\"}", "{\"iban\":\"RO…\"}");
    }

    @Test
    void a_record_by_its_place_is_masked_or_is_not_there() {
        Reply one = gateway.get("/api/v1/topics/" + topic + "/records/0/0");
        assertThat(one.json().at("/value/iban").asText()).isEqualTo("RO…");
        assertThat(gateway.get("/api/v1/topics/" + topic + "/records/0/1").status())
                .isEqualTo(404);
    }

    @Test
    void samples_and_verdicts_too() {
        gateway.peers().answer(Catalog.FIND_DATASET, ResourcesIT.generator(topic));
        JsonNode sample = gateway.get("/api/v1/datasets/any/sample").json();
        assertThat(sample.path("records")).hasSize(2);
        assertThat(sample.path("scanned").asInt()).isEqualTo(2);
        assertThat(sample.toString()).doesNotContain("RO11").doesNotContain("DE");

        JsonNode checked = gateway.post(
                        "/api/v1/filters/check",
                        "{\"where\":\"iban = 'RO11' or country = 'DE'\",\"source\":{\"topic\":\"" + topic
                                + "\"},\"sample\":10}")
                .json();
        assertThat(checked.path("verdicts")).hasSize(2);
        assertThat(checked.path("verdicts"))
                .allMatch(each -> each.path("verdict").asText().equals("no_match"));
    }
}
