package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The statements that people come with: what they become, and what they give for a few rows. */
class QueryScenariosTest {
    private static final Rows FIRST =
            ride("75", "{\"VendorID\":\"1\",\"trip_distance\":1.5,\"payment_type\":\"2\"}", 1_000);
    private static final Rows SECOND =
            ride("75", "{\"VendorID\":\"2\",\"trip_distance\":9,\"payment_type\":\"3\"}", 2_000);
    private static final Rows THIRD =
            ride("100", "{\"VendorID\":\"1\",\"trip_distance\":4,\"payment_type\":\"1\"}", 3_000);

    private static Rows ride(String key, String json, long time) {
        return new Rows(key, json, time);
    }

    /** As the planner does with a sample of the topic. */
    private static Query inTheCaseOfTheRecords(Query query, String... names) {
        return query.rename((input, path) -> {
                    for (String name : names) {
                        if (path.steps().size() == 1 && path.lastName().equalsIgnoreCase(name)) {
                            return new Path(path.root(), List.of(new Path.Name(name)));
                        }
                    }
                    return path;
                })
                .orElseThrow();
    }

    @Test
    void z_k1_a_stream_of_three_columns_finds_its_names_in_any_case() {
        Query query = Query.parse("""
                        CREATE STREAM ride_streams (
                            VendorId varchar,
                            trip_distance double,
                            payment_type varchar
                        ) WITH (KAFKA_TOPIC='rides', VALUE_FORMAT='JSON');
                        """).orElseThrow();
        assertThat(query.from().union()).containsExactly(new Ref(Ref.Kind.TOPIC, "rides"));
        assertThat(Run.of(inTheCaseOfTheRecords(query, "VendorID"), FIRST))
                .containsExactly("{\"VendorId\":\"1\",\"trip_distance\":1.5,\"payment_type\":\"2\"}");
    }

    @Test
    void z_k2_every_row_once() {
        assertThat(Run.of("select * from RIDE_STREAMS EMIT CHANGES;", FIRST, SECOND))
                .containsExactly(FIRST.json(), SECOND.json());
    }

    @Test
    void z_k3_one_change_for_each_row() {
        Query query = Query.parse("SELECT VENDORID, count(*) FROM RIDE_STREAMS GROUP BY VENDORID EMIT CHANGES;")
                .orElseThrow();
        assertThat(query.aggregation().keys()).extracting(Aggregation.Key::name).containsExactly("VENDORID");
        assertThat(Run.of(inTheCaseOfTheRecords(query, "VendorID"), FIRST, SECOND, THIRD))
                .containsExactly(
                        "{\"VENDORID\":\"1\",\"count\":1}",
                        "{\"VENDORID\":\"2\",\"count\":1}",
                        "{\"VENDORID\":\"1\",\"count\":2}");
    }

    @Test
    void z_k4_one_change_for_each_row_that_matches() {
        String sql = "SELECT payment_type, count(*) FROM RIDE_STREAMS WHERE payment_type IN ('1', '2')"
                + " GROUP BY payment_type EMIT CHANGES;";
        assertThat(Run.of(sql, FIRST, SECOND, THIRD, FIRST))
                .containsExactly(
                        "{\"payment_type\":\"2\",\"count\":1}",
                        "{\"payment_type\":\"1\",\"count\":1}",
                        "{\"payment_type\":\"2\",\"count\":2}");
    }

    @Test
    void z_j3_z_j4_z_j5_rides_are_counted_by_their_key() {
        String sql = "select $key as location, count(*) as n from rides group by $key";
        assertThat(Run.of(sql, FIRST)).containsExactly("{\"location\":\"75\",\"n\":1}");
        assertThat(Run.of(sql, FIRST, THIRD, SECOND))
                .containsExactly(
                        "{\"location\":\"75\",\"n\":1}",
                        "{\"location\":\"100\",\"n\":1}",
                        "{\"location\":\"75\",\"n\":2}");
    }

