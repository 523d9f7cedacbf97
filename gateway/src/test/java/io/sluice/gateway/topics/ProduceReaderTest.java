package io.sluice.gateway.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.gateway.http.Violations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProduceReaderTest {
    private static List<NewRecord> read(String body) {
        return ProduceReader.read(body.getBytes(StandardCharsets.UTF_8), new Violations());
    }

    private static String value(String json) {
        byte[] value = read("{\"records\":[{\"value\":" + json + "}]}").get(0).value();
        return value == null ? "null as a tombstone" : new String(value, StandardCharsets.UTF_8);
    }

    @Test
    void values_are_cut_out_as_they_stand() {
        for (String json : List.of(
                "0",
                "-0",
                "1e5",
                "1E+05",
                "9007199254740993",
                "0.1000",
                "9".repeat(3000),
                "\"\"",
                "\"\\ud83d\\ude80\"",
                "\"é🚀\\n\"",
                "true",
                "false",
                "{}",
                "[]",
                "[ 1 , [ 2 ] ]",
                "{ \"a\" : { \"b\" : [ { } ] } }",
                "{\"same\":1,\"same\":2}",
                "\"null\"",
                "\"" + "x".repeat(20_000) + "\"")) {
            assertThat(value(json)).isEqualTo(json);
        }
        assertThat(value("null")).isEqualTo("null as a tombstone");
    }

    @Test
    void blanks_around_a_value_are_not_part_of_it() {
        String body =
                " {\n\"records\" :\t[ { \"key\":\"é\" , \"value\" : \r\n 12.50 \n} , {\"value\":\t\"b\" , \"key\":null} ] } ";
        List<NewRecord> records = read(body);
        assertThat(records.get(0).value()).isEqualTo("12.50".getBytes(StandardCharsets.UTF_8));
        assertThat(records.get(1).value()).isEqualTo("\"b\"".getBytes(StandardCharsets.UTF_8));
        assertThat(records.get(1).key()).isNull();
    }

    @Test
    void random_values_survive_among_random_neighbours() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            StringBuilder body = new StringBuilder("{\"records\":[");
            String[] values = new String[1 + random.nextInt(5)];
            for (int i = 0; i < values.length; i++) {
                values[i] = random(random, 4);
                body.append(i == 0 ? "" : ",").append("{").append(blank(random));
                body.append(random.nextBoolean() ? "\"key\":\"ü\"," : "")
                        .append("\"value\"")
                        .append(blank(random))
                        .append(":");
                body.append(blank(random))
                        .append(values[i])
                        .append(blank(random))
                        .append("}");
            }
            List<NewRecord> records = read(body + "]}");
            for (int i = 0; i < values.length; i++) {
                assertThat(new String(records.get(i).value(), StandardCharsets.UTF_8))
                        .isEqualTo(values[i]);
            }
        }
    }

    @Test
    void no_bytes_make_anything_but_a_violation() {
        Random random = new Random(11);
        byte[] good = "{\"records\":[{\"key\":\"k\",\"value\":{\"a\":[1,\"é\"]},\"headers\":{\"h\":\"v\"}}]}"
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5000; round++) {
            byte[] bytes = good.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                ProduceReader.read(bytes, new Violations());
            } catch (ProblemException refused) {
                assertThat(refused.problem()).isInstanceOf(Problem.Invalid.class);
            }
        }
    }

    @Test
    void what_is_given_twice_is_refused() {
        for (String body : List.of(
                "{\"records\":[{\"value\":1,\"value\":2}]}",
                "{\"records\":[{\"value\":1,\"key\":\"a\",\"key\":\"b\"}]}",
                "{\"records\":[{\"value\":1}],\"records\":[{\"value\":2}]}")) {
            assertThat(catchThrowableOfType(ProblemException.class, () -> read(body))
                            .problem())
                    .as(body)
                    .isInstanceOf(Problem.Invalid.class);
        }
    }

    private static String blank(Random random) {
        return " \n\t\r".substring(0, random.nextInt(5));
    }

    private static String random(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> random.nextLong(1000) + "." + Math.abs(random.nextLong()) + "e" + random.nextInt(400);
            case 2 -> "\"é🚀\\\"" + random.nextInt() + "\"";
            case 3 -> random.nextBoolean() ? "true" : "false";
            case 4 -> "[" + random(random, depth - 1) + blank(random) + "," + random(random, depth - 1) + "]";
            default -> "{\"value\"" + blank(random) + ":" + random(random, depth - 1) + "}";
        };
    }
}
