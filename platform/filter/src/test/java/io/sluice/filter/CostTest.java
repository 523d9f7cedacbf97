package io.sluice.filter;

import static io.sluice.filter.Records.filter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "a",
                "not a",
                "a = 1",
                "$key != 'x'",
                "a like 'x%'",
                "a like '%x'",
                "starts_with(a, 'x')",
                "exists(a)",
                "a is null"
            })
    void one_step_costs_one(String where) {
        assertThat(filter(where).cost()).isEqualTo(1);
    }

    @Test
    void the_filter_of_all_costs_one() {
        assertThat(Filter.ALL.cost()).isEqualTo(1);
    }

    @Test
    void what_does_more_costs_more() {
        List<String> rising = List.of(
                "a = 1",
                "a between 1 and 2",
                "a + b + c > 1",
                "a like '%x%'",
                "lower(a) = 'x'",
                "cast(a as number) > 1",
                "a like '%x_z%'",
                "within(a, b, 40, -111, 500)",
                "matches(a, '^x')",
                "matches(a, '^x') and matches(b, '^x')");

        assertThat(rising.stream().map(Records::filter).map(Filter::cost).toList())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void many_options_are_looked_up_and_not_tried() {
        String list = "'a','b','c','d','e','f','g','h','i','j','k','l','m','n','o','p'";

        assertThat(filter("a in (" + list + ")").cost()).isEqualTo(5);
        assertThat(filter("a in (" + list + ", b)").cost()).isEqualTo(17);
    }

    @Test
    void parts_add_up() {
        assertThat(filter("a = 1 and (b or c = 2) and not d like '%x%'").cost()).isEqualTo(7);
    }

    @Test
    void the_largest_filter_has_a_cost() {
        String one = "matches(a, '" + "x".repeat(200) + "')";
        assertThat(filter(one + (" or " + one).repeat(70)).cost()).isEqualTo(71 * 100);
    }
}
