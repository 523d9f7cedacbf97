package io.sluice.stream.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the courses compute with ksqlDB, Flink, Faust, Spark and RisingWave, in our words. */
class WorkshopQueriesTest {
    @TempDir
    Path directory;

    @Test
    void every_row_is_pushed_once() {
        try (QueryDriver driver = driver("select * from rides emit changes")) {
            driver.send("rides", "k", "{\"a\" : 1.50}", 0).send("rides", "k", "{\"a\":2}", 1);

            assertThat(driver.written()).containsExactly("k={\"a\" : 1.50}", "k={\"a\":2}");
        }
    }

    @Test
    void a_count_changes_with_each_ride_of_a_vendor() {
        try (QueryDriver driver = driver("select VendorID, count(*) as n from rides group by VendorID")) {
            ride(driver, "{\"VendorID\":1}").ride(driver, "{\"VendorID\":2}").ride(driver, "{\"VendorID\":1}");

            assertThat(driver.written())
                    .containsExactly(
                            "1={\"VendorID\":1,\"n\":1}", "2={\"VendorID\":2,\"n\":1}", "1={\"VendorID\":1,\"n\":2}");
        }
    }

    private WorkshopQueriesTest ride(QueryDriver driver, String json) {
        driver.send("rides", null, json, 0);
        return this;
    }

    @Test
    void only_rides_that_match_change_a_count() {
        String sql =
                "select payment_type, count(*) as n from rides where payment_type in ('1', '2') group by payment_type";
        try (QueryDriver driver = driver(sql)) {
            ride(driver, "{\"payment_type\":\"1\"}").ride(driver, "{\"payment_type\":\"4\"}");
            ride(driver, "{\"payment_type\":\"1\"}");

            assertThat(driver.written())
                    .containsExactly(
                            "\"1\"={\"payment_type\":\"1\",\"n\":1}", "\"1\"={\"payment_type\":\"1\",\"n\":2}");
        }
    }

    @Test
    void a_late_ride_within_the_grace_corrects_its_row() {
        String sql =
                "select PU, count(*) as trips from rides window tumbling (size 10 seconds, grace period 10 seconds)"
                        + " timestamp by t group by PU";
        try (QueryDriver driver = driver(sql)) {
            ride(driver, "{\"PU\":1,\"t\":\"2026-01-01 14:00:07\"}")
                    .ride(driver, "{\"PU\":2,\"t\":\"2026-01-01 14:00:12\"}");
            ride(driver, "{\"PU\":1,\"t\":\"2026-01-01 14:00:04\"}");

            List<String> written = driver.written();
            assertThat(written).hasSize(3);
            assertThat(written.get(2)).contains("\"trips\":2").startsWith("{\"window_start\":\"2026-01-01T14:00:00Z\"");
            assertThat(driver.lost()).isEmpty();
        }
    }

    @Test
    void a_ride_that_comes_after_its_window_closed_is_kept_beside() {
        String sql =
                "select PU, count(*) as trips from rides window tumbling (size 10 seconds) timestamp by t group by PU";
        try (QueryDriver driver = driver(sql)) {
            ride(driver, "{\"PU\":1,\"t\":\"2026-01-01 14:00:07\"}")
                    .ride(driver, "{\"PU\":2,\"t\":\"2026-01-01 14:00:30\"}");
            ride(driver, "{\"PU\":1,\"t\":\"2026-01-01 14:00:04\"}");

            assertThat(driver.written()).hasSize(2);
            assertThat(driver.lost()).singleElement().asString().startsWith("late: ");
        }
    }

