package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class EvaluatorOracleTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Provide
    Arbitrary<Expr> trees() {
        return Generators.condition(3);
    }

    @Provide
    Arbitrary<Filter> filters() {
        return Generators.filters();
    }

    @Provide
    Arbitrary<Projection> projections() {
        return Generators.projections();
    }

    @Provide
    Arbitrary<Generators.Written> documents() {
        return Generators.documents();
    }

    @Property(tries = 2_000)
    void what_is_printed_parses_to_the_same_tree(@ForAll("trees") Expr tree) {
        String text = Printer.print(tree);

        Filter filter = Filter.parse(text).orElseThrow();

        assertThat(filter.tree()).as(text).isEqualTo(tree);
        assertThat(Filter.parse(filter.print()).orElseThrow()).isEqualTo(filter);
    }

    @Property(tries = 1_000)
    void what_is_printed_parses_to_the_same_projection(@ForAll("projections") Projection projection) {
        Projection again = Projection.parse(projection.print()).orElseThrow();

        assertThat(again).isEqualTo(projection);
        assertThat(again.columns()).isEqualTo(projection.columns());
    }

    @Property(tries = 8_000)
    void a_filter_says_what_the_oracle_says(
            @ForAll("filters") Filter filter, @ForAll("documents") Generators.Written document) throws Exception {
        RecordView record = Records.value(document.json());

        Verdict verdict = Matcher.of(filter, Projection.ALL, Records.CLOCK).evaluate(record);

        assertThat(verdict)
                .as("%s of %s", filter, document.json())
                .isEqualTo(new Oracle(MAPPER.readTree(document.first()), record, Records.NOW).verdict(filter));
    }

    @Property(tries = 3_000)
    void a_projection_makes_what_the_oracle_makes(
            @ForAll("projections") Projection projection, @ForAll("documents") Generators.Written document)
            throws Exception {
        RecordView record = Records.value(document.json());
        Matcher matcher = Matcher.of(Filter.ALL, projection, Records.CLOCK);

        assertThat(matcher.evaluate(record)).isEqualTo(Verdict.MATCH);

        JsonNode expected = new Oracle(MAPPER.readTree(document.first()), record, Records.NOW).project(projection);
        byte[] projected = matcher.projected() == null ? record.value() : matcher.projected();
        assertThat(normal(firstWins(projected)))
                .as("%s of %s", projection, document.json())
                .isEqualTo(normal(expected));
    }

    /** Reads what was projected with the first of several members of one name, as the language does. */
    private static JsonNode firstWins(byte[] json) throws Exception {
        return new FirstWins(MAPPER).read(json);
    }

    /** The same with each number as it is shortest. */
    static JsonNode normal(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            return JsonNodeFactory.instance.numberNode(
                    number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
        } else if (node.isArray()) {
            var array = MAPPER.createArrayNode();
            node.forEach(item -> array.add(normal(item)));
            return array;
        } else if (node.isObject()) {
            var object = MAPPER.createObjectNode();
            node.properties().forEach(entry -> object.set(entry.getKey(), normal(entry.getValue())));
            return object;
        }
        return node;
    }

    @Property(tries = 500)
    void many_filters_say_what_each_says_alone(
            @ForAll @Size(min = 2, max = 12) List<@net.jqwik.api.From("filters") Filter> filters,
            @ForAll @Size(min = 1, max = 4) List<@net.jqwik.api.From("projections") Projection> projections,
            @ForAll @Size(min = 1, max = 4) List<Generators.@net.jqwik.api.From("documents") Written> documents,
            @ForAll int seed) {
        FilterSet<Integer> set = FilterSet.create(Records.CLOCK);
        List<Matcher> alone = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            Projection projection = i % 3 == 0 ? Projection.ALL : projections.get(i % projections.size());
            set.add(i, filters.get(i), projection);
            alone.add(Matcher.of(filters.get(i), projection, Records.CLOCK));
        }
        int removed = Math.floorMod(seed, filters.size());
        for (int turn = 0; turn < documents.size(); turn++) {
            if (turn == 1) {
                assertThat(set.remove(removed)).isTrue();
            }
            byte[] value = broken(Records.utf8(documents.get(turn).json()), seed + turn);
            RecordView record = Records.value(value);
            Map<Integer, Object> told = new HashMap<>();
            set.evaluate(record, new FilterSet.Sink<>() {
                @Override
                public void matched(Integer id, byte[] projected) {
                    told.put(id, projected == null ? "whole" : new String(projected));
                }

                @Override
                public void failed(Integer id) {
                    told.put(id, Verdict.ERROR);
                }
            });
            Map<Integer, Object> expected = new HashMap<>();
            for (int i = 0; i < filters.size(); i++) {
                Verdict verdict = alone.get(i).evaluate(record);
                byte[] projected = alone.get(i).projected();
                if (verdict == Verdict.MATCH) {
                    expected.put(i, projected == null ? "whole" : new String(projected));
                } else if (verdict == Verdict.ERROR) {
                    expected.put(i, verdict);
                }
            }
            if (turn >= 1) {
                expected.remove(removed);
            }
            assertThat(told).as("%s of %s", filters, new String(value)).isEqualTo(expected);
        }
    }

    /** Half of the documents as they are, the others with one byte changed or cut short. */
    private static byte[] broken(byte[] value, int seed) {
        java.util.Random random = new java.util.Random(seed);
        int at = random.nextInt(value.length);
        return switch (random.nextInt(4)) {
            case 0 -> java.util.Arrays.copyOf(value, at);
            case 1 -> {
                value[at] = (byte) random.nextInt();
                yield value;
            }
            default -> value;
        };
    }
}
