package io.sluice.stream.source;

import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.contract.Streams.Progress;
import io.sluice.stream.intake.Intakes;
import io.sluice.stream.kafka.Broker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;

/** Makes what runs for a dataset, by the type of its source. Belongs to one event loop. */
final class Runs {
    private final Vertx vertx;
    private final Broker broker;
    private final BatchWriter writer;
    private final Intakes intakes;

    private Runs(Vertx vertx, Broker broker, BatchWriter writer, Intakes intakes) {
        this.vertx = vertx;
        this.broker = broker;
        this.writer = writer;
        this.intakes = intakes;
    }

    static Future<Runs> open(Vertx vertx, Sources.Kit kit) {
        return BatchWriter.open(vertx, kit.bootstrap(), Clock.systemUTC())
                .compose(writer -> vertx.executeBlocking(() -> new Runs(
                        vertx, kit.broker(), writer, Intakes.open(kit.intakes(), kit.checkpoints(), Readers::of))));
    }

    /** @param before how far earlier runs came */
    Run of(Dataset dataset, Progress before) {
        if (dataset.source() instanceof Source.Generator generator) {
            return new Generator(vertx, broker, writer, new Generator.Task(dataset.id(), generator, before.records()));
        }
        return new IntakeRun(vertx, dataset, intakes.of(dataset, before));
    }

    Future<Void> close() {
        return writer.close()
                .eventually(() -> vertx.executeBlocking(() -> {
                    intakes.close();
                    return null;
                }));
    }
}
