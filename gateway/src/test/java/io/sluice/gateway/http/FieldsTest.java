package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private final Violations violations = new Violations();

    private Fields fields(String json) {
        return new Fields(JsonBody.parse(json.getBytes(StandardCharsets.UTF_8)), "", violations);
    }

    private List<Violation> found() {
        try {
            violations.check();
            return List.of();
        } catch (ProblemException refused) {
            return ((Problem.Invalid) refused.problem()).violations();
        }
    }

    @Test
    void wrong_types_are_told_with_what_was_found() {
        Fields fields = fields("{\"name\":[1,2],\"n\":1.5,\"flag\":\"yes\",\"big\":99999999999999999999}");
        assertThat(fields.text("name")).isEmpty();
        assertThat(fields.whole("n", 7, 0, 10)).isEqualTo(7);
        assertThat(fields.optionalFlag("flag")).isNull();
        assertThat(fields.optionalWhole("big", 0, Long.MAX_VALUE)).isNull();
        assertThat(found())
                .extracting(Violation::reason)
                .contains("expected a text, found a list of 2", "expected true or false, found a text")
                .anyMatch(reason -> reason.startsWith("expected a whole number from 0 to 10, found 1.5"));
    }

    @Test
    void null_is_the_same_as_absent() {
        Fields fields = fields("{\"name\":null}");
        assertThat(fields.optionalText("name")).isNull();
        assertThat(fields.has("name")).isFalse();
        fields.end();
        assertThat(found()).isEmpty();
    }

    @Test
    void an_unknown_property_is_told_with_the_nearest_known_one() {
        Fields fields = fields("{\"titel\":1,\"a/b~c\":2}");
        fields.optionalText("title");
        fields.end();
        assertThat(found())
                .containsExactly(
                        new Violation("/titel", "unknown property \"titel\", did you mean \"title\"?"),
                        new Violation("/a~1b~0c", "unknown property \"a/b~c\""));
    }

    @Test
    void what_is_inside_has_pointers_of_its_own() {
        Fields fields = fields("{\"source\":{\"rate\":\"x\"},\"items\":[{},3]}");
        fields.fields("source").optionalNumber("rate");
        fields.list("items", 10).forEach(item -> item.text("kind"));
        assertThat(found())
                .extracting(Violation::pointer)
                .containsExactly("/source/rate", "/items/1", "/items/0/kind", "/items/1/kind");
    }

    @Test
    void malformed_json_is_told_with_its_place_in_characters() {
        String body = "{\"é🚀\": oops}";
        assertThatThrownBy(() -> fields(body)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            Violation violation =
                    ((Problem.Invalid) refused.problem()).violations().get(0);
            assertThat(violation.position()).isBetween(7, 13);
        });
    }

    @Test
    void at_most_fifty_faults_are_told() {
        for (int i = 0; i < 100; i++) {
            violations.add("/" + i, "wrong");
        }
        assertThat(found()).hasSize(50);
    }

    @Test
    void distance_counts_edits() {
        assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Spelling.distance("", "abc")).isEqualTo(3);
        assertThat(Spelling.nearest("x".repeat(65), List.of("xx"))).isEmpty();
        assertThat(Spelling.nearest("lmit", List.of("cursor", "limit"))).contains("limit");
    }
}
