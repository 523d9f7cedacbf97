package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.Database;
import io.sluice.testkit.TestKafka;
import io.sluice.testkit.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of batches, ten times: what was produced has landed, once. */
class LandingKillIT {
    private static final String PASSWORD = "correct horse";
    private static final int PARTITIONS = 3;
    private static final int KILLS = 10;
    /** Records of a round; several batches. */
    private static final int PART = 60_000;

    private static final String TOPIC = "landing-kills";
    private static final TestKafka KAFKA = TestKafka.shared();

    private static final int RECORDS = KILLS * PART;

    @TempDir
    Path directory;

    private final String uri = TestPostgres.shared().freshUri();

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void V7_ten_kills_in_the_middle_of_batches_and_count_is_distinct_is_produced() throws Exception {
        int middle = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (SluiceProcess process = up()) {
                Api api = signIn(process);
                if (kill == 0) {
                    prepare(api);
                }
                // What is left of the last round lands first, then all of this one is still to land.
                long before = (long) kill * PART;
                WaitFor.truth("the rows so far", () -> rows() == before);
                api.post("/landings/events/pause", "").expect(200);
                produce(kill * PART);
                api.post("/landings/events/resume", "").expect(200);
                WaitFor.truth("some more rows", () -> rows() > before);
                process.kill();
            }
            middle += rows() < (kill + 1L) * PART ? 1 : 0;
        }
        assertThat(middle).as("kills in the middle").isGreaterThanOrEqualTo(KILLS / 2);
        try (SluiceProcess last = up()) {
            Api api = signIn(last);
            WaitFor.truth(
                    "everything",
                    () -> api.get("/landings/events/count")
                                    .expect(200)
                                    .path("count")
                                    .asLong()
                            == RECORDS);
            assertThat(query("select count(*) = count(distinct unique_id) from public.events"))
                    .isEqualTo("t");
            assertThat(rows()).isEqualTo(RECORDS);
            assertThat(api.get("/landings/events").expect(200).at("/stats/dead").asLong())
                    .isZero();
            assertThat(last.terminate()).isIn(0, 143);
        }
    }

    private static void prepare(Api api) {
        KAFKA.createTopic(TOPIC, PARTITIONS, Map.of());
        api.post("/landings", """
                        {"name":"events","source":{"topic":"landing-kills"},"table":"events","from":"earliest",
                         "columns":[{"name":"unique_id","type":"bigint"},{"name":"speed","type":"integer"}]}
                        """).expect(201);
    }

    private static void produce(int from) {
        for (int i = from; i < from + PART; i++) {
            byte[] value = ("{\"unique_id\":" + i + ",\"speed\":" + i % 97 + ",\"road\":\"A" + i % 13 + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            KAFKA.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, value));
        }
        KAFKA.flush();
    }

    private long rows() {
        return Long.parseLong(query("select count(*) from public.events"));
    }

    private String query(String sql) {
        Database database = Database.of(uri, 1);
        try (Connection connection = DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password().reveal());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return found.getString(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Api signIn(SluiceProcess process) {
        return new Api(process.fact("Address")).signIn("admin", PASSWORD);
    }

    private SluiceProcess up() {
        return SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .with("SLUICE_POSTGRES_URI", uri)
                .with("SLUICE_KAFKA_BOOTSTRAP", KAFKA.bootstrap())
                .start()
                .awaitReady();
    }
}
