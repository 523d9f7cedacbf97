package io.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contract.RecordFormat;
import io.sluice.contract.RecordFormat.Part;
import io.sluice.contract.RecordFormat.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records that a well-known course of data engineering writes in its many languages, each with what it is shown as and filters that
 * tell it apart. Wherever records are looked at, all of them are held to this.
 */
public final class RecordVariants {
    private static final String JAVA_RIDE = """
            {"type":"record","name":"RideRecord","namespace":"schemaregistry","fields":[
              {"name":"vendor_id","type":"string"},{"name":"passenger_count","type":"int"},{"name":"trip_distance","type":"double"}]}""";
    private static final String PYTHON_KEY = """
            {"namespace":"com.datatalksclub.taxi","type":"record","name":"RideRecordKey","fields":[
              {"name":"vendor_id","type":"int"}]}""";
    private static final String PYTHON_RIDE = """
            {"namespace":"com.datatalksclub.taxi","type":"record","name":"RideRecord","fields":[
              {"name":"vendor_id","type":"int"},{"name":"passenger_count","type":"int"},{"name":"trip_distance","type":"float"},
              {"name":"payment_type","type":"int"},{"name":"total_amount","type":"float"}]}""";
    private static final RecordFormat CSV = new RecordFormat(
            Part.AUTO,
            new Part(
                    Type.DELIMITED,
                    null,
                    ", ",
                    List.of("vendor", "pickup", "dropoff", "passengers", "distance", "payment_type", "total")));

    private final int javaRide;
    private final int pythonKey;
    private final int pythonRide;

    /** @param registry that their schemas are registered in */
    public RecordVariants(TestRegistry registry) {
        javaRide = registry.registerAvro("variants_java-value", JAVA_RIDE);
        pythonKey = registry.registerAvro("variants_python-key", PYTHON_KEY);
        pythonRide = registry.registerAvro("variants_python-value", PYTHON_RIDE);
    }

    /**
     * @param key as it is shown; null: there is none
     * @param match a filter that matches, {@code other} one that does not
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Variant(
            String name,
            RecordFormat format,
            byte @Nullable [] keyBytes,
            byte[] bytes,
            @Nullable String key,
            String value,
            String match,
            String other) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Variant json(String name, @Nullable String key, String value, String match, String other) {
        byte[] bytes = key == null ? null : key.getBytes(UTF_8);
        return new Variant(name, RecordFormat.AUTO, bytes, value.getBytes(UTF_8), key, value, match, other);
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static RecordFormat value(Type type) {
        return new RecordFormat(Part.AUTO, new Part(type));
    }

    /** All of them. */
    public Stream<Variant> all() {
        return Stream.concat(jsonVariants(), binaryVariants());
    }

    private Stream<Variant> jsonVariants() {
        return Stream.of(
                json(
                        "Java ride, all columns",
                        "75",
                        """
                        {"VendorID":"1","tpep_pickup_datetime":[2025,11,21,4,0,0,5000000],"tpep_dropoff_datetime":[2025,11,21,4,30],"passenger_count":1,"trip_distance":1.50,"RatecodeID":1,"store_and_fwd_flag":"N","PULocationID":238,"DOLocationID":75,"payment_type":"2","fare_amount":8.0,"extra":0.5,"mta_tax":0.5,"tip_amount":0.0,"tolls_amount":0.0,"improvement_surcharge":0.3,"total_amount":9.3,"congestion_surcharge":0.0}""",
                        "time(tpep_dropoff_datetime) - time(tpep_pickup_datetime) < duration('30m') and total_amount = 9.3 and payment_type in ('1', '2')",
                        "store_and_fwd_flag = 'Y'"),
                json(
                        "Java ride with array datetimes",
                        "75",
                        """
                        {"VendorID":"1","tpep_pickup_datetime":[2025,11,21,4,0,0,5000000],"passenger_count":1,"PULocationID":238,"DOLocationID":75,"fare_amount":8.0}""",
                        "tpep_pickup_datetime > time('2025-11-21 04:00:00') and $key = '75' and VendorID = '1'",
                        "tpep_pickup_datetime > time('2025-11-21 04:00:01')"),
                json(
                        "Java pickup location",
                        "186",
                        "{\"PULocationID\":186,\"tpep_pickup_datetime\":[2025,11,21,4,0]}",
                        "PULocationID = 186 and tpep_pickup_datetime = time('2025-11-21T04:00')",
                        "PULocationID = '186'"),
                json(
                        "Java vendor",
                        "75",
                        "{\"VendorID\":\"1\",\"PULocationID\":75,\"pickupTime\":[2025,11,21,4,0],\"lastDropoffTime\":[2025,11,21,3,52]}",
                        "time(pickupTime) - time(lastDropoffTime) <= duration('10m')",
                        "time(pickupTime) - time(lastDropoffTime) > duration('10m')"),
                json(
                        "Python JSON with decimal texts and datetimes in lists",
                        "238",
                        "{\"vendor_id\":\"1\",\"tpep_pickup_datetime\":[\"2020-07-01 00:25:32\"],\"trip_distance\":\"1.50\",\"total_amount\":\"9.3\"}",
                        "cast(trip_distance as number) = 1.5 and tpep_pickup_datetime[0] > time('2020-07-01')",
                        "cast(total_amount as number) > 9.3"),
                json(
                        "Faust with a JSON key",
                        "{\"vendorId\":2}",
                        "{\"vendorId\":2,\"passenger_count\":1,\"trip_distance\":3.1,\"payment_type\":1,\"total_amount\":20.3}",
                        "$key.vendorId = 2 and total_amount > 20",
                        "$key.vendorId = 1"),
                json(
                        "green trips without keys",
                        null,
                        "{\"lpep_pickup_datetime\":\"2019-10-01 00:26:02\",\"PULocationID\":112,\"passenger_count\":null,\"trip_distance\":5.88}",
                        "lpep_pickup_datetime < time('2019-10-01T00:26:03Z') and passenger_count is null and $key is null",
                        "passenger_count > 0"),
                json(
                        "green data, all texts",
                        null,
                        "{\"VendorID\":\"2\",\"lpep_pickup_datetime\":\"2019-10-01 00:26:02\",\"fare_amount\":\"18.00\",\"ehail_fee\":\"\"}",
                        "cast(fare_amount as number) between 18 and 19 and ehail_fee = ''",
                        "fare_amount > 1"),
                json(
                        "workshop rides in epoch milliseconds",
                        null,
                        "{\"PULocationID\":186,\"DOLocationID\":79,\"trip_distance\":1.72,\"total_amount\":17.31,\"tpep_pickup_datetime\":1730429702000}",
                        "tpep_pickup_datetime = time('2024-11-01T02:55:02Z') and trip_distance = 1.72",
                        "tpep_pickup_datetime > time('2024-11-01T02:55:02Z')"),
                json(
                        "RisingWave trips",
                        null,
                        "{\"VendorID\":2,\"tpep_pickup_datetime\":1704070800000,\"airport_fee\":1.75,\"congestion_surcharge\":2.5}",
                        "airport_fee = 1.75 and tpep_pickup_datetime >= time('2024-01-01')",
                        "airport_fee is null"));
    }

