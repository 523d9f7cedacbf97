package io.sluice.stream.query;

import static io.sluice.stream.query.Queries.input;
import static io.sluice.stream.query.Queries.stream;
import static io.sluice.stream.query.Queries.table;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.query.Join;
import io.sluice.query.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinsTest {
    private static final Instant NOW = Instant.parse("2021-05-01T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void a_ride_meets_the_pick_up_at_the_place_where_it_ended() {
        try (QueryDriver driver = driver(rides())) {
            ride(driver, NOW, NOW).pickUp(driver, NOW, NOW);

            assertThat(driver.written()).hasSize(1);
        }
    }

    private JoinsTest ride(QueryDriver driver, Instant dropoff, Instant at) {
        driver.send("rides", null, "{\"VendorID\":\"1\",\"DO\":75,\"dropoff\":\"" + dropoff + "\"}", at.toEpochMilli());
        return this;
    }

    private JoinsTest pickUp(QueryDriver driver, Instant time, Instant at) {
        driver.send(
                "rides_location", null, "{\"PULocationID\":75,\"pickup_time\":\"" + time + "\"}", at.toEpochMilli());
        return this;
    }

    private static Query rides() {
        Join join = stream(Join.Type.INNER, "rides_location", "l", "r.DO", "PULocationID", ofMinutes(20), ofMinutes(5));
        return new Query(
                input("r", "rides"),
                List.of(join),
                Filter.parse("time(l.pickup_time) - time(r.dropoff) < duration('11m')"
                                + " and time(r.dropoff) - time(l.pickup_time) < duration('11m')")
                        .orElseThrow(),
                Projection.parse("r.VendorID, l.pickup_time as pickupTime").orElseThrow(),
                null);
    }

    @Test
    void minutes_are_whole() {
        try (QueryDriver driver = driver(rides())) {
            ride(driver, NOW, NOW).pickUp(driver, NOW.plus(Duration.parse("PT10M59S")), NOW);
            assertThat(driver.written())
                    .containsExactly("75={\"VendorID\":\"1\",\"pickupTime\":\"2021-05-01T12:10:59Z\"}");

            pickUp(driver, NOW.plus(ofMinutes(11)), NOW);
            assertThat(driver.written()).isEmpty();
        }
    }

    @Test
    void whichever_comes_first_they_meet() {
        try (QueryDriver driver = driver(rides())) {
            pickUp(driver, NOW, NOW).ride(driver, NOW, NOW);

            assertThat(driver.written()).hasSize(1);
        }
    }

    @Test
    void records_that_are_too_far_apart_do_not_meet_whatever_their_fields_say() {
        try (QueryDriver driver = driver(rides())) {
            ride(driver, NOW, NOW).pickUp(driver, NOW, NOW.plus(ofMinutes(21)));
            assertThat(driver.written()).isEmpty();

            pickUp(driver, NOW, NOW.plus(ofMinutes(20)));
            assertThat(driver.written()).hasSize(1);
        }
    }

    @Test
    void what_stays_alone_is_written_when_nothing_can_meet_it_any_more() {
        Query query = both(Join.Type.OUTER);
        try (QueryDriver driver = driver(query)) {
            driver.send("left", null, "{\"k\":1}", 0).send("right", null, "{\"k\":2}", 1_000);
            driver.send("left", null, "{\"k\":3}", 2_000).send("right", null, "{\"k\":3}", 3_000);
            assertThat(driver.written()).containsExactly("3={\"l\":{\"k\":3},\"r\":{\"k\":3}}");

            driver.send("left", null, "{\"k\":9}", 15_001).send("right", null, "{\"k\":9}", 15_001);
            assertThat(driver.written())
                    .containsExactly("9={\"l\":{\"k\":9},\"r\":{\"k\":9}}", "1={\"l\":{\"k\":1},\"r\":null}");

            driver.wait(ofSeconds(90));
            assertThat(driver.written()).containsExactly("2={\"l\":null,\"r\":{\"k\":2}}");
            assertThat(driver.entries("join-1")).isEqualTo(1);
        }
    }

    @Test
    void what_has_nothing_to_be_joined_by_stays_alone() {
        try (QueryDriver driver = driver(both(Join.Type.LEFT))) {
            driver.send("left", "a", "{\"k\":null}", 0).send("right", "b", "{}", 0);

            assertThat(driver.written()).containsExactly("a={\"l\":{\"k\":null},\"r\":null}");
        }
    }

    @Test
    void what_comes_after_the_rows_of_its_time_is_late() {
        try (QueryDriver driver = driver(both(Join.Type.INNER))) {
            driver.send("left", null, "{\"k\":1}", 100_000).send("right", null, "{\"k\":1}", 100_000);
            driver.written();
            driver.send("left", null, "{\"k\":1}", 84_000);

            assertThat(driver.written()).isEmpty();
            assertThat(driver.lost())
                    .containsExactly("late: the rows of its time have been joined | {\"l\":{\"k\":1}}");
        }
    }

    private static Query both(Join.Type type) {
        return new Query(
                input("l", "left"),
                List.of(stream(type, "right", "r", "l.k", "k", ofSeconds(10), ofSeconds(5))),
                Filter.ALL,
                Projection.ALL,
                null);
    }

    @Test
    void a_table_is_asked_twice_for_pick_up_and_drop_off() {
        Query query = new Query(
                input("t", "trips"),
                List.of(
                        table(Join.Type.INNER, "zones", "p", "t.PU", "LocationID"),
                        table(Join.Type.LEFT, "zones", "d", "t.DO", "LocationID")),
                Filter.ALL,
                Projection.parse("p.Zone as pickup_zone, d.Zone as dropoff_zone")
                        .orElseThrow(),
                null);
        try (QueryDriver driver = driver(query)) {
            driver.send("zones", "z1", "{\"LocationID\":132,\"Zone\":\"JFK Airport\"}", 0);
            driver.send("zones", "z2", "{\"LocationID\":138,\"Zone\":\"LaGuardia Airport\"}", 0);
            driver.send("trips", "x", "{\"PU\":132,\"DO\":138}", 1).send("trips", "x", "{\"PU\":138,\"DO\":1}", 1);
            driver.send("trips", "x", "{\"PU\":1,\"DO\":138}", 1);

            assertThat(driver.written())
                    .containsExactly(
                            "x={\"pickup_zone\":\"JFK Airport\",\"dropoff_zone\":\"LaGuardia Airport\"}",
                            "x={\"pickup_zone\":\"LaGuardia Airport\"}");
        }
    }

    @Test
    void the_latest_row_of_a_table_counts_and_a_tombstone_removes_it() {
        Query query = new Query(
                input("l", "left"),
                List.of(table(Join.Type.LEFT, "table", "r", "l.k", "k")),
                Filter.ALL,
                Projection.parse("r.v").orElseThrow(),
                null);
        try (QueryDriver driver = driver(query)) {
            driver.send("table", "a", "{\"k\":1,\"v\":\"old\"}", 0).send("table", "b", "{\"k\":1,\"v\":\"new\"}", 1);
            driver.send("left", null, "{\"k\":1}", 5);
            driver.send("table", "b", null, 2).send("left", null, "{\"k\":1}", 5);
            driver.send("table", "a", "{\"k\":2,\"v\":\"moved\"}", 3).send("left", null, "{\"k\":1}", 5);
            driver.send("left", null, "{\"k\":2}", 5);

            assertThat(driver.written())
                    .containsExactly(
                            "null={\"v\":\"new\"}", "null={\"v\":\"old\"}", "null={}", "null={\"v\":\"moved\"}");
        }
    }

    @Test
    void a_table_from_outside_is_asked_like_any_other() {
        Query query = new Query(
                input("l", "left"),
                List.of(table(Join.Type.INNER, "none", "r", "l.k", "k")),
                Filter.ALL,
                Projection.ALL,
                null);
        Table outside = key -> new String(key, UTF_8).equals("1") ? "{\"k\":1}".getBytes(UTF_8) : null;
        try (QueryDriver driver = new QueryDriver(query, directory, Map.of(0, outside))) {
            driver.send("left", null, "{\"k\":1}", 5).send("left", null, "{\"k\":2}", 5);

            assertThat(driver.written()).containsExactly("null={\"l\":{\"k\":1},\"r\":{\"k\":1}}");
        }
    }

    @Test
    void joins_are_written_in_sql() {
        String sql = "select z.Zone, p.name from trips t join table zones z on t.PU = z.LocationID"
                + " join places p within 20 minutes on t.PU = p.place";
        try (QueryDriver driver = new QueryDriver(sql, directory)) {
            driver.send("zones", "a", "{\"LocationID\":1,\"Zone\":\"one\"}", 0);
            driver.send("trips", null, "{\"PU\":1}", 0).send("places", null, "{\"place\":1,\"name\":\"p\"}", 0);

            assertThat(driver.written()).containsExactly("1={\"Zone\":\"one\",\"name\":\"p\"}");
        }
    }

    private QueryDriver driver(Query query) {
        return new QueryDriver(query, directory);
    }
}