    @Test
    void z_p3_vendors_are_counted() {
        Rows one = Rows.of("{\"vendor_id\": 1}");
        Rows two = Rows.of("{\"vendor_id\": 2}");
        assertThat(Run.of("select vendor_id, count(*) as n from rides_csv group by vendor_id", one, two, two, one, two))
                .endsWith("{\"vendor_id\":1,\"n\":2}", "{\"vendor_id\":2,\"n\":3}");
    }

    @Test
    void z_f10_a_row_counts_in_four_windows() {
        String sql = "select window_start, count(*) as n from rides"
                + " window hopping (size 1 hour, advance by 15 minutes) timestamp by at";
        assertThat(Run.of(sql, Rows.of("{\"at\": \"2026-01-31 12:20:00\"}")))
                .containsExactly(
                        "{\"window_start\":\"2026-01-31T11:30:00Z\",\"n\":1}",
                        "{\"window_start\":\"2026-01-31T11:45:00Z\",\"n\":1}",
                        "{\"window_start\":\"2026-01-31T12:00:00Z\",\"n\":1}",
                        "{\"window_start\":\"2026-01-31T12:15:00Z\",\"n\":1}");
    }

    @Test
    void z_r4_the_ten_busiest_zones_of_a_minute() {
        Query query = Query.parse("select DOLocationID, count(*) as n from trip_data window tumbling (size 1 minute)"
                        + " timestamp by tpep_dropoff_datetime group by DOLocationID order by n desc limit 10")
                .orElseThrow();
        assertThat(query.aggregation().order()).containsExactly(new Aggregation.Order("n", true));
        assertThat(query.aggregation().limit()).isEqualTo(10);
        assertThat(query.aggregation().time().of().print()).isEqualTo("tpep_dropoff_datetime");
    }

    @Test
    void z_r5_the_longest_trips() {
        assertThat(Run.of("select topk(trip_distance, 2) as longest from trip_data", FIRST, SECOND, THIRD))
                .endsWith("{\"longest\":[9,4]}");
    }

    @Test
    void z_r7_the_zone_of_the_latest_dropoff_by_event_time() {
        String sql = "select last(zone) as latest from t timestamp by at";
        assertThat(Run.of(
                        sql,
                        Rows.of("{\"zone\": \"JFK\", \"at\": \"2026-01-31 12:00:00\"}"),
                        Rows.of("{\"zone\": \"LGA\", \"at\": \"2026-01-31 12:05:00\"}"),
                        Rows.of("{\"zone\": \"EWR\", \"at\": \"2026-01-31 12:01:00\"}")))
                .containsExactly("{\"latest\":\"JFK\"}", "{\"latest\":\"LGA\"}", "{\"latest\":\"LGA\"}");
    }

    @Test
    void names_of_joined_inputs_are_found_in_their_own_records() {
        Query query = Query.parse("select r.a, z.b as c from rides r join table zones z on r.A = z.B")
                .orElseThrow();
        Query renamed = query.rename((input, path) -> new Path(
                        path.root(),
                        List.of(new Path.Name(input.alias() + path.lastName().toUpperCase()))))
                .orElseThrow();
        assertThat(renamed.print())
                .isEqualTo("select r.rA as a, z.zB as c from rides as r join table zones as z on r.rA = z.zB");
    }

    @Test
    void names_of_keys_and_measures_stay_when_fields_are_called_otherwise() {
        Query query = Query.parse(
                        "select vendorid, sum(FARE) as fare from rides group by vendorid having sum(FARE) > 5")
                .orElseThrow();
        assertThat(inTheCaseOfTheRecords(query, "VendorID", "fare").print())
                .isEqualTo("select VendorID as vendorid, sum(fare) as fare from rides timestamp by $timestamp group by"
                        + " VendorID as vendorid having sum(fare) > 5 emit changes");
    }
}
