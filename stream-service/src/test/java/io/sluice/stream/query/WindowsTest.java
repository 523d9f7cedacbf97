package io.sluice.stream.query;

import static io.sluice.stream.query.Queries.counting;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.query.Query;
import io.sluice.query.Windowing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowsTest {
    private static final Windowing TEN_SECONDS = new Windowing.Tumbling(ofSeconds(10));

    @TempDir
    Path directory;

    @Test
    void one_ride_of_one_place_is_counted_once() {
        try (QueryDriver driver = driver(counting("rides").by("$key").query())) {
            driver.send("rides", "75", "{}", 1);

            assertThat(driver.written()).containsExactly("75={\"key\":\"75\",\"n\":1}");
        }
    }

    @Test
    void two_places_are_counted_in_their_order() {
        try (QueryDriver driver = driver(counting("rides").by("PULocationID").query())) {
            driver.send("rides", null, "{\"PULocationID\":100}", 1).send("rides", null, "{\"PULocationID\":200}", 2);

            assertThat(driver.written())
                    .containsExactly("100={\"PULocationID\":100,\"n\":1}", "200={\"PULocationID\":200,\"n\":1}");
        }
    }

    @Test
    void the_same_place_is_counted_twice() {
        try (QueryDriver driver = driver(counting("rides").by("$key").query())) {
            driver.send("rides", "100", "{}", 1).send("rides", "100", "{}", 2);

            assertThat(driver.written())
                    .containsExactly("100={\"key\":\"100\",\"n\":1}", "100={\"key\":\"100\",\"n\":2}");
        }
    }

    @Test
    void groups_of_different_keys_never_have_one_record_key() {
        List<String> keys = List.of(
                "5",
                "\"5\"",
                "null",
                "\"null\"",
                "true",
                "\"true\"",
                "\"\\\"5\\\"\"",
                "[1]",
                "\"[1]\"",
                "{\"a\":1}",
                "\"{\\\"a\\\":1}\"",
                "\"5 6\"",
                "\"75th\"",
                "\"[urgent] x\"",
                "\"nullable\"",
                "\"\"");
        try (QueryDriver driver = new QueryDriver("select k, count(*) as n from rides group by k", directory)) {
            keys.forEach(key -> driver.send("rides", null, "{\"k\":" + key + "}", 1));

            List<TestRecord<String, String>> records = driver.records();
            assertThat(records)
                    .extracting(TestRecord::key)
                    .containsExactly(
                            "5",
                            "\"5\"",
                            "null",
                            "\"null\"",
                            "true",
                            "\"true\"",
                            "\"\\\"5\\\"\"",
                            "[1]",
                            "\"[1]\"",
                            "{\"a\":1}",
                            "\"{\\\"a\\\":1}\"",
                            "5 6",
                            "75th",
                            "[urgent] x",
                            "nullable",
                            "");
            assertThat(records).extracting(TestRecord::value).allSatisfy(row -> assertThat(row)
                    .endsWith("\"n\":1}"));
        }
    }

    @Test
    void a_group_of_a_record_key_has_that_key() {
        try (QueryDriver driver = driver(counting("rides").by("$key").query())) {
            driver.send("rides", "5", "{}", 1).send("rides", "{\"a\":1}", "{}", 1);
            driver.send("rides", null, "{}", 1).send("rides", "null", "{}", 1).send("rides", "\"null\"", "{}", 1);

            assertThat(driver.records())
                    .extracting(TestRecord::key)
                    .containsExactly("5", "{\"a\":1}", "null", "\"null\"", "\"\\\"null\\\"\"");
        }
    }

    @Test
    void a_tumbling_window_takes_rows_until_its_grace_is_over() {
        Query query =
                counting("in").by("$key").window(TEN_SECONDS, ofSeconds(5)).query();
        try (QueryDriver driver = driver(query)) {
            for (long second : List.of(0, 3, 9, 12, 8, 16, 9)) {
                driver.send("in", "k", "{\"s\":" + second + "}", second * 1000);
            }

            assertThat(driver.written())
                    .containsExactly(row(0, 1), row(0, 2), row(0, 3), row(10, 1), row(0, 4), row(10, 2));
            assertThat(driver.lost())
                    .containsExactly("late: its window, 1970-01-01T00:00:00Z to 1970-01-01T00:00:10Z, had closed"
                            + " | {\"s\":9}");
        }
    }

    private static String row(int start, int n) {
        String from = Instant.ofEpochSecond(start).toString();
        String to = Instant.ofEpochSecond(start + 10).toString();
        return "{\"window_start\":\"%s\",\"key\":\"k\"}={\"window_start\":\"%s\",\"window_end\":\"%s\",\"key\":\"k\",\"n\":%d}"
                .formatted(from, from, to, n);
    }

    @Test
    void a_window_is_written_once_when_it_closes_and_leaves_the_store() {
        Query query = counting("in")
                .by("v")
                .window(TEN_SECONDS, ofSeconds(5))
                .onClose()
                .query();
        try (QueryDriver driver = driver(query)) {
            driver.send("in", null, "{\"v\":\"a\"}", 1_000).send("in", null, "{\"v\":\"b\"}", 2_000);
            driver.send("in", null, "{\"v\":\"a\"}", 14_999);
            assertThat(driver.written()).isEmpty();

            driver.send("in", null, "{\"v\":\"a\"}", 15_000);

            List<TestRecord<String, String>> records = driver.records();
            assertThat(records)
                    .extracting(TestRecord::key)
                    .containsExactly(
                            "{\"window_start\":\"1970-01-01T00:00:00Z\",\"v\":\"a\"}",
                            "{\"window_start\":\"1970-01-01T00:00:00Z\",\"v\":\"b\"}");
            assertThat(records).extracting(TestRecord::timestamp).containsOnly(10_000L);
            assertThat(driver.entries("groups"))
                    .as("the window that is open, and up to when others have closed")
                    .isEqualTo(2);
        }
    }

    @Test
    void a_window_closes_by_the_clock_when_nothing_more_comes() {
        Query query = counting("in")
                .by("v")
                .window(TEN_SECONDS, ofSeconds(5))
                .onClose()
                .query();
        try (QueryDriver driver = driver(query)) {
            driver.send("in", null, "{\"v\":\"a\"}", 1_000).wait(ofSeconds(18));
            assertThat(driver.written()).isEmpty();

            driver.wait(ofSeconds(2));

            assertThat(driver.written()).hasSize(1);
        }
    }

    @Test
    void a_slow_source_makes_nothing_late_and_an_idle_one_holds_nothing_back() {
        Query query = counting("a", "b")
                .by("v")
                .window(TEN_SECONDS, ofSeconds(0))
                .onClose()
                .query();
        try (QueryDriver driver = driver(query)) {
            driver.send("b", null, "{\"v\":1}", 0).send("a", null, "{\"v\":1}", 100_000);
            driver.send("b", null, "{\"v\":1}", 5_000);
            assertThat(driver.lost()).isEmpty();
            assertThat(driver.written()).isEmpty();

            driver.wait(ofSeconds(4)).send("a", null, "{\"v\":1}", 110_000).wait(ofSeconds(2));

            assertThat(driver.written())
                    .containsExactly(
                            "{\"window_start\":\"1970-01-01T00:00:00Z\",\"v\":1}={\"window_start\":\"1970-01-01T00:00:00Z\","
                                    + "\"window_end\":\"1970-01-01T00:00:10Z\",\"v\":1,\"n\":2}",
                            "{\"window_start\":\"1970-01-01T00:01:40Z\",\"v\":1}={\"window_start\":\"1970-01-01T00:01:40Z\","
                                    + "\"window_end\":\"1970-01-01T00:01:50Z\",\"v\":1,\"n\":1}");
        }
    }

    @Test
    void a_row_is_in_each_of_its_hopping_windows() {
        Windowing hours = new Windowing.Hopping(ofMinutes(60), ofMinutes(15));
        Query query = counting("in").by("v").window(hours, ofSeconds(0)).query();
        try (QueryDriver driver = driver(query)) {
            driver.send("in", null, "{\"v\":1}", ofMinutes(100).toMillis());

            assertThat(driver.records())
                    .extracting(TestRecord::key)
                    .containsExactly(
                            "{\"window_start\":\"1970-01-01T00:45:00Z\",\"v\":1}",
                            "{\"window_start\":\"1970-01-01T01:00:00Z\",\"v\":1}",
                            "{\"window_start\":\"1970-01-01T01:15:00Z\",\"v\":1}",
                            "{\"window_start\":\"1970-01-01T01:30:00Z\",\"v\":1}");
        }
    }

    @Test
    void a_session_ends_after_a_gap_and_two_grow_together() {
        Query query = counting("in")
                .by("v")
                .window(new Windowing.Session(ofSeconds(5)), ofSeconds(10))
                .query();
        try (QueryDriver driver = driver(query)) {
            driver.send("in", null, "{\"v\":1}", 0).send("in", null, "{\"v\":1}", 8_000);
            assertThat(driver.written()).hasSize(2);

            driver.send("in", null, "{\"v\":1}", 4_000);

            assertThat(driver.written())
                    .containsExactly(
                            "{\"window_start\":\"1970-01-01T00:00:08Z\",\"v\":1}=null",
                            "{\"window_start\":\"1970-01-01T00:00:00Z\",\"v\":1}={\"window_start\":\"1970-01-01T00:00:00Z\","
                                    + "\"window_end\":\"1970-01-01T00:00:13Z\",\"v\":1,\"n\":3}");
            assertThat(driver.entries("groups")).isEqualTo(2);
        }
    }

    @Test
    void a_session_is_written_when_its_gap_is_over() {
        Query query = counting("in")
                .by("v")
                .window(new Windowing.Session(ofSeconds(5)), ofSeconds(0))
                .onClose()
                .query();
        try (QueryDriver driver = driver(query)) {
            driver.send("in", null, "{\"v\":1}", 0).send("in", null, "{\"v\":1}", 5_000);
            driver.send("in", null, "{\"v\":2}", 10_000);
            assertThat(driver.written()).isEmpty();
            driver.send("in", null, "{\"v\":2}", 10_001);

            assertThat(driver.written())
                    .containsExactly("{\"window_start\":\"1970-01-01T00:00:00Z\",\"v\":1}={\"window_start\":"
                            + "\"1970-01-01T00:00:00Z\",\"window_end\":\"1970-01-01T00:00:10Z\",\"v\":1,\"n\":2}");
        }
    }

    @Test
    void event_time_comes_from_a_field_and_what_has_none_is_told() {
        Query query =
                counting("in").by("v").at("t").window(TEN_SECONDS, ofSeconds(0)).query();
        try (QueryDriver driver = driver(query)) {
            driver.send("in", null, "{\"v\":1,\"t\":\"2021-05-01 00:00:03\"}", 7);
            driver.send("in", null, "{\"v\":1,\"t\":\"soon\"}", 7).send("in", null, "nothing", 7);

            List<TestRecord<String, String>> records = driver.records();
            assertThat(records).hasSize(1);
            assertThat(records.get(0).key()).isEqualTo("{\"window_start\":\"2021-05-01T00:00:00Z\",\"v\":1}");
            assertThat(records.get(0).timestamp())
                    .isEqualTo(Instant.parse("2021-05-01T00:00:03Z").toEpochMilli());
            assertThat(driver.lost())
                    .containsExactly(
                            "timestamp by t: expected a time, found a text ('soon') | {\"v\":1,\"t\":\"soon\"}",
                            GroupStage.UNREADABLE + " | nothing");
        }
    }

    @Test
    void what_no_longer_fulfils_having_is_taken_back() {
        Query query = counting("in").by("v").having("n < 2").query();
        try (QueryDriver driver = driver(query)) {
            driver.send("in", null, "{\"v\":1}", 0)
                    .send("in", null, "{\"v\":1}", 0)
                    .send("in", null, "{\"v\":1}", 0);

            assertThat(driver.written()).containsExactly("1={\"v\":1,\"n\":1}", "1=null");
        }
    }

    @Test
    void only_ranks_that_change_are_written() {
        Query query = counting("in")
                .by("v")
                .window(new Windowing.Tumbling(ofMinutes(1)), ofSeconds(0))
                .top(2, "n", true)
                .query();
        try (QueryDriver driver = driver(query)) {
            driver.send("in", null, "{\"v\":\"a\"}", 0).send("in", null, "{\"v\":\"b\"}", 1);
            assertThat(driver.written()).containsExactly(rank(1, "a", 1), rank(2, "b", 1));

            driver.send("in", null, "{\"v\":\"c\"}", 2);
            assertThat(driver.written()).isEmpty();

            driver.send("in", null, "{\"v\":\"c\"}", 3);
            assertThat(driver.written()).containsExactly(rank(1, "c", 2), rank(2, "a", 1));

            driver.send("in", null, "{\"v\":\"c\"}", 60_000).send("in", null, "{\"v\":\"c\"}", 60_001);
            assertThat(driver.written()).hasSize(2);
            assertThat(driver.entries("ranks"))
                    .as("the window that is open, and up to when others have closed")
                    .isEqualTo(4);
        }
    }

    private static String rank(int rank, String v, int n) {
        return ("{\"window_start\":\"1970-01-01T00:00:00Z\",\"rank\":%d}={\"window_start\":\"1970-01-01T00:00:00Z\","
                        + "\"window_end\":\"1970-01-01T00:01:00Z\",\"rank\":%d,\"v\":\"%s\",\"n\":%d}")
                .formatted(rank, rank, v, n);
    }

    @Test
    void a_list_that_gets_shorter_takes_its_ranks_back() {
        Query query = counting("in").by("v").having("n < 2").top(5, "v", false).query();
        try (QueryDriver driver = driver(query)) {
            driver.send("in", null, "{\"v\":\"a\"}", 0)
                    .send("in", null, "{\"v\":\"b\"}", 1)
                    .written();

            driver.send("in", null, "{\"v\":\"a\"}", 2);

            assertThat(driver.written())
                    .containsExactly("{\"rank\":1}={\"rank\":1,\"v\":\"b\",\"n\":1}", "{\"rank\":2}=null");
        }
    }

    @Test
    void the_first_of_a_window_are_written_once_when_it_closes() {
        Query query = counting("in")
                .by("v")
                .window(new Windowing.Tumbling(ofMinutes(1)), ofSeconds(0))
                .top(1, "n", true)
                .onClose()
                .query();
        try (QueryDriver driver = driver(query)) {
            for (String v : List.of("a", "b", "b")) {
                driver.send("in", null, "{\"v\":\"" + v + "\"}", 0);
            }
            driver.send("in", null, "{\"v\":\"a\"}", 60_000);
            assertThat(driver.written()).isEmpty();

            driver.wait(ofMillis(600));

            assertThat(driver.written()).containsExactly(rank(1, "b", 2));
        }
    }

    private QueryDriver driver(Query query) {
        return new QueryDriver(query, directory);
    }
}
