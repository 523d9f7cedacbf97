package io.sluice.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler.Result;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    /** A task that is restored in place may commit what it has not read; a thread that ends cannot. */
    @Test
    void whatever_a_topic_does_not_take_ends_the_thread_and_is_told() {
        Map<String, Throwable> told = new LinkedHashMap<>();
        Refusals refusals = new Refusals();
        refusals.configure(Map.of(Refusals.LISTENER, (BiConsumer<String, Throwable>) told::put));
        Exception late = new TimeoutException("expired");
        Exception large = new RecordTooLargeException("too large");

        assertThat(result(refusals, "slow", late)).isEqualTo(Result.FAIL);
        assertThat(result(refusals, "narrow", large)).isEqualTo(Result.FAIL);

        assertThat(told).containsExactly(Map.entry("slow", late), Map.entry("narrow", large));
    }

    /** It is told of any record in that transaction, so it must not be held against the topic of that record. */
    @Test
    void a_transaction_that_the_broker_gives_up_is_not_the_fault_of_a_topic() {
        Throwable givenUp = Errors.TRANSACTION_ABORTABLE.exception();
        Throwable away = Errors.NOT_LEADER_OR_FOLLOWER.exception();
        Throwable another = Errors.OPERATION_NOT_ATTEMPTED.exception();
        Throwable large = Errors.MESSAGE_TOO_LARGE.exception();

        assertThat(givenUp).matches(Refusals::isPassing).matches(Application::isPassing);
        assertThat(another).matches(Refusals::isPassing).matches(Application::isPassing);
        assertThat(away).matches(Refusals::isPassing).matches(Application::isPassing);
        assertThat(large).matches(cause -> !Refusals.isPassing(cause)).matches(cause -> !Application.isPassing(cause));
    }

    private static Result result(Refusals refusals, String topic, Exception cause) {
        ErrorHandlerContext context = new DefaultErrorHandlerContext(
                null, "source", 0, 7, new RecordHeaders(), "sink", new TaskId(0, 0), 0, new byte[0], new byte[0]);
        return refusals.handleError(context, new ProducerRecord<>(topic, new byte[0]), cause)
                .result();
    }
}
