package io.sluice.stream.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Template;
import io.sluice.runtime.Json;
import io.sluice.stream.source.RecordTemplate.Made;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordTemplateTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final int MANY = 5_000;

    @Test
    void timestamp_has_microseconds_and_a_measurement_below_one() {
        for (Made made : make(Template.TIMESTAMP)) {
            JsonNode value = json(made);
            assertThat(names(value)).containsExactly("timestamp", "measurement");
            assertThat(value.get("timestamp").asText()).isEqualTo("2026-01-02T03:04:05.678901Z");
            assertThat(value.get("measurement").asDouble()).isBetween(0.0, Math.nextDown(1.0));
            assertThat(made.key()).isNull();
        }
    }

    @Test
    void orders_are_keyed_by_an_id_that_counts_up() {
        List<Made> orders = make(Template.ORDERS);
        for (int i = 0; i < orders.size(); i++) {
            JsonNode value = json(orders.get(i));
            assertThat(names(value)).containsExactly("ordertime", "orderid", "itemid", "address");
            assertThat(names(value.get("address"))).containsExactly("city", "state", "zipcode");
            assertThat(value.get("ordertime").asLong()).isEqualTo(NOW.toEpochMilli());
            assertThat(value.get("itemid").asText()).matches("Item_\\d+");
            assertThat(value.get("address").get("zipcode").isInt()).isTrue();
            assertThat(key(orders.get(i)))
                    .isEqualTo(Integer.toString(i))
                    .isEqualTo(value.get("orderid").asText());
        }
    }

    @Test
    void one_ride_in_five_is_three_to_ten_seconds_late() {
        Set<Integer> pickUps = new HashSet<>();
        int late = 0;
        for (Made made : make(Template.RIDES)) {
            JsonNode value = json(made);
            assertThat(names(value))
                    .containsExactly(
                            "PULocationID", "DOLocationID", "trip_distance", "total_amount", "tpep_pickup_datetime");
            assertThat(key(made)).isEqualTo(value.get("PULocationID").asText());
            pickUps.add(value.get("PULocationID").asInt());
            long lateMs = NOW.toEpochMilli() - value.get("tpep_pickup_datetime").asLong();
            if (lateMs != 0) {
                assertThat(lateMs).isBetween(3_000L, 10_000L);
                late++;
            }
        }
        assertThat(pickUps).hasSize(20);
        assertThat((double) late / MANY).isBetween(0.17, 0.23);
    }

    @Test
    void traffic_has_its_sixteen_fields_and_no_id_twice() {
        Set<String> ids = new HashSet<>();
        for (Made made : make(Template.TRAFFIC)) {
            JsonNode value = json(made);
            assertThat(names(value))
                    .containsExactly(
                            "person_name",
                            "user_name",
                            "email",
                            "personal_number",
                            "birth_date",
                            "address",
                            "phone_number",
                            "mac_address",
                            "ip_address",
                            "iban",
                            "accessed_at",
                            "session_duration",
                            "download_speed",
                            "upload_speed",
                            "consumed_traffic",
                            "unique_id");
            assertThat(key(made)).isEqualTo(value.get("user_name").asText());
            assertThat(value.get("consumed_traffic").asInt()).isBetween(0, 2_000_000);
            assertThat(value.get("session_duration").asInt()).isBetween(0, 36_000);
            assertThat(ibanRest(value.get("iban").asText())).isEqualTo(1);
            String id = value.get("unique_id").asText();
            assertThat(UUID.fromString(id).version()).isEqualTo(4);
            ids.add(id);
        }
        assertThat(ids).hasSize(MANY);
    }

    @Test
    void the_same_seed_makes_the_same_records() {
        for (Template template : Template.values()) {
            assertThat(make(template).stream().map(RecordTemplateTest::text))
                    .containsExactlyElementsOf(make(template).stream()
                            .map(RecordTemplateTest::text)
                            .toList());
        }
    }

    private static int ibanRest(String iban) {
        StringBuilder number = new StringBuilder();
        (iban.substring(4) + iban.substring(0, 4)).chars().forEach(c -> number.append(Character.getNumericValue(c)));
        return new BigInteger(number.toString()).mod(BigInteger.valueOf(97)).intValue();
    }

    private static List<Made> make(Template template) {
        RecordTemplate made = RecordTemplate.of(template, new SplittableRandom(42), 0);
        return IntStream.range(0, MANY).mapToObj(i -> made.next(NOW)).toList();
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    private static JsonNode json(Made made) {
        try {
            return Json.MAPPER.readTree(made.value());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private static String text(Made made) {
        return new String(made.value(), StandardCharsets.UTF_8);
    }

    private static String key(Made made) {
        return new String(made.key(), StandardCharsets.UTF_8);
    }
}
