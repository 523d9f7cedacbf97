package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.run.SluiceProcess.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot start says so in one sentence, ends with code 1, and leaves nothing half started behind. */
class RefusalIT {
    @TempDir
    Path directory;

    @Test
    void a_port_in_use_for_http() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            Outcome refusal = up().with("SLUICE_HTTP_PORT", port).ended();

            assertRefused(
                    refusal,
                    "sluice: Port " + port + " on 127.0.0.1, wanted for HTTP, is in use or not allowed; "
                            + "choose another with SLUICE_HTTP_PORT.");
            assertNothingStarted();
        }
    }

    @Test
    void a_port_in_use_for_kafka() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            Outcome refusal = up().with("SLUICE_KAFKA_PORT", port).ended();

            assertRefused(
                    refusal,
                    "sluice: Port " + port + " on 127.0.0.1, wanted for Kafka, is in use or not allowed; "
                            + "choose another with SLUICE_KAFKA_PORT.");
            assertNothingStarted();
        }
    }

    @Test
    void a_data_directory_in_use() throws Exception {
        Path lock = Files.writeString(directory.resolve("lock"), "4711\n");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).isNotNull();

            Outcome refusal = up().ended();

            assertRefused(
                    refusal,
                    "sluice: The data directory " + directory + " is in use by another Sluice (process 4711); "
                            + "stop that one, or choose another directory with SLUICE_DATA_DIR.");
            assertThat(Files.readString(lock)).isEqualTo("4711\n");
        }
    }

    /** Below a regular file nobody can make a directory, not even root, whom no permission stops. */
    @Test
    void a_data_directory_that_cannot_be_written() throws Exception {
        Path below = Files.writeString(directory.resolve("file"), "").resolve("data");

        Outcome refusal = up().in(below).ended();

        assertRefused(
                refusal,
                "sluice: The data directory " + below + " cannot be written; choose another with SLUICE_DATA_DIR.");
    }

    @Test
    void a_configuration_with_faults_each_of_which_is_told() throws Exception {
        Path file = Files.writeString(directory.resolve("my.yaml"), "http:\n  prot: 9000\n");

        Outcome refusal = up("--config", file.toString())
                .with("SLUICE_KAFKA_PORT", "99999")
                .with("SLUICE_DATADIR", "x")
                .ended();

        assertRefused(
                refusal,
                "sluice: " + file + " line 2: there is no key http.prot; the nearest is http.port.",
                "sluice: The environment variable SLUICE_DATADIR is not known; the nearest is SLUICE_DATA_DIR.",
                "sluice: SLUICE_KAFKA_PORT: kafka.port: expected a port from 0 (any free one) to 65535.");
    }

    @Test
    void a_configuration_file_that_is_not_there() {
        Outcome refusal =
                up("--config", directory.resolve("absent.yaml").toString()).ended();

        assertRefused(
                refusal, "sluice: The configuration file " + directory.resolve("absent.yaml") + " cannot be read.");
    }

    @Test
    void a_node_of_a_cluster_without_external_stores() {
        Outcome refusal =
                SluiceProcess.java("node", "--roles", "gateway").in(directory).ended();

        assertThat(refusal.code()).isEqualTo(1);
        assertThat(refusal.stderr())
                .contains("sluice: A node of a cluster needs an external Kafka and PostgreSQL; "
                        + "name them with SLUICE_KAFKA_BOOTSTRAP and SLUICE_POSTGRES_URI.");
    }

    @Test
    void a_node_of_a_cluster_that_could_not_prove_that_it_is_one() {
        Outcome refusal = SluiceProcess.java("node", "--roles", "gateway")
                .in(directory)
                .with("SLUICE_KAFKA_BOOTSTRAP", "127.0.0.1:1")
                .with("SLUICE_POSTGRES_URI", "postgresql://sluice:sluice@127.0.0.1:1/sluice")
                .with("SLUICE_MASTER_KEY", "the same key for all nodes")
                .ended();

        assertThat(refusal.code()).isEqualTo(1);
        assertThat(refusal.stderr())
                .contains("sluice: A node of a cluster needs a secret that all its nodes share, or certificates; "
                        + "set SLUICE_CLUSTER_SECRET, or SLUICE_CLUSTER_TLS_CERTIFICATE, _KEY and _AUTHORITY.");
    }

    @Test
    void an_option_that_is_not_known() {
        Outcome refusal = up("--no-dmeo").ended();

        assertThat(refusal.code()).isEqualTo(2);
        assertThat(refusal.stderr()).anyMatch(line -> line.contains("--no-dmeo"));
    }

    private SluiceProcess.Launch up(String... options) {
        String[] arguments = Stream.concat(Stream.of("up"), Stream.of(options)).toArray(String[]::new);
        return SluiceProcess.java(arguments).in(directory);
    }

    private static void assertRefused(Outcome refusal, String... sentences) {
        assertThat(refusal.code()).isEqualTo(1);
        assertThat(refusal.stderr().stream().filter(line -> line.startsWith("sluice: ")))
                .containsExactlyInAnyOrder(sentences);
        assertThat(refusal.stdout()).isEmpty();
    }

    private void assertNothingStarted() {
        assertThat(directory.resolve("postgres")).doesNotExist();
        assertThat(directory.resolve("kafka")).doesNotExist();
    }
}
