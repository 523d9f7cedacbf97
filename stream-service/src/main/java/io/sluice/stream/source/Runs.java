package io.sluice.stream.source;

import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.contract.Streams.Progress;
import io.sluice.stream.intake.Intakes;
import io.sluice.stream.intake.feed.Feeds;
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
        Feeds feeds = new Feeds(vertx, kit.link(), kit.intakes().directories());
        return BatchWriter.open(vertx, kit.link(), Clock.systemUTC())
                .compose(writer -> vertx.executeBlocking(() -> {
                    Intakes intakes =
                            Intakes.open(kit.intakes(), kit.checkpoints(), origin -> Readers.of(feeds, origin));
                    return new Runs(vertx, kit.broker(), writer, intakes);
                }));
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
