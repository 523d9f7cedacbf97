package io.sluice.stream.source;

import io.sluice.contract.Dataset;
import io.sluice.stream.intake.Intake;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** An {@link Intake} as the event loop sees it. Belongs to one event loop. */
final class IntakeRun implements Run {
    private final Vertx vertx;
    private final Dataset dataset;
    private final Intake intake;
    private final RateMeter meter = new RateMeter(System.nanoTime());
    private @Nullable Long counted;

    IntakeRun(Vertx vertx, Dataset dataset, Intake intake) {
        this.vertx = vertx;
        this.dataset = dataset;
        this.intake = intake;
    }

    @Override
    public void start(Runnable changed) {
        Context loop = vertx.getOrCreateContext();
        intake.start(() -> loop.runOnContext(now -> changed.run()));
    }

    @Override
    public boolean adjust(Dataset changed) {
        return changed.source().equals(dataset.source())
                && changed.processing().equals(dataset.processing())
                && changed.mapping().equals(dataset.mapping())
                && changed.credentials().equals(dataset.credentials());
    }

    @Override
    public Future<Void> stop() {
        return Future.fromCompletionStage(intake.stop(), vertx.getOrCreateContext());
    }

    @Override
    public Figures figures() {
        Intake.Figures now = intake.figures();
        long records = now.progress().records();
        meter.add(counted == null ? 0 : Math.max(0, records - counted));
        counted = records;
        return new Figures(dataset.id(), now.state(), now.reason(), now.progress(), meter.rate(System.nanoTime()));
    }
}
