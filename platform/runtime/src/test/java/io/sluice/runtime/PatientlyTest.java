package io.sluice.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatientlyTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void what_does_not_answer_yet_is_asked_again() throws Exception {
        String answer = Patiently.ask(
                        vertx,
                        () -> asked.incrementAndGet() < 3
                                ? Future.failedFuture(
                                        new Problem.Unavailable("The database does not answer.").toException())
                                : Future.succeededFuture("there"))
                .await(60, TimeUnit.SECONDS);

        assertThat(answer).isEqualTo("there");
        assertThat(asked).hasValue(3);
    }

    @Test
    void what_says_no_is_not_asked_again() {
        Future<String> refused = Patiently.ask(vertx, () -> {
            asked.incrementAndGet();
            return Future.failedFuture(new Problem.Unauthenticated().toException());
        });

        assertThat(refused.otherwise("refused").await()).isEqualTo("refused");
        assertThat(asked).hasValue(1);
    }
}
