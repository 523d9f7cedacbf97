package io.sluice.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Accumulators against calculations that are too simple to be wrong, and against themselves. */
class AccumulatorTest {
    private static final List<Measure> ALL = List.of(
            measure(Aggregate.COUNT),
            measure(Aggregate.SUM),
            measure(Aggregate.MIN),
            measure(Aggregate.MAX),
            measure(Aggregate.AVG),
            measure(Aggregate.STDDEV),
            measure(Aggregate.FIRST),
            measure(Aggregate.LAST),
            measure(Aggregate.APPROX_COUNT_DISTINCT),
            measure(Aggregate.APPROX_PERCENTILE, "0.5"),
            measure(Aggregate.TOPK, "3"),
            measure(Aggregate.TOP_COUNT, "3"));

    record Row(BigDecimal value, long time) {}

    static Measure measure(Aggregate function, String... parameters) {
        return new Measure(
                function.word(),
                function,
                List.of(Expression.parse("x").orElseThrow()),
                Arrays.stream(parameters).map(BigDecimal::new).toList(),
                Filter.ALL);
    }

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<BigDecimal> values = Arbitraries.oneOf(
                Arbitraries.integers().between(-5, 5).map(BigDecimal::valueOf),
                Arbitraries.bigDecimals()
                        .between(new BigDecimal("-100000"), new BigDecimal("100000"))
                        .ofScale(3),
                Arbitraries.of("9007199254740993", "12345678901234567890.123", "0.10", "1E+3")
                        .map(BigDecimal::new));
        Arbitrary<Long> times = Arbitraries.longs().between(-20, 20);
        return Combinators.combine(values, times).as(Row::new).list().ofMaxSize(60);
    }

    private static void add(Accumulator accumulator, List<Row> rows) {
        for (Row row : rows) {
            List<Value> argument = List.of(new Value.Number(row.value()));
            List<List<Value>> arguments =
                    IntStream.range(0, ALL.size()).mapToObj(i -> argument).toList();
            assertThat(accumulator.add(arguments, row.time())).isEmpty();
        }
    }

    private static Accumulator of(List<Row> rows) {
        Accumulator accumulator = Accumulator.Factory.of(ALL).empty();
        add(accumulator, rows);
        return accumulator;
    }

    private static List<String> shown(Accumulator accumulator) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < ALL.size(); i++) {
            Value value = accumulator.results().get(i);
            boolean real = ALL.get(i).function() == Aggregate.STDDEV && value instanceof Value.Number;
            Value close = real ? new Value.Number(((Value.Number) value).value().round(new MathContext(8))) : value;
            shown.add(new String(close.json(), StandardCharsets.UTF_8));
        }
        return shown;
    }

    @Property(tries = 500)
    void each_measure_is_what_a_plain_calculation_gives(@ForAll("rows") List<Row> rows) {
        List<Value> results = of(rows).results();
        assertThat(json(results.get(0))).isEqualTo(Integer.toString(rows.size()));
        if (rows.isEmpty()) {
            assertThat(results.subList(1, 8)).allMatch(Value::isNothing);
            return;
        }
        List<BigDecimal> values = rows.stream().map(Row::value).toList();
        BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal count = BigDecimal.valueOf(rows.size());
        assertThat(number(results.get(1))).isEqualByComparingTo(sum);
        assertThat(number(results.get(2)))
                .isEqualByComparingTo(
                        values.stream().min(Comparator.naturalOrder()).orElseThrow());
        assertThat(number(results.get(3)))
                .isEqualByComparingTo(
                        values.stream().max(Comparator.naturalOrder()).orElseThrow());
        assertThat(number(results.get(4))).isEqualByComparingTo(sum.divide(count, MathContext.DECIMAL128));
        deviation(results.get(5), values);
        Row first = rows.stream().min(Comparator.comparingLong(Row::time)).orElseThrow();
        Row last = rows.stream().reduce((a, b) -> b.time() >= a.time() ? b : a).orElseThrow();
        assertThat(number(results.get(6))).isEqualByComparingTo(first.value());
        assertThat(number(results.get(7))).isEqualByComparingTo(last.value());
        long distinct =
                values.stream().map(BigDecimal::stripTrailingZeros).distinct().count();
        assertThat(json(results.get(8))).isEqualTo(Long.toString(distinct));
        List<Double> sorted =
                values.stream().map(BigDecimal::doubleValue).sorted().toList();
        assertThat(number(results.get(9)).doubleValue()).isEqualTo(sorted.get((rows.size() + 1) / 2 - 1) + 0.0);
        assertThat(json(results.get(10)))
                .isEqualTo(values.stream()
                        .sorted(Comparator.reverseOrder())
                        .limit(3)
                        .map(value -> json(new Value.Number(value)))
                        .collect(Collectors.joining(",", "[", "]")));
        assertThat(json(results.get(11))).isEqualTo(mostFrequent(values));
    }

    private static void deviation(Value result, List<BigDecimal> values) {
        if (values.size() < 2) {
            assertThat(result.isNothing()).isTrue();
            return;
        }
        double mean = values.stream().mapToDouble(BigDecimal::doubleValue).sum() / values.size();
        double squares = values.stream()
                .mapToDouble(value -> (value.doubleValue() - mean) * (value.doubleValue() - mean))
                .sum();
        double expected = Math.sqrt(squares / (values.size() - 1));
        assertThat(number(result).doubleValue()).isCloseTo(expected, Offset.offset(1e-9 * Math.max(1, expected)));
    }

    private static String mostFrequent(List<BigDecimal> values) {
        Map<String, Long> counts = values.stream()
                .collect(Collectors.groupingBy(value -> json(new Value.Number(value)), Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(3)
                .map(entry -> "{\"value\":" + entry.getKey() + ",\"count\":" + entry.getValue() + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Property(tries = 300)
    void a_state_goes_on_where_it_was_taken(@ForAll("rows") List<Row> rows, @ForAll int at) {
        int cut = Math.floorMod(at, rows.size() + 1);
        Accumulator before = of(rows.subList(0, cut));
        byte[] state = before.state();
        Accumulator restored = Accumulator.Factory.of(ALL).restore(ByteBuffer.wrap(state));
        assertThat(restored.state()).isEqualTo(state);
        assertThat(state.length).isLessThanOrEqualTo(before.maxStateBytes());
        add(restored, rows.subList(cut, rows.size()));
        assertThat(shown(restored)).isEqualTo(shown(of(rows)));
    }

    @Property(tries = 300)
    void two_that_are_merged_are_as_one_that_got_all(@ForAll("rows") List<Row> left, @ForAll("rows") List<Row> right) {
        List<Row> all = new ArrayList<>(left);
        all.addAll(right);
        Accumulator merged = of(left);
        merged.merge(of(right));
        assertThat(shown(merged)).isEqualTo(shown(of(all)));
    }

    @Test
    void equal_rows_in_equal_order_give_equal_bytes() {
        List<Row> rows = IntStream.range(0, 300)
                .mapToObj(i -> new Row(BigDecimal.valueOf(i % 17), i))
                .toList();
        assertThat(of(rows).state()).isEqualTo(of(rows).state());
    }

    private static String refusal(Aggregate function, Value value, String... parameters) {
        Accumulator accumulator =
                Accumulator.Factory.of(List.of(measure(function, parameters))).empty();
        byte[] before = accumulator.state();
        String reason = accumulator.add(List.of(List.of(value)), 0).orElse("taken");
        if (!reason.equals("taken")) {
            assertThat(accumulator.state()).isEqualTo(before);
        }
        return reason;
    }

    @Test
    void what_a_function_cannot_take_is_told() {
        assertThat(refusal(Aggregate.SUM, new Value.Text("1.72")))
                .isEqualTo("sum(x): expected a number, found a text ('1.72'); write cast(x as number)");
        assertThat(refusal(Aggregate.AVG, new Value.Text("much")))
                .isEqualTo("avg(x): expected a number, found a text ('much')");
        assertThat(refusal(Aggregate.STDDEV, new Value.Truth(true)))
                .isEqualTo("stddev(x): expected a number, found true");
        assertThat(refusal(Aggregate.MAX, new Value.Structure("[1]".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("max(x): expected a number, a text or a time, found a list");
        assertThat(refusal(Aggregate.SUM, new Value.Number(new BigDecimal("1e600"))))
                .isEqualTo("sum(x): a number of more than 500 digits before or behind its point");
        assertThat(refusal(Aggregate.LAST, new Value.Text("x".repeat(9_000))))
                .startsWith("last(x): a value of more than");
        assertThat(refusal(Aggregate.TOP_COUNT, new Value.Text("x".repeat(300)), "5"))
                .startsWith("top_count(x): a value");
        assertThat(refusal(Aggregate.COUNT, new Value.Text("1"))).isEqualTo("taken");
        assertThat(refusal(Aggregate.MIN, new Value.Time(Instant.EPOCH))).isEqualTo("taken");
    }

    @Test
    void a_row_counts_for_all_measures_or_for_none() {
        Accumulator accumulator = Accumulator.Factory.of(List.of(measure(Aggregate.COUNT), measure(Aggregate.SUM)))
                .empty();
        List<Value> text = List.of(new Value.Text("no"));
        assertThat(accumulator.add(List.of(text, text), 0)).isPresent();
        assertThat(json(accumulator.results().get(0))).isEqualTo("0");
    }

    @Test
    void nothing_does_not_count_and_rows_that_are_left_out_do_not_either() {
        Measure rows = new Measure("n", Aggregate.COUNT, List.of(), List.of(), Filter.ALL);
        Accumulator accumulator =
                Accumulator.Factory.of(List.of(rows, measure(Aggregate.COUNT))).empty();
        accumulator.add(List.of(List.of(), List.of(Value.NOTHING)), 0);
        accumulator.add(Arrays.asList(null, List.of(new Value.Text("a"))), 0);
        assertThat(accumulator.results()).extracting(AccumulatorTest::json).containsExactly("1", "1");
    }

    @Test
    void texts_and_times_have_a_least_and_a_greatest() {
        Accumulator texts = Accumulator.Factory.of(List.of(measure(Aggregate.MIN), measure(Aggregate.MAX)))
                .empty();
        for (String text : List.of("b", "😀", "a", "\uFFFF")) {
            List<Value> value = List.of(new Value.Text(text));
            texts.add(List.of(value, value), 0);
        }
        assertThat(texts.results()).containsExactly(new Value.Text("a"), new Value.Text("😀"));
        List<Value> number = List.of(new Value.Number(BigDecimal.ONE));
        assertThat(texts.add(List.of(number, number), 0).orElseThrow())
                .isEqualTo("min(x): found a number beside a text ('a'), and they have no order");
    }

    /** Also where the state is taken and restored again and again, as a store does. */
    @Test
    void estimates_are_as_near_as_they_are_said_to_be() {
        Accumulator.Factory factory = Accumulator.Factory.of(List.of(
                measure(Aggregate.APPROX_COUNT_DISTINCT),
                measure(Aggregate.APPROX_PERCENTILE, "0.95"),
                measure(Aggregate.APPROX_PERCENTILE, "0.5")));
        Accumulator accumulator = factory.empty();
        for (int i = 0; i < 50_000; i++) {
            List<Value> value = List.of(new Value.Number(BigDecimal.valueOf(i * 7919L % 50_000)));
            accumulator.add(List.of(value, value, value), i);
            if (i % 3 == 0) {
                byte[] state = accumulator.state();
                assertThat(state.length).isLessThanOrEqualTo(accumulator.maxStateBytes());
                accumulator = factory.restore(ByteBuffer.wrap(state));
            }
        }
        assertThat(number(accumulator.results().get(0)).doubleValue()).isBetween(46_800.0, 53_200.0);
        assertThat(number(accumulator.results().get(1)).doubleValue()).isBetween(47_250.0, 47_750.0);
        assertThat(number(accumulator.results().get(2)).doubleValue()).isBetween(24_500.0, 25_500.0);
    }

    @Test
    void estimates_that_are_merged_are_as_near() {
        Accumulator.Factory factory = Accumulator.Factory.of(
                List.of(measure(Aggregate.APPROX_COUNT_DISTINCT), measure(Aggregate.APPROX_PERCENTILE, "0.9")));
        Accumulator all = factory.empty();
        for (int part = 0; part < 20; part++) {
            Accumulator one = factory.empty();
            for (int i = 0; i < 100 * part; i++) {
                List<Value> value = List.of(new Value.Number(BigDecimal.valueOf(i * 10L + part)));
                one.add(List.of(value, value), i);
            }
            all.merge(factory.restore(ByteBuffer.wrap(one.state())));
        }
        List<Long> values = IntStream.range(0, 20)
                .boxed()
                .flatMap(part -> IntStream.range(0, 100 * part).mapToObj(i -> i * 10L + part))
                .sorted()
                .toList();
        double distinct = values.stream().distinct().count();
        assertThat(number(all.results().get(0)).doubleValue()).isBetween(distinct * 0.936, distinct * 1.064);
        assertThat(number(all.results().get(1)).doubleValue())
                .isBetween(
                        values.get(values.size() * 89 / 100).doubleValue(),
                        values.get(values.size() * 91 / 100).doubleValue());
    }

    @Test
    void the_most_frequent_are_found_among_more_values_than_are_kept() {
        Accumulator accumulator = Accumulator.Factory.of(List.of(measure(Aggregate.TOP_COUNT, "2")))
                .empty();
        for (int i = 0; i < 50_000; i++) {
            accumulator.add(List.of(List.of(new Value.Number(BigDecimal.valueOf(i)))), i);
            accumulator.add(List.of(List.of(new Value.Text(i % 3 == 0 ? "rare" : "often"))), i);
        }
        assertThat(json(accumulator.results().get(0))).containsSubsequence("often", "rare");
        assertThat(accumulator.state().length).isLessThanOrEqualTo(accumulator.maxStateBytes());
    }

    private static BigDecimal number(Value value) {
        return ((Value.Number) value).value();
    }

    private static String json(Value value) {
        return new String(value.json(), StandardCharsets.UTF_8);
    }
}
