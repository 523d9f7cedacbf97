package io.sluice.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.catalog.federation.Remote;
import io.sluice.contract.Secret;
import io.sluice.runtime.config.ByteSize;
import io.sluice.runtime.config.ConfigLoader;
import io.sluice.runtime.config.Environment;
import io.sluice.runtime.config.InvalidConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SluiceConfigTest {
    @TempDir
    Path directory;

    /** Whoever changes a default changes what every installation does: it has to be said here as well. */
    @Test
    void has_these_defaults() {
        assertThat(load(Map.of()))
                .isEqualTo(new SluiceConfig(
                        Path.of(".sluice"),
                        null,
                        null,
                        null,
                        true,
                        Duration.ofSeconds(30),
                        new SluiceConfig.Http(
                                "127.0.0.1",
                                8080,
                                new ByteSize(10 << 20),
                                new ByteSize(16 << 10),
                                new ByteSize(32 << 10),
                                10_000,
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(30),
                                List.of(),
                                new SluiceConfig.Cors(List.of()),
                                new SluiceConfig.Tls(null, null)),
                        new KafkaSettings(
                                null,
                                "127.0.0.1",
                                9092,
                                null,
                                null,
                                "SASL_SSL",
                                new KafkaSettings.Security("PLAINTEXT", null, null, null, null),
                                (short) -1,
                                new SluiceConfig.SchemaRegistry(null, null, null)),
                        new SluiceConfig.Postgres(null, 8),
                        new SignIn(
                                Duration.ofHours(12),
                                Duration.ofDays(90),
                                null,
                                new SignIn.Oidc(
                                        null,
                                        null,
                                        null,
                                        List.of("openid", "profile"),
                                        "preferred_username",
                                        "roles",
                                        null,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        null,
                                        null,
                                        "Single sign-on")),
                        new SluiceConfig.Audit(Duration.ofDays(400)),
                        new SluiceConfig.Federation(null),
                        new Live(
                                new Live.Share(10_000, mebibytes(1024), mebibytes(512), 50_000),
                                new Live.Share(10_000, mebibytes(1024), mebibytes(512), 50_000),
                                new Live.Share(20_000, mebibytes(4096), mebibytes(1024), 200_000),
                                100,
                                2,
                                mebibytes(8),
                                new ByteSize(256 << 10),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(15),
                                Duration.ofMinutes(2),
                                Duration.ofSeconds(10)),
                        new SluiceConfig.Sources(List.of(), mebibytes(10 << 10), List.of()),
                        new SluiceConfig.Streams(null, 0),
                        new SluiceConfig.Quotas(null, null, 0, 0, 1_000),
                        new SluiceConfig.Consumers(Duration.ofMinutes(5), 64),
                        new SluiceConfig.Cluster("127.0.0.1", 5701, 0, List.of(), null, ClusterTls.NONE)));
    }

    private static ByteSize mebibytes(long count) {
        return new ByteSize(count << 20);
    }

    @Test
    void limits_of_live_delivery_are_set_one_by_one_and_those_that_cannot_work_are_refused() {
        assertThat(load(Map.of("SLUICE_LIVE_USER_SUBSCRIPTIONS", "3")).live().user())
                .isEqualTo(new Live.Share(3, mebibytes(1024), mebibytes(512), 50_000));
        Map<String, String> environment = Map.of(
                "SLUICE_LIVE_NODE_BYTES_PER_SECOND", "10B",
                "SLUICE_LIVE_ADDRESS_FILTER_COST", "0");
        assertThat(catchThrowableOfType(InvalidConfig.class, () -> load(environment))
                        .faults())
                .hasSize(2)
                .anyMatch(fault -> fault.contains("live.node.bytes_per_second: expected at least 1KiB"));
        Map<String, String> others = Map.of("SLUICE_LIVE_REPLAY_THREADS", "0", "SLUICE_LIVE_HEARTBEAT", "1ms");
        assertThat(catchThrowableOfType(InvalidConfig.class, () -> load(others)).faults())
                .hasSize(2);
    }

    @Test
    void other_catalogues_are_a_list_of_texts_and_their_tokens_are_not_printed() throws Exception {
        Path file = Files.writeString(
                directory.resolve("federated.yaml"),
                "federation:\n  servers: [noaa ckan https://data.example.org, lab sluice http://lab.example.org s3cret]\n");

        SluiceConfig config = load(Map.of("SLUICE_CONFIG", file.toString()));

        assertThat(config.federation().remotes())
                .containsExactly(
                        new Remote("noaa", Remote.Kind.CKAN, "https://data.example.org", null),
                        new Remote("lab", Remote.Kind.SLUICE, "http://lab.example.org", new Secret("s3cret")));
        assertThat(config.toString()).doesNotContain("s3cret");
        assertThat(catchThrowableOfType(
                                InvalidConfig.class,
                                () -> load(Map.of("SLUICE_FEDERATION_SERVERS", "lab gopher http://x s3cret")))
                        .faults())
                .hasSize(1)
                .allMatch(fault -> fault.contains("federation.servers") && !fault.contains("s3cret"));
    }

    @Test
    void names_the_variables_as_documented_and_no_two_alike() {
        List<String> variables = ConfigLoader.keys(ConfigFiles.defaults()).stream()
                .map(Environment::variable)
                .toList();

        assertThat(variables)
                .contains(
                        "SLUICE_HTTP_PORT",
                        "SLUICE_HTTP_HOST",
                        "SLUICE_KAFKA_PORT",
                        "SLUICE_DATA_DIR",
                        "SLUICE_ADMIN_PASSWORD",
                        "SLUICE_KAFKA_BOOTSTRAP",
                        "SLUICE_POSTGRES_URI")
                .doesNotHaveDuplicates();
    }

    @Test
    void takes_the_file_that_the_environment_names() throws Exception {
        Path file = Files.writeString(directory.resolve("my.yaml"), "http:\n  port: 9000\n");

        assertThat(load(Map.of("SLUICE_CONFIG", file.toString())).http().port()).isEqualTo(9000);
    }

    @Test
    void says_which_file_cannot_be_read() {
        Path file = directory.resolve("absent.yaml");

        assertThatThrownBy(() -> load(Map.of("SLUICE_CONFIG", file.toString())))
                .isInstanceOf(ConfigFiles.UnreadableConfig.class)
                .hasMessage("The configuration file " + file + " cannot be read.");
    }

    @Test
    void refuses_values_that_cannot_work_without_repeating_a_secret() {
        Map<String, String> environment = Map.of(
                "SLUICE_ADMIN_PASSWORD", "short",
                "SLUICE_POSTGRES_URI", "mysql://root:hunter2@db/x",
                "SLUICE_KAFKA_REPLICATION_FACTOR", "3",
                "SLUICE_IDENTITY_TOKEN_LIFETIME", "1s",
                "SLUICE_SOURCES_ALLOW", "10.0.0.0/8,no host",
                "SLUICE_CLUSTER_JOIN", "one,two:5701");

        List<String> faults = catchThrowableOfType(InvalidConfig.class, () -> load(environment))
                .faults();

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "SLUICE_POSTGRES_URI: postgres.uri: expected postgresql://user:password@host:port/database.",
                        "SLUICE_KAFKA_REPLICATION_FACTOR: kafka.replication_factor: "
                                + "expected 1 or -1, because the embedded broker has one node.",
                        "SLUICE_IDENTITY_TOKEN_LIFETIME: identity.token_lifetime: expected 1m to 30d.",
                        "SLUICE_SOURCES_ALLOW: sources.allow: "
                                + "expected address ranges such as 10.1.0.0/16, or names of hosts.",
                        "SLUICE_CLUSTER_JOIN: cluster.join: expected host:port of each member.");
        assertThat(catchThrowableOfType(InvalidConfig.class, () -> load(Map.of("SLUICE_ADMIN_PASSWORD", "short")))
                        .faults())
                .containsExactly("SLUICE_ADMIN_PASSWORD: admin_password: expected at least 8 characters.");
    }

    @Test
    void nodes_of_a_cluster_know_each_other_by_a_secret_or_by_files() {
        assertThat(load(Map.of("SLUICE_CLUSTER_SECRET", "known to all nodes"))
                        .cluster()
                        .secret())
                .isEqualTo(new Secret("known to all nodes"));
        Map<String, String> files = Map.of(
                "SLUICE_CLUSTER_TLS_CERTIFICATE", "node.pem",
                "SLUICE_CLUSTER_TLS_KEY", "node.key",
                "SLUICE_CLUSTER_TLS_AUTHORITY", "ca.pem");
        assertThat(load(files).cluster().tls())
                .isEqualTo(new ClusterTls(Path.of("node.pem"), Path.of("node.key"), Path.of("ca.pem")));

        assertThat(faults(Map.of("SLUICE_CLUSTER_SECRET", "known to some")))
                .containsExactly("SLUICE_CLUSTER_SECRET: cluster.secret: expected at least 16 characters.");
        assertThat(faults(Map.of("SLUICE_CLUSTER_TLS_KEY", "node.key")))
                .containsExactly(
                        "SLUICE_CLUSTER_TLS_KEY: cluster.tls.key: expected certificate and authority beside it.");
        Map<String, String> both = new HashMap<>(files);
        both.put("SLUICE_CLUSTER_SECRET", "known to all nodes");
        assertThat(faults(both))
                .containsExactly("SLUICE_CLUSTER_SECRET: cluster.secret: expected nothing where cluster.tls is set.");
    }

    private static List<String> faults(Map<String, String> environment) {
        return catchThrowableOfType(InvalidConfig.class, () -> load(environment))
                .faults();
    }

    @Test
    void refuses_settings_of_http_that_would_let_in_more_than_was_meant() {
        assertThat(catchThrowableOfType(
                                InvalidConfig.class,
                                () -> load(Map.of(
                                        "SLUICE_HTTP_TRUSTED_PROXIES", "proxy.example.org",
                                        "SLUICE_HTTP_SLOW_REQUEST", "0s",
                                        "SLUICE_HTTP_MAX_LINE", "1B")))
                        .faults())
                .hasSize(3);
        for (String origin :
                List.of("*", "null", "https://*.example.org", "https://lab.example.org/", "lab.example.org")) {
            assertThat(catchThrowableOfType(InvalidConfig.class, () -> load(Map.of("SLUICE_HTTP_CORS_ORIGINS", origin)))
                            .faults())
                    .as(origin)
                    .hasSize(1)
                    .allMatch(fault -> fault.contains("http.cors.origins"));
        }
        assertThat(catchThrowableOfType(InvalidConfig.class, () -> load(Map.of("SLUICE_HTTP_TLS_KEY", "tls.key")))
                        .faults())
                .hasSize(1)
                .allMatch(fault -> fault.contains("http.tls.certificate"));
        assertThat(load(Map.of("SLUICE_HTTP_TRUSTED_PROXIES", "10.0.0.0/8,::1"))
                        .http()
                        .trustedProxies())
                .containsExactly("10.0.0.0/8", "::1");
    }

    @Test
    void never_prints_a_secret() {
        SluiceConfig config = load(Map.of(
                "SLUICE_ADMIN_PASSWORD", "correct horse",
                "SLUICE_POSTGRES_URI", "postgresql://sluice:battery@db:5432/sluice",
                "SLUICE_CLUSTER_SECRET", "a staple for all nodes"));

        assertThat(config.adminPassword()).isEqualTo(new Secret("correct horse"));
        assertThat(config.toString())
                .doesNotContain("horse")
                .doesNotContain("battery")
                .doesNotContain("staple");
    }

    private static SluiceConfig load(Map<String, String> environment) {
        return ConfigFiles.load(null, environment, List.of());
    }
}
