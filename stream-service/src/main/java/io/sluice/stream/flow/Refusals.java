package io.sluice.stream.flow;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;

/**
 * Tells which topic did not take a record. The transaction is void in any case, so the thread ends; where the same may go well later another one
 * goes on from what was committed. Made by Kafka Streams; its listener comes with the configuration.
 */
public final class Refusals implements ProductionExceptionHandler {
    static final String LISTENER = "sluice.refusals.listener";

    private BiConsumer<String, Throwable> listener = (topic, cause) -> {};

    @Override
    @SuppressWarnings("unchecked") // what Application put there
    public void configure(Map<String, ?> configs) {
        listener = (BiConsumer<String, Throwable>) Objects.requireNonNull(configs.get(LISTENER));
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        listener.accept(record.topic(), exception);
        return Response.fail();
    }
}
