package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.deploy.run.SluiceProcess.Outcome;
import io.sluice.runtime.Database;
import io.sluice.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Master keys and data keys are replaced while sources go on being read with what was sealed before, through a kill, and not by whoever has the wrong key. */
class SecretRotationIT {
    private static final String FIRST = "the first master key";
    private static final String SECOND = "the second master key";
    private static final String PASSWORD = "correct horse";
    private static final int DATASETS = 30;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final String uri = TestPostgres.shared().freshUri();
    private HttpServer outside;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/", exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"a\":1}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        outside.start();
    }

    @AfterEach
    void close() {
        outside.stop(0);
    }

    private SluiceProcess.Launch up(String master, String previous) {
        SluiceProcess.Launch launch = SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .with("SLUICE_MASTER_KEY", master)
                .with("SLUICE_POSTGRES_URI", uri)
                .with("SLUICE_SOURCES_ALLOW", "127.0.0.0/8");
        return previous.isEmpty() ? launch : launch.with("SLUICE_PREVIOUS_MASTER_KEYS", previous);
    }

    @Test
    void sources_are_read_through_every_rotation_and_a_wrong_master_key_is_refused() {
        String told;
        try (SluiceProcess process = up(FIRST, "").start()) {
            Api api = new Api(process.fact("Address")).signIn("admin", PASSWORD);
            api.post("/organizations", "{\"name\":\"lab\",\"title\":\"Lab\"}").expect(201);
            for (int i = 0; i < DATASETS; i++) {
                api.post("/datasets", """
                                {"name":"d%d","title":"D","organization":"lab","source":{"type":"poll","interval":1,
                                 "url":"http://127.0.0.1:%d/%d","credentials":{"token":"secret-%d"}}}
                                """.formatted(i, outside.getAddress().getPort(), i, i))
                        .expect(201);
            }
            allAreRead();
            told = toldKey(api);
            killInTheMiddle(process, api);
            assertThat(sealedWith("")).isEqualTo(DATASETS);
        }
        Outcome refusal = up("quite another master key", "").ended();
        assertThat(refusal.code()).isEqualTo(1);
        assertThat(refusal.stderr())
                .anyMatch(line ->
                        line.startsWith("sluice: The master key is not the one") && !line.contains("quite another"));

        try (SluiceProcess process = up(SECOND, FIRST).start()) {
            process.awaitReady();
            String newest = query("select id from vault.data_keys order by seals_at desc limit 1");
            WaitFor.truth(
                    "everything is sealed with the newest key",
                    () -> sealedWith(newest) == DATASETS
                            && query("select retold_sealed from catalog.api_keys")
                                    .startsWith("v2." + newest + "."));
            allAreRead();
        }
        try (SluiceProcess process = up(SECOND, "").start()) {
            process.awaitReady();
            allAreRead();
            assertThat(toldKey(new Api(process.fact("Address")).signIn("admin", PASSWORD)))
                    .isEqualTo(told);
        }
        assertThat(up(FIRST, "").ended().code()).isEqualTo(1);
    }

    /** The one that is told again and again. */
    private static String toldKey(Api api) {
        return Fabric.of(api, "admin", PASSWORD)
                .send("POST", "/v3/key")
                .expect(200)
                .path("secret_key")
                .asText();
    }

    /** The last row is held, so the run certainly is in its middle. */
    private void killInTheMiddle(SluiceProcess process, Api api) {
        Database at = Database.of(uri, 1);
        try (Connection connection = DriverManager.getConnection(
                        at.jdbcUrl(), at.user(), at.password().reveal());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select 1 from catalog.datasets where id::text = (select max(id::text) from"
                    + " catalog.datasets) for update");
            String key = api.post("/secrets/rotate", "").expect(202).path("key").asText();
            WaitFor.truth("all but one are sealed anew", () -> sealedWith(key) == DATASETS - 1);
            process.kill();
            connection.rollback();
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private void allAreRead() {
        seen.clear();
        Set<String> all = IntStream.range(0, DATASETS)
                .mapToObj(i -> "/" + i + " Bearer secret-" + i)
                .collect(Collectors.toSet());
        WaitFor.truth("all are read with their secrets", () -> seen.containsAll(all));
        assertThat(seen).isEqualTo(all);
    }

    private int sealedWith(String key) {
        return Integer.parseInt(
                query("select count(*) from catalog.datasets where credentials::text like '%\"v2." + key + "%'"));
    }

    private String query(String sql) {
        Database at = Database.of(uri, 1);
        try (Connection connection = DriverManager.getConnection(
                        at.jdbcUrl(), at.user(), at.password().reveal());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }
}
