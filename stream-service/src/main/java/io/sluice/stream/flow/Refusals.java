package io.sluice.stream.flow;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.OperationNotAttemptedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
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

    /**
     * Broker or transaction are at fault, not topic or record: the same may be taken in the next transaction. A broker that begins again may not know
     * a transaction any more which it let begin before, and says so of whatever record is sent in it. And where one topic of a transaction is gone it
     * does not look at the others, of which it says just that.
     */
    static boolean isPassing(Throwable cause) {
        return cause instanceof RetriableException
                || cause instanceof TransactionAbortableException
                || cause instanceof OperationNotAttemptedException;
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        listener.accept(record.topic(), exception);
        return Response.fail();
    }
}
