package io.sluice.stream.source;

import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.contract.Streams.Progress;
import io.sluice.stream.kafka.Broker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;

/** Makes what runs for a dataset, by the type of its source. Belongs to one event loop. */
final class Runs {
    private final Vertx vertx;
    private final Broker broker;
    private final BatchWriter writer;

    private Runs(Vertx vertx, Broker broker, BatchWriter writer) {
        this.vertx = vertx;
        this.broker = broker;
        this.writer = writer;
    }

    static Future<Runs> open(Vertx vertx, Broker broker, String bootstrap) {
        return BatchWriter.open(vertx, bootstrap, Clock.systemUTC()).map(writer -> new Runs(vertx, broker, writer));
    }

    /** @param before how far earlier runs came */
    Run of(Dataset dataset, Progress before) {
        if (dataset.source() instanceof Source.Generator generator) {
            return new Generator(vertx, broker, writer, new Generator.Task(dataset.id(), generator, before.records()));
        }
        throw new IllegalArgumentException(
                "nothing runs for a source of type " + dataset.source().type());
    }

    Future<Void> close() {
        return writer.close();
    }
}
