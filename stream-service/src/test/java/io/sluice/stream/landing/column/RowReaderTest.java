package io.sluice.stream.landing.column;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.RecordFormat;
import io.sluice.decode.Decoders;
import io.sluice.filter.Path;
import io.sluice.runtime.Json;
import io.sluice.stream.landing.table.LayoutReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RowReaderTest {
    private static final ColumnType JSONB = ColumnType.of(ColumnType.Kind.JSONB);

    private static TableColumn column(String name, String type, String path) {
        return new TableColumn(
                name,
                ColumnType.parse(type).orElseThrow(),
                LayoutReader.path(path).orElseThrow(),
                true);
    }

    private static Row read(List<TableColumn> columns, String value) throws Exception {
        RowReader.Shape shape = new RowReader.Shape(columns, List.of(), true, false, false);
        RowReader reader = new RowReader(shape, Decoders.PLAIN.of(RecordFormat.AUTO));
        return reader.read(new ConsumerRecord<>("t", 0, 7, new byte[0], value.getBytes(UTF_8)));
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, UTF_8);
    }

    @Provide
    Arbitrary<Map<String, JsonNode>> objects() {
        Arbitrary<JsonNode> scalars = Arbitraries.oneOf(
                Arbitraries.longs().map(Json.MAPPER.getNodeFactory()::numberNode),
                Arbitraries.strings().excludeChars('\0').ofMaxLength(8).map(Json.MAPPER.getNodeFactory()::textNode),
                Arbitraries.of(true, false).map(Json.MAPPER.getNodeFactory()::booleanNode));
        Arbitrary<JsonNode> lists = scalars.list().ofMaxSize(3).map(items -> Json.MAPPER.valueToTree(items));
        Arbitrary<JsonNode> inside = Arbitraries.maps(names(), Arbitraries.oneOf(scalars, lists))
                .ofMaxSize(3)
                .map(members -> Json.MAPPER.valueToTree(members));
        return Arbitraries.maps(names(), Arbitraries.oneOf(scalars, lists, inside))
                .ofMaxSize(6);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of("a", "b", "c", "d.e", "\u00e4 \"quoted\"", "[0]");
    }

    @Property
    void cells_and_rest_together_are_the_record(@ForAll("objects") Map<String, JsonNode> members) throws Exception {
        List<TableColumn> columns = new ArrayList<>();
        for (String name : List.of("a", "d.e", "[0]")) {
            columns.add(new TableColumn(name, JSONB, new Path(Path.Root.VALUE, List.of(new Path.Name(name))), true));
        }
        JsonNode value = Json.MAPPER.valueToTree(members);

        Row row = read(columns, value.toString());

        ObjectNode together = (ObjectNode) Json.MAPPER.readTree(row.rest());
        assertThat(together.fieldNames()).toIterable().doesNotContain("a", "d.e", "[0]");
        for (int i = 0; i < columns.size(); i++) {
            if (row.cells()[i] != null) {
                together.set(columns.get(i).name(), Json.MAPPER.readTree((byte[]) row.cells()[i]));
            }
        }
        assertThat(together).isEqualTo(Json.MAPPER.readTree(value.toString()));
    }

    @Test
    void what_columns_took_from_inside_is_gone_from_there_and_lists_stay_whole() throws Exception {
        List<TableColumn> columns = List.of(
                column("x", "int", "a.b"),
                column("y", "text", "l[1].z"),
                column("whole", "jsonb", "o"),
                column("p", "int", "o.p"));

        Row row = read(columns, "{\"a\":{\"b\":1},\"l\":[0,{\"z\":\"q\"}],\"o\":{\"p\":2},\"k\": 1.50,\"c\":{}}");

        assertThat(row.cells()[0]).isEqualTo(1);
        assertThat(text(row.cells()[1])).isEqualTo("q");
        assertThat(text(row.cells()[2])).isEqualTo("{\"p\":2}");
        assertThat(row.cells()[3]).isEqualTo(2);
        assertThat(text(row.rest())).isEqualTo("{\"l\":[0,{\"z\":\"q\"}],\"k\": 1.50,\"c\":{}}");
    }

    @Test
    void of_several_members_with_one_name_the_first_counts() throws Exception {
        assertThat(read(List.of(column("a", "int", "a")), "{\"a\":1,\"a\":2}").cells()[0])
                .isEqualTo(1);
    }

    @Test
    void what_breaks_off_is_told_and_not_taken_for_less() {
        for (String broken : List.of("", "{", "{\"a\":1", "{\"a\":1}x", "{\"a\":1,}", "nul", "{\"a\":01}", "\u0000")) {
            Unfit unfit = catchThrowableOfType(Unfit.class, () -> read(List.of(column("a", "int", "a")), broken));
            assertThat(unfit).as(broken).isNotNull();
            assertThat(unfit.reason()).startsWith("the value is");
        }
    }

    @Test
    void numbers_of_any_size_are_refused_quickly_or_kept_exactly() throws Exception {
        List<TableColumn> columns = List.of(column("n", "numeric(6,2)", "n"), column("i", "bigint", "i"));
        assertThat(read(columns, "{\"n\":1e-999999,\"i\":1}").cells()[0]).hasToString("0.00");
        assertThat(catchThrowableOfType(Unfit.class, () -> read(columns, "{\"n\":1e999999}"))
                        .reason())
                .contains("out of the range");
        assertThat(catchThrowableOfType(Unfit.class, () -> read(columns, "{\"i\":1e999999}"))
                        .reason())
                .contains("out of the range");
        assertThat(catchThrowableOfType(Unfit.class, () -> read(columns, "{\"i\":1e-999999}"))
                        .reason())
                .contains("whole number");
        assertThat(read(columns, "{\"n\":\"9999.994\"}").cells()[0]).hasToString("9999.99");
        assertThat(catchThrowableOfType(Unfit.class, () -> read(columns, "{\"n\":9999.995}"))
                        .reason())
                .contains("out of the range");
    }

    @Property
    void short_ways_to_read_numbers_and_times_say_what_the_long_ones_say(
            @ForAll double number, @ForAll long whole, @ForAll int seconds) throws Exception {
        ColumnType wide = ColumnType.of(ColumnType.Kind.DOUBLE);
        ColumnType big = ColumnType.of(ColumnType.Kind.BIGINT);
        ColumnType time = ColumnType.of(ColumnType.Kind.TIMESTAMPTZ);
        assertThat(Cell.of(wide, Double.toString(number))).isEqualTo(number);
        assertThat(Cell.of(
                        wide,
                        new BigDecimal(number).setScale(3, RoundingMode.HALF_UP).toPlainString()))
                .isEqualTo(
                        new BigDecimal(number).setScale(3, RoundingMode.HALF_UP).doubleValue());
        assertThat(Cell.of(big, Long.toString(whole))).isEqualTo(whole);
        assertThat(Cell.of(big, " " + whole)).isEqualTo(whole);
        Instant instant = Instant.ofEpochSecond(Math.abs((long) seconds));
        String text = instant.toString();
        assertThat(Cell.of(time, text)).isEqualTo(instant);
        assertThat(Cell.of(time, text.replace('T', ' ').replace("Z", ""))).isEqualTo(instant);
        assertThat(Cell.of(time, text.replace("Z", "+00:00"))).isEqualTo(instant);
    }

    @Test
    void a_text_with_half_a_character_is_told() throws IOException {
        Unfit unfit =
                catchThrowableOfType(Unfit.class, () -> read(List.of(column("t", "text", "t")), "{\"t\":\"\\ud800\"}"));
        assertThat(unfit.column()).isEqualTo("t");
        assertThat(unfit.reason()).contains("half a character");
    }
}
