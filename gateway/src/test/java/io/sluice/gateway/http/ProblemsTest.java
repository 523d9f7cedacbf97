package io.sluice.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Problem;
import io.sluice.contract.Violation;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    @Test
    void every_kind_has_its_status() {
        Map<Problem, Integer> statuses = Map.of(
                Problem.Invalid.at("/a", "b"),
                400,
                new Problem.Unauthenticated(),
                401,
                new Problem.Forbidden("x"),
                403,
                new Problem.NotFound("x"),
                404,
                new Problem.Conflict("x"),
                409,
                new Problem.TooLarge("x"),
                413,
                new Problem.TooMany("x", Duration.ofMillis(1)),
                429,
                new Problem.Unavailable("x"),
                503,
                new Problem.Internal("id"),
                500);
        statuses.forEach((problem, status) -> {
            JsonObject body = Problems.answer(problem, "r").body().toJsonObject();
            assertThat(body.getInteger("status")).isEqualTo(status);
            assertThat(body.getString("code")).isEqualTo(problem.code());
            assertThat(body.getString("type")).isEqualTo("/problems/" + problem.code());
            assertThat(body.getString("request_id")).isEqualTo("r");
        });
    }

    @Test
    void violations_keep_their_positions() {
        Problem problem = Problem.Invalid.of(List.of(new Violation("/where", "expected a value", 4)));
        JsonObject body = Problems.answer(problem, "r").body().toJsonObject();
        assertThat(body.getJsonArray("violations").getJsonObject(0).getInteger("position"))
                .isEqualTo(4);
    }

    @Test
    void a_wait_is_told_in_whole_seconds_and_never_zero() {
        Answer answer = Problems.answer(new Problem.TooMany("x", Duration.ofMillis(1)), "r");
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
        assertThat(Problems.answer(new Problem.Unavailable("x"), "r").headers()).containsKey("Retry-After");
    }

    @Test
    void a_bug_shows_an_id_and_nothing_of_itself() {
        Answer answer = Problems.answer(new IllegalStateException("secret"), "r");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().toString()).doesNotContain("secret");
    }

    @Test
    void only_harmless_request_ids_are_kept() {
        assertThat(RequestId.choose("a-1._Z")).isEqualTo("a-1._Z");
        for (String bad : new String[] {"", " ", "a\r\nb", "x".repeat(65), "ä"}) {
            assertThat(RequestId.choose(bad)).isNotEqualTo(bad).hasSize(36);
        }
        assertThat(RequestId.choose(null)).hasSize(36);
    }
}
