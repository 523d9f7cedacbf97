package io.sluice.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.sluice.contract.Secret;
import io.sluice.deploy.config.ClusterTls;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.StartFailure;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.ReplyException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that talk, and those who would like to. After each of them, the two go on talking. */
class ClusterBusIT {
    private static final String HOST = "127.0.0.1";
    private static final Secret SECRET = new Secret("known to all of these");
    private static final String QUESTION = "wine.fixed_acidity";
    private static final int PATIENCE_MILLIS = 60_000;

    private final List<Vertx> nodes = new ArrayList<>();
    private final int firstPort = freePort();
    private final int firstBusPort = freePort();
    private final int secondPort = freePort();
    private ClusterLog log;

    @BeforeEach
    void two_nodes() {
        log = new ClusterLog();
        answer(start(cluster(firstPort, firstBusPort, SECRET), new VertxOptions()));
        start(cluster(secondPort, 0, SECRET, firstPort), new VertxOptions());
        assertAnswered();
    }

    @AfterEach
    void stop() {
        log.close();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).close().await();
        }
    }

    @Test
    void a_third_node_with_the_secret_is_let_in_and_nothing_is_told() {
        start(cluster(freePort(), 0, SECRET, secondPort), new VertxOptions());

        assertAnswered();
        assertThat(log.rest()).isEmpty();
    }

    @Test
    void a_node_with_another_secret_does_not_start() {
        SluiceConfig.Cluster other = cluster(freePort(), 0, new Secret("known to nobody else"), firstPort);

        assertThatThrownBy(() -> start(other, new VertxOptions()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(StartFailure.class)
                .hasMessage("The node at 127.0.0.1:" + firstPort + " belongs to another cluster: its cluster.secret, "
                        + "or the authority of its certificate, is not the one of this node.");
        assertThat(List.of(log.next(), log.next()))
                .containsExactlyInAnyOrder(
                        "WARN a node could not be joined; node=127.0.0.1:" + firstPort
                                + " reason=\"its certificate is not one of this cluster\"",
                        "WARN a connection to the cluster was refused; door=members from=127.0.0.1 "
                                + "reason=\"it went away before it had proved anything\"");
        assertThat(log.rest()).isEmpty();
        assertAnswered();
    }

    @Test
    void a_plain_member_of_the_same_name_stays_alone() {
        HazelcastInstance plain = Hazelcast.newHazelcastInstance(plainMember());
        try {
            assertThat(plain.getCluster().getMembers()).hasSize(1);
            assertThat(log.next()).isEqualTo(refused("members", "it does not speak TLS"));
            assertThat(log.rest()).isEmpty();
            assertAnswered();
        } finally {
            plain.shutdown();
        }
    }

    @Test
    void a_plain_client_of_hazelcast_finds_nothing() {
        ClientConfig config = new ClientConfig().setClusterName("sluice");
        config.getNetworkConfig().addAddress(HOST + ":" + firstPort);
        config.getConnectionStrategyConfig().getConnectionRetryConfig().setClusterConnectTimeoutMillis(1);

        assertThatThrownBy(() -> HazelcastClient.newHazelcastClient(config)).isInstanceOf(IllegalStateException.class);
        assertThat(log.next()).isEqualTo(refused("members", "it does not speak TLS"));
        assertAnswered();
    }

    @Test
    void whoever_does_not_speak_tls_is_cut_off() throws IOException {
        assertCutOff(firstPort, "HZC");
        assertThat(log.next()).isEqualTo(refused("members", "it does not speak TLS"));
        assertCutOff(firstBusPort, "\0\0\0\7nothing");
        assertThat(log.next()).isEqualTo(refused("bus", "it does not speak TLS"));
        assertThat(log.rest()).isEmpty();
        assertAnswered();
    }

    @Test
    void whoever_says_nothing_at_all_is_cut_off() throws IOException {
        assertCutOff(firstPort, "");
        assertThat(log.next()).isEqualTo(refused("members", "it proved nothing in time"));
        assertAnswered();
    }

    /** Its side of the handshake is over before ours, so it may be gone before we have looked at its certificate. */
    private void assertUnproven(String door, String reason) {
        assertThat(log.next()).isIn(refused(door, reason), refused(door, "it went away before it had proved anything"));
    }

    @Test
    void whoever_has_no_certificate_is_cut_off() throws Exception {
        SSLContext nobody = SSLContext.getInstance("TLSv1.3");
        nobody.init(null, Trusting.ALL, null);

        assertCutOff(nobody, firstPort);
        assertUnproven("members", "it did not prove that it belongs to this cluster");
        assertCutOff(nobody, firstBusPort);
        assertUnproven("bus", "it did not prove that it belongs to this cluster");
        assertThat(log.rest()).isEmpty();
        assertAnswered();
    }

    @Test
    void whoever_has_a_certificate_of_another_cluster_is_cut_off() throws Exception {
        Credentials other = SecretAuthority.credentials(new Secret("known to nobody else"), Instant.now());
        SSLContext stranger = Trusting.all(other);

        assertCutOff(stranger, firstPort);
        assertUnproven("members", "its certificate is not one of this cluster");
        assertCutOff(stranger, firstBusPort);
        assertUnproven("bus", "its certificate is not one of this cluster");
        assertThat(log.rest()).isEmpty();
        assertAnswered();
    }

    @Test
    void many_who_say_nothing_are_all_cut_off_and_a_node_joins_behind_them() throws IOException {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 2 * Vestibule.MOST; i++) {
            silent.add(new Socket(HOST, firstPort));
        }
        for (Socket each : silent) {
            try (each) {
                each.setSoTimeout(PATIENCE_MILLIS);
                assertEnds(each.getInputStream());
            }
        }

        start(cluster(freePort(), 0, SECRET, firstPort), new VertxOptions());

        assertAnswered();
    }

    @Test
    void nothing_on_the_wire_can_be_read() throws IOException {
        int port = freePort();
        int busPort = freePort();
        try (Relay members = new Relay(port);
                Relay bus = new Relay(busPort)) {
            Vertx behind = startBehind(members, cluster(port, busPort, SECRET, firstPort), bus);
            behind.eventBus()
                    .consumer("told.behind", asked -> asked.reply("told " + asked.body()))
                    .completion()
                    .await();

            Object reply = nodes.get(0)
                    .eventBus()
                    .request("told.behind", QUESTION)
                    .await()
                    .body();

            assertThat(reply).isEqualTo("told " + QUESTION);
            assertUnreadable(bus.seen());
            assertUnreadable(members.seen());
            behind.close().await();
            nodes.remove(behind);
        }
    }

    /** A record of a handshake first, and nothing of what was said. */
    private static void assertUnreadable(String seen) {
        assertThat(seen).startsWith("\26\3").hasSizeGreaterThan(1_000);
        assertThat(seen).doesNotContain("HZC", "sluice", "hazelcast", "__vertx", "told", QUESTION, SECRET.reveal());
    }

    /** Its address for the others is that of the relays. */
    private Vertx startBehind(Relay members, SluiceConfig.Cluster cluster, Relay bus) {
        EventBusOptions shown = new EventBusOptions().setClusterPublicHost(HOST).setClusterPublicPort(bus.port());
        System.setProperty("hazelcast.local.publicAddress", HOST + ":" + members.port());
        try {
            return start(cluster, new VertxOptions().setEventBusOptions(shown));
        } finally {
            System.clearProperty("hazelcast.local.publicAddress");
        }
    }

    private Vertx start(SluiceConfig.Cluster cluster, VertxOptions options) {
        Vertx node = ClusterBus.start(cluster, options).join();
        nodes.add(node);
        return node;
    }

    private static void answer(Vertx node) {
        node.eventBus()
                .consumer(QUESTION, asked -> asked.reply("answer to " + asked.body()))
                .completion()
                .await();
    }

    /** By the first node to the last one. */
    /** A node that has just joined may hear a moment later who answers. */
    private void assertAnswered() {
        EventBus bus = nodes.get(nodes.size() - 1).eventBus();
        Object reply = Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreException(ReplyException.class)
                .until(() -> bus.request(QUESTION, "it").await().body(), Objects::nonNull);
        assertThat(reply).isEqualTo("answer to it");
        assertThat(nodes).hasSizeGreaterThan(1);
    }

    private static String refused(String door, String reason) {
        return "WARN a connection to the cluster was refused; door=" + door + " from=127.0.0.1 reason=\"" + reason
                + "\"";
    }

    private static void assertCutOff(int port, String text) throws IOException {
        try (Socket socket = new Socket(HOST, port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            assertEnds(socket.getInputStream());
        }
    }

    private static void assertCutOff(SSLContext context, int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(HOST, port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            assertEnds(socket.getInputStream());
        }
    }

    /** With or without an alert before; reading on for ever would end by the socket's time limit. */
    private static void assertEnds(InputStream in) {
        try {
            assertThat(in.readAllBytes().length).isLessThan(100);
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("still open", open);
        } catch (IOException reset) {
            assertThat(reset).isNotNull();
        }
    }

    private static SluiceConfig.Cluster cluster(int port, int busPort, Secret secret, int... join) {
        List<String> members = new ArrayList<>();
        for (int each : join) {
            members.add(HOST + ":" + each);
        }
        return new SluiceConfig.Cluster(HOST, port, busPort, members, secret, ClusterTls.NONE);
    }

    private Config plainMember() {
        Config config = new Config().setClusterName("sluice").setProperty("hazelcast.phone.home.enabled", "false");
        config.getNetworkConfig()
                .setPort(freePort())
                .getInterfaces()
                .setEnabled(true)
                .addInterface(HOST);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember(HOST + ":" + firstPort);
        return config;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new AssertionError(none);
        }
    }
}
