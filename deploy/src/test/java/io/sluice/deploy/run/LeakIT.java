package io.sluice.deploy.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.runtime.Database;
import io.sluice.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run of the program that has a secret of its own everywhere where one can be, provokes errors with them, and is then searched: what it
 * printed and logged, everything below its data directory (records included), every row of its database, and every answer to a GET.
 */
class LeakIT {
    private final Needles needles = new Needles();
    private final AtomicInteger knocks = new AtomicInteger();
    private final List<String> answers = new ArrayList<>();
    private HttpServer outside;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/", exchange -> {
            knocks.incrementAndGet();
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        outside.start();
    }

    @AfterEach
    void close() {
        outside.stop(0);
    }

    @Test
    void no_secret_is_in_anything_that_a_run_leaves_behind() throws Exception {
        String admin = needles.make("the administrator's password");
        String database = database();
        SluiceProcess process = SluiceProcess.java("up", "--no-demo")
                .in(directory.resolve("data"))
                .with("SLUICE_ADMIN_PASSWORD", admin)
                .with("SLUICE_MASTER_KEY", needles.make("the master key"))
                .with("SLUICE_PREVIOUS_MASTER_KEYS", needles.makePlain("a master key of before"))
                .with("SLUICE_POSTGRES_URI", database)
                .with("SLUICE_SOURCES_ALLOW", "127.0.0.0/8")
                .start();
        List<String> found = new ArrayList<>();
        try (process) {
            Api api = new Api(process.fact("Address"));
            people(api, admin);
            things(api);
            mistakes(api);
            WaitFor.truth("the outside was asked with a secret", () -> knocks.get() > 1);
            WaitFor.truth(
                    "what was done is in the audit and on its topic",
                    () -> text(api, "/topics/sluice.audit/records?limit=500").contains("dataset.create")
                            && text(api, "/audit?limit=500").contains("landing.create"));
            look(api);
        } finally {
            found.addAll(needles.foundIn("the output", process.output().getBytes(UTF_8)));
        }
        for (String answer : answers) {
            found.addAll(needles.foundIn("an answer", answer.getBytes(UTF_8)));
        }
        found.addAll(inDatabase(database));
        found.addAll(inFiles(directory.resolve("data")));
        assertThat(found).isEmpty();
    }

    /** With a user whose password is in the URI. */
    private String database() throws SQLException {
        String uri = TestPostgres.shared().freshUri();
        Database at = Database.of(uri, 1);
        String password = needles.makePlain("the database's password");
        try (Connection connection = DriverManager.getConnection(
                        at.jdbcUrl(), at.user(), at.password().reveal());
                Statement statement = connection.createStatement()) {
            String role = "leak_" + at.name();
            statement.execute("create role " + role + " login superuser password '" + password + "'");
            return "postgresql://" + role + ":" + password + "@" + at.host() + ":" + at.port() + "/" + at.name();
        }
    }

    private void people(Api api, String admin) {
        api.post("/login", json("username", "admin", "password", needles.make("a wrong password")))
                .expect(401);
        api.post("/login", json("username", needles.make("a password typed as a name"), "password", "none of them"))
                .expect(401);
        String token = api.post("/login", json("username", "admin", "password", admin))
                .expect(200)
                .path("access_token")
                .asText();
        needles.add("a signed token", token.substring(token.lastIndexOf('.') + 1));
        api.signInWith(token);
        api.post("/users", json("name", "grace", "role", "editor", "password", needles.make("a user's password")))
                .expect(201);
        String key = api.post("/keys", json("name", "notebook"))
                .expect(201)
                .path("key")
                .asText();
        needles.add("an API key", key.split("_", 3)[2]);
        String told = Fabric.with(api, token)
                .send("POST", "/v3/key")
                .expect(200)
                .path("secret_key")
                .asText();
        needles.add("the key that is told again", told.split("_", 3)[2]);
        new Api(api.address()).signInWith(key).get("/me").expect(200);
        String rotated =
                api.post("/keys/notebook/rotate", "").expect(200).path("key").asText();
        needles.add("a rotated API key", rotated.split("_", 3)[2]);
        new Api(api.address())
                .signInWith("slk_0123456789abcdef_" + needles.makePlain("a wrong key") + "x".repeat(17))
                .get("/me")
                .expect(401);
        api.delete("/keys/" + key);
        api.get("/topics?access_token=" + key);
        String ticket = api.post("/live/tickets", "").expect(201).path("ticket").asText();
        needles.add("a ticket", ticket);
        new Api(api.address()).get("/live?topic=absent&access_token=" + ticket);
        new Api(api.address()).get("/live?topic=absent&access_token=" + ticket);
    }

    private void things(Api api) {
        int port = outside.getAddress().getPort();
        String basic = "Basic "
                + Base64.getEncoder().encodeToString(("me:" + needles.make("a basic password")).getBytes(UTF_8));
        api.post("/organizations", json("name", "lab", "title", "Lab")).expect(201);
        dataset(
                api,
                "polled",
                "{\"type\":\"poll\",\"url\":\"http://127.0.0.1:" + port
                        + "/a\",\"interval\":1,\"credentials\":{\"headers\":{\"Authorization\":" + quoted(basic)
                        + "}}}");
        dataset(
                api,
                "file",
                "{\"type\":\"csv\",\"url\":\"http://127.0.0.1:" + port
                        + "/b\",\"credentials\":"
                        + json("username", "me", "password", needles.make("a source's password"))
                        + "}");
        dataset(
                api,
                "token",
                "{\"type\":\"json\",\"url\":\"http://127.0.0.1:" + port + "/c\",\"credentials\":"
                        + json("token", needles.makePlain("a source's token")) + "}");
        dataset(
                api,
                "cluster",
                "{\"type\":\"kafka\",\"topic\":\"t\",\"bootstrap\":\"127.0.0.1:1\",\"security\":"
                        + "{\"protocol\":\"SASL_PLAINTEXT\",\"mechanism\":\"PLAIN\",\"username\":\"me\",\"password\":"
                        + quoted(needles.make("a Kafka password")) + "}}");
        dataset(api, "numbers", "{\"type\":\"generator\",\"template\":\"timestamp\",\"rate\":5}");
        api.post("/topics", json("name", "plain").replace("}", ",\"partitions\":1}"))
                .expect(201);
        Database at = Database.of(TestPostgres.shared().freshUri(), 1);
        String uri = "postgresql://" + at.user() + ":" + needles.makePlain("a wrong database password") + "@"
                + at.host() + ":" + at.port() + "/" + at.name();
        api.post(
                "/landings",
                "{\"name\":\"landed\",\"source\":{\"topic\":\"plain\"},\"table\":\"t\",\"database\":" + quoted(uri)
                        + ",\"columns\":[{\"name\":\"a\",\"type\":\"text\"}]}");
        api.post("/alerts", """
                {"name":"rule","source":{"topic":"plain"},"where":"a > 1","webhook":{"url":"http://127.0.0.1:1/x","secret":%s}}
                """.formatted(quoted(needles.make("a webhook's secret"))));
        api.post("/topics/plain/records", "{\"records\":[{\"value\":{\"a\":2}}]}")
                .expect(200);
    }

    private static void dataset(Api api, String name, String source) {
        api.post(
                        "/datasets",
                        "{\"name\":\"" + name + "\",\"title\":\"T\",\"organization\":\"lab\",\"source\":" + source
                                + "}")
                .expect(201);
    }

    /** Secrets where none belongs. */
    private void mistakes(Api api) {
        String misplaced = needles.make("a secret in a wrong field");
        for (String path : List.of("/datasets", "/landings", "/alerts", "/streams", "/users", "/keys", "/topics")) {
            api.post(path, json("name", misplaced, misplaced, misplaced, "password", misplaced))
                    .status();
        }
        api.post("/datasets", "{\"name\": " + misplaced);
        api.post("/filters/check", json("where", "a = '" + misplaced.replace("\"", "") + "' and"));
        api.get("/live?topic=plain&limit=1&until=now&where=" + Api.encode("a = '" + misplaced + "'"));
        api.get("/topics/plain/records?where=" + Api.encode("a = '" + misplaced + "'"));
        api.get("/nothing?password=" + Api.encode(misplaced));
    }

    private void look(Api api) {
        for (String path : List.of(
                "/me",
                "/users",
                "/users/grace",
                "/keys",
                "/organizations",
                "/datasets",
                "/datasets/polled",
                "/datasets/file",
                "/datasets/token",
                "/datasets/cluster",
                "/datasets/cluster/versions",
                "/datasets/polled/export",
                "/datasets/numbers/sample",
                "/topics",
                "/topics/sluice.audit/records?limit=500",
                "/streams",
                "/landings",
                "/landings/landed",
                "/alerts",
                "/alerts/events",
                "/cleanup",
                "/sessions",
                "/audit?limit=500",
                "/audit/verify")) {
            text(api, path);
        }
        for (String path : List.of("/metrics", "/health/ready", "/ndp/status", "/ndp/status/kafka-details")) {
            answers.add(api.root(path).body().toString());
        }
    }

    private String text(Api api, String path) {
        String text = api.get(path).body().toString();
        answers.add(text);
        return text;
    }

    private List<String> inDatabase(String uri) throws SQLException {
        Database at = Database.of(uri, 1);
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                at.jdbcUrl(), at.user(), at.password().reveal())) {
            for (String table : column(
                    connection,
                    "select format('%I.%I', schemaname, tablename) from pg_tables"
                            + " where schemaname not in ('pg_catalog', 'information_schema')")) {
                for (String row : column(connection, "select t::text from " + table + " t")) {
                    found.addAll(needles.foundIn(table, row.getBytes(UTF_8)));
                }
            }
        }
        return found;
    }

    private static List<String> column(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private List<String> inFiles(Path root) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.addAll(needles.foundIn(root.relativize(file).toString(), Files.readAllBytes(file)));
            }
        }
        return found;
    }

    private static String json(String... fields) {
        var object = Api.JSON.createObjectNode();
        for (int i = 0; i < fields.length; i += 2) {
            object.put(fields[i], fields[i + 1]);
        }
        return object.toString();
    }

    private static String quoted(String text) {
        return Api.JSON.getNodeFactory().textNode(text).toString();
    }
}