    private Stream<Variant> binaryVariants() {
        return Stream.of(
                new Variant(
                        "zones in CSV",
                        new RecordFormat(
                                Part.AUTO,
                                new Part(
                                        Type.DELIMITED,
                                        null,
                                        null,
                                        List.of("LocationID", "Borough", "Zone", "service_zone"))),
                        null,
                        "132,\"Queens\",\"JFK Airport\",\"Airports\"".getBytes(UTF_8),
                        null,
                        "{\"LocationID\":132,\"Borough\":\"Queens\",\"Zone\":\"JFK Airport\",\"service_zone\":\"Airports\"}",
                        "Zone like '%Airport' and LocationID = 132",
                        "Borough = 'Bronx'"),
                new Variant(
                        "counts",
                        value(Type.LONG),
                        "75".getBytes(UTF_8),
                        number(3),
                        "75",
                        "3",
                        "$value >= 3 and $key = '75'",
                        "$value > 3"),
                new Variant(
                        "counts in windows",
                        new RecordFormat(new Part(Type.WINDOWED), new Part(Type.LONG)),
                        ByteBuffer.allocate(11)
                                .put("132".getBytes(UTF_8))
                                .putLong(1_763_692_800_000L)
                                .array(),
                        number(7),
                        "{\"key\":\"132\",\"window_start\":1763692800000}",
                        "7",
                        "$key.key = '132' and $key.window_start = time('2025-11-21T02:40:00Z') and $value = 7",
                        "$key.key = '133'"),
                new Variant(
                        "Java Avro",
                        RecordFormat.AUTO,
                        "1".getBytes(UTF_8),
                        WireFormat.avro(
                                javaRide,
                                JAVA_RIDE,
                                Map.of("vendor_id", "1", "passenger_count", 2, "trip_distance", 1.5)),
                        "1",
                        "{\"vendor_id\":\"1\",\"passenger_count\":2,\"trip_distance\":1.5}",
                        "vendor_id = '1' and passenger_count = 2 and trip_distance < 2",
                        "vendor_id = 1"),
                new Variant(
                        "Python Avro, key and value",
                        new RecordFormat(new Part(Type.AVRO), new Part(Type.AVRO)),
                        WireFormat.avro(pythonKey, PYTHON_KEY, Map.of("vendor_id", 1)),
                        WireFormat.avro(
                                pythonRide,
                                PYTHON_RIDE,
                                Map.of(
                                        "vendor_id", 1,
                                        "passenger_count", 1,
                                        "trip_distance", 1.72f,
                                        "payment_type", 2,
                                        "total_amount", 17.31f)),
                        "{\"vendor_id\":1}",
                        "{\"vendor_id\":1,\"passenger_count\":1,\"trip_distance\":1.72,\"payment_type\":2,\"total_amount\":17.31}",
                        "$key.vendor_id = 1 and total_amount = 17.31",
                        "$key.vendor_id = 2"),
                new Variant(
                        "CSV text",
                        CSV,
                        "1".getBytes(UTF_8),
                        "1, 2020-07-01 00:25:32, 2020-07-01 00:33:39, 1, 1.50, 2, 9.3".getBytes(UTF_8),
                        "1",
                        "{\"vendor\":1,\"pickup\":\"2020-07-01 00:25:32\",\"dropoff\":\"2020-07-01 00:33:39\",\"passengers\":1,\"distance\":1.50,\"payment_type\":2,\"total\":9.3}",
                        "distance = 1.5 and time(dropoff) - time(pickup) < duration('9m') and vendor = 1",
                        "total > 10"));
    }
}
