package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users' own clients where the broker listens beyond this machine, before and after a restart. */
class NativeKafkaTlsIT {
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path directory;

    @Test
    void clients_trust_the_authority_that_is_downloaded_and_keys_outlive_a_restart() throws Exception {
        NativeKey key;
        String ca;
        try (SluiceProcess process = up("0")) {
            Api api = new Api(process.fact("Address")).signIn("admin", PASSWORD);
            assertThat(api.get("/kafka").expect(200).path("security_protocol").asText())
                    .isEqualTo("SASL_SSL");
            api.post("/topics", "{\"name\":\"far\",\"partitions\":1}").expect(201);
            key = NativeKey.of(api, "far");
            ca = download(process);
            assertThat(send(key.client(Map.of()), ca, "one")).isZero();
            Map<String, Object> trusting = key.client(Map.of("max.block.ms", 20_000));
            assertThatThrownBy(() -> send(trusting, null, "nobody"))
                    .hasCauseInstanceOf(SslAuthenticationException.class);
            process.kill();
        }
        String port = key.told().at("/kafka/bootstrap").asText().replaceFirst(".*:", "");
        try (SluiceProcess process = up(port)) {
            assertThat(download(process)).isEqualTo(ca);
            assertThat(send(key.client(Map.of()), ca, "two")).isEqualTo(1);
        }
    }

    private static long send(Map<String, Object> client, String ca, String value) throws Exception {
        Map<String, Object> all = new HashMap<>(client);
        if (ca != null) {
            all.put("ssl.truststore.type", "PEM");
            all.put("ssl.truststore.certificates", ca);
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
            return producer.send(new ProducerRecord<>("far", value)).get().offset();
        }
    }

    /** As anybody may. */
    private static String download(SluiceProcess process) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(process.fact("Address") + "/api/v1/kafka/ca.pem"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("-----BEGIN CERTIFICATE-----");
        return answer.body();
    }

    private SluiceProcess up(String port) {
        return SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .with("SLUICE_KAFKA_HOST", "0.0.0.0")
                .with("SLUICE_KAFKA_ADVERTISED_HOST", "127.0.0.1")
                .with("SLUICE_KAFKA_PORT", port)
                .start()
                .awaitReady();
    }
}
