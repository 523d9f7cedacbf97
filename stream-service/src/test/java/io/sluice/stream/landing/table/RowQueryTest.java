package io.sluice.stream.landing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.contract.Landings.Mode;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Violation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowQueryTest {
    private static final Layout LAYOUT = new Layout("public", "t", List.of(), List.of(), Mode.INSERT, "rest", false);

    private static List<Violation> faults(Map<String, String> where, String contains) {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> RowQuery.of(LAYOUT, List.of("topic"), RowVeil.NONE, where, contains));
        return ((Problem.Invalid) refused.problem()).violations();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{} x",
                "{\"a\":\"\\u0000\"}",
                "{\"a\\u0000\":1}",
                "[{\"a\":[\"\\ud800\"]}]",
                "{\"a\":1e200000}",
                "{\"a\":1e-20000}"
            })
    void what_is_no_json_that_postgres_can_hold_is_refused_where_it_stands(String contains) {
        assertThat(faults(Map.of(), contains)).containsExactly(new Violation("/contains", "expected JSON"));
    }

    @Test
    void any_other_json_is_asked_for() {
        String contains = "{\"a\":[null,true,-1.50e10,\"\\ud83d\\ude00 \\\\u0000\"],\"b\":{}}";
        assertThatCode(() -> RowQuery.of(LAYOUT, List.of("topic"), RowVeil.NONE, Map.of(), contains))
                .doesNotThrowAnyException();
    }

    @Test
    void a_text_that_postgres_cannot_hold_is_refused_with_its_pointer() {
        assertThat(faults(Map.of("a.b", "x\0"), "{}"))
                .containsExactly(new Violation("/a.b", "expected a text that Postgres can hold"));
    }
}