    @Test
    void two_taxi_topics_are_counted_as_one_and_the_first_places_are_live() {
        String sql = "select PUlocationID, count(*) as n from green, fhv where PUlocationID is not null"
                + " group by PUlocationID order by n desc limit 2";
        try (QueryDriver driver = driver(sql)) {
            driver.send("green", null, "{\"PUlocationID\":1}", 0).send("fhv", null, "{\"PUlocationID\":2}", 0);
            driver.send("fhv", null, "{\"PUlocationID\":null}", 0).send("green", null, "{\"PUlocationID\":2}", 0);

            assertThat(driver.written())
                    .containsExactly(
                            "{\"rank\":1}={\"rank\":1,\"PUlocationID\":1,\"n\":1}",
                            "{\"rank\":2}={\"rank\":2,\"PUlocationID\":2,\"n\":1}",
                            "{\"rank\":1}={\"rank\":1,\"PUlocationID\":2,\"n\":2}",
                            "{\"rank\":2}={\"rank\":2,\"PUlocationID\":1,\"n\":1}");
        }
    }

    @Test
    void airport_pick_ups_are_counted_by_a_joined_name() {
        String sql = "select z.Zone, count(*) as n from trips t join table zones z on t.PU = z.LocationID"
                + " where z.Zone like '%Airport' group by z.Zone";
        try (QueryDriver driver = driver(sql)) {
            driver.send("zones", "1", "{\"LocationID\":1,\"Zone\":\"JFK Airport\"}", 0);
            driver.send("zones", "2", "{\"LocationID\":2,\"Zone\":\"Harlem\"}", 0);
            driver.send("trips", null, "{\"PU\":1}", 0).send("trips", null, "{\"PU\":2}", 0);

            assertThat(driver.written()).containsExactly("JFK Airport={\"Zone\":\"JFK Airport\",\"n\":1}");
        }
    }

    @Test
    void the_busiest_zones_the_longest_trips_and_the_mean_fare_of_a_minute() {
        String sql = "select \"DO\", count(*) as n, max(trip_distance) as longest, avg(fare_amount) as fare from rides"
                + " window tumbling (size 1 minute) group by \"DO\" order by n desc limit 10 emit final";
        try (QueryDriver driver = driver(sql)) {
            driver.send("rides", null, "{\"DO\":1,\"trip_distance\":2.5,\"fare_amount\":10}", 0);
            driver.send("rides", null, "{\"DO\":2,\"trip_distance\":1,\"fare_amount\":7}", 1);
            driver.send("rides", null, "{\"DO\":2,\"trip_distance\":9.5,\"fare_amount\":8}", 2);
            driver.send("rides", null, "{\"DO\":3}", 60_000).wait(Duration.ofSeconds(1));

            List<String> written = driver.written();
            assertThat(written).hasSize(2);
            assertThat(written.get(0)).contains("\"rank\":1", "\"DO\":2", "\"n\":2", "\"longest\":9.5", "\"fare\":7.5");
            assertThat(written.get(1)).contains("\"rank\":2", "\"DO\":1", "\"n\":1");
        }
    }

    @Test
    void the_zone_of_the_latest_drop_off_is_by_event_time() {
        String sql = "select last(\"DO\") as zone from rides timestamp by t";
        try (QueryDriver driver = driver(sql)) {
            ride(driver, "{\"DO\":1,\"t\":\"2026-01-01 14:00:07\"}")
                    .ride(driver, "{\"DO\":2,\"t\":\"2026-01-01 13:00:00\"}");

            assertThat(driver.written()).containsExactly("{}={\"zone\":1}", "{}={\"zone\":1}");
        }
    }

    @Test
    void what_cannot_be_summed_is_told_and_the_rest_goes_on() {
        try (QueryDriver driver = driver("select sum(fare) as s from rides")) {
            ride(driver, "{\"fare\":\"much\"}").ride(driver, "{\"fare\":2}");

            assertThat(driver.written()).containsExactly("{}={\"s\":2}");
            assertThat(driver.lost())
                    .singleElement()
                    .asString()
                    .contains("sum(fare)")
                    .endsWith("{\"fare\":\"much\"}");
        }
    }

    private QueryDriver driver(String sql) {
        return new QueryDriver(sql, directory);
    }
}
