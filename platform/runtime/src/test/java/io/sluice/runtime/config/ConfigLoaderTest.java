package io.sluice.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.contract.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {
    private static final String DEFAULTS = """
            data_dir: .sluice
            password: ~
            http:
              host: 127.0.0.1
              port: 8080
              idle_timeout: 90s
              max_body: 1MiB
            peers: []
            compress: true
            """;

    record Http(String host, int port, Duration idleTimeout, ByteSize maxBody) {
        Http {
            new Rules()
                    .port("port", port)
                    .require(!host.isBlank(), "host", "expected a host name or address")
                    .check();
        }
    }

    record Root(Path dataDir, @Nullable Secret password, Http http, List<String> peers, boolean compress) {}

    @Test
    void takes_the_defaults_when_nothing_else_is_said() {
        Root root = load(null, Map.of());

        assertThat(root)
                .isEqualTo(new Root(
                        Path.of(".sluice"),
                        null,
                        new Http("127.0.0.1", 8080, Duration.ofSeconds(90), new ByteSize(1 << 20)),
                        List.of(),
                        true));
    }

    @Test
    void lets_the_file_win_over_the_defaults_and_the_environment_over_the_file() {
        String file = "http:\n  port: 9000\n  host: \"0.0.0.0\"\npeers: [a:1, b:2]\n";

        Root root = load(file, Map.of("SLUICE_HTTP_PORT", "9001", "PATH", "/bin"));

        assertThat(root.http().port()).isEqualTo(9001);
        assertThat(root.http().host()).isEqualTo("0.0.0.0");
        assertThat(root.peers()).containsExactly("a:1", "b:2");
    }

    @Test
    void lets_an_option_of_the_command_line_win_over_everything() {
        List<ConfigLoader.Option> port = List.of(new ConfigLoader.Option("--port", "http.port", "9002"));
        List<ConfigLoader.Option> many = List.of(new ConfigLoader.Option("--port", "http.port", "many"));
        Map<String, String> environment = Map.of("SLUICE_HTTP_PORT", "9001");

        assertThat(load(null, environment, port).http().port()).isEqualTo(9002);
        assertThat(catchThrowableOfType(InvalidConfig.class, () -> load(null, environment, many))
                        .faults())
                .containsExactly("--port: http.port expects a whole number, not \"many\".");
    }

    @Test
    void derives_a_variable_for_each_key_and_no_two_alike() {
        List<String> variables =
                ConfigLoader.keys(DEFAULTS).stream().map(Environment::variable).toList();

        assertThat(variables)
                .containsExactly(
                        "SLUICE_DATA_DIR",
                        "SLUICE_PASSWORD",
                        "SLUICE_HTTP_HOST",
                        "SLUICE_HTTP_PORT",
                        "SLUICE_HTTP_IDLE_TIMEOUT",
                        "SLUICE_HTTP_MAX_BODY",
                        "SLUICE_PEERS",
                        "SLUICE_COMPRESS")
                .doesNotHaveDuplicates();
    }

    @Test
    void tells_all_faults_at_once_each_with_its_place() {
        String file = "http:\n  prot: 9000\n  port: many\n  port: 5\nhttp:\n  idle_timeout: soon\n";
        Map<String, String> environment = Map.of("SLUICE_HTPP_PORT", "1", "SLUICE_COMPRESS", "yes");

        assertThat(faults(file, environment))
                .containsExactlyInAnyOrder(
                        "sluice.yaml line 4: the key http.port is written twice.",
                        "sluice.yaml line 5: the key http is written twice.",
                        "sluice.yaml line 2: there is no key http.prot; the nearest is http.port.",
                        "The environment variable SLUICE_HTPP_PORT is not known; the nearest is SLUICE_HTTP_PORT.",
                        "sluice.yaml line 3: http.port expects a whole number, not \"many\".",
                        "sluice.yaml line 6: http.idle_timeout expects a duration such as 500ms, 30s, 15m, 8h or 7d, not \"soon\".",
                        "SLUICE_COMPRESS: compress expects true or false, not \"yes\".");
    }

    @Test
    void tells_every_rule_that_a_section_breaks() {
        assertThat(faults("http: {port: 70000, host: ' '}", Map.of()))
                .containsExactlyInAnyOrder(
                        "sluice.yaml line 1: http.port: expected a port from 0 (any free one) to 65535.",
                        "sluice.yaml line 1: http.host: expected a host name or address.");
    }

    @Test
    void refuses_a_value_where_a_section_belongs_and_nothing_where_a_value_belongs() {
        assertThat(faults("http: 8080", Map.of()))
                .containsExactly("sluice.yaml line 1: there is no key http; the nearest is http.host.");
        assertThat(faults("compress:", Map.of()))
                .containsExactly("sluice.yaml line 1: compress expects true or false, not nothing.");
        assertThat(faults("peers: [[1]]", Map.of()))
                .containsExactly("sluice.yaml line 1: peers expects a list of plain values.");
    }

    @Test
    void accepts_a_file_of_comments_and_of_empty_sections() {
        assertThat(load("# nothing yet\n", Map.of())).isEqualTo(load(null, Map.of()));
        assertThat(load("http:\n", Map.of())).isEqualTo(load(null, Map.of()));
    }

    @Test
    void tells_the_line_of_what_is_not_yaml() {
        assertThat(faults("compress: true\nhttp: [1, \n", Map.of()))
                .singleElement()
                .asString()
                .matches("sluice\\.yaml line \\d+: this is not valid YAML\\.");
        assertThat(faults("- a\n- b\n", Map.of()))
                .containsExactly("sluice.yaml line 1: expected keys and values, such as \"http:\".");
    }

    @Test
    void never_prints_a_secret() {
        Root root = load(null, Map.of("SLUICE_PASSWORD", "open sesame"));

        assertThat(root.password()).isEqualTo(new Secret("open sesame"));
        assertThat(root.toString()).doesNotContain("sesame").contains("***");
    }

    @Test
    void reads_durations_and_sizes_exactly() {
        Root root = load(
                null, Map.of("SLUICE_HTTP_IDLE_TIMEOUT", "1500ms", "SLUICE_HTTP_MAX_BODY", "3GiB", "SLUICE_PEERS", ""));

        assertThat(root.http().idleTimeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(root.http().maxBody().bytes()).isEqualTo(3L << 30);
    }

    private static Root load(@Nullable String file, Map<String, String> environment) {
        ConfigLoader.Text text = file == null ? null : new ConfigLoader.Text("sluice.yaml", file);
        return load(text, environment, List.of());
    }

    private static Root load(
            ConfigLoader.@Nullable Text file, Map<String, String> environment, List<ConfigLoader.Option> options) {
        return ConfigLoader.load(
                Root.class, new ConfigLoader.Sources(DEFAULTS, file, environment, Set.of("SLUICE_CONFIG"), options));
    }

    private static List<String> faults(String file, Map<String, String> environment) {
        return catchThrowableOfType(InvalidConfig.class, () -> load(file, environment))
                .faults();
    }
}
