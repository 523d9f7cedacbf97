package io.sluice.deploy;

import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.DataDir;
import io.sluice.deploy.process.Logs;
import io.sluice.deploy.process.Parts;
import io.sluice.deploy.process.StartFailure;
import io.sluice.deploy.process.StopSignal;
import io.sluice.embedded.EmbeddedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a process that serves: takes the data directory, starts, waits for a signal, stops in order. */
final class Life {
    private static final Logger LOG = LoggerFactory.getLogger(Life.class);
    private static final int CLEAN = 0;
    private static final int NOT_CLEAN = 1;

    private final SluiceConfig config;
    private final StopSignal signal = StopSignal.install();

    Life(SluiceConfig config) {
        this.config = config;
    }

    /**
     * @param start starts the parts and says what to tell when they are up
     * @return the exit code
     */
    int run(BiFunction<DataDir, Parts, Banner> start) {
        try (DataDir data = DataDir.open(config.dataDir())) {
            Path log = Logs.toFile(data.resolve("logs"));
            return serve(data, start, log);
        } catch (IOException unlockable) {
            throw new UncheckedIOException(unlockable);
        }
    }

    private int serve(DataDir data, BiFunction<DataDir, Parts, Banner> start, Path log) {
        Parts parts = new Parts(signal.requested());
        RuntimeException failure = null;
        try {
            LOG.info("starting; version={} data={}", Version.number(), data.root());
            System.out.print(start.apply(data, parts).text());
            System.out.flush();
            parts.awaitStop();
        } catch (Parts.StopRequested early) {
            LOG.info("stopped while starting");
        } catch (RuntimeException failed) {
            failure = failed;
        }
        boolean orderly = stop(parts);
        if (failure != null) {
            throw explained(failure, log);
        }
        return orderly ? CLEAN : NOT_CLEAN;
    }

    private boolean stop(Parts parts) {
        LOG.info("stopping");
        boolean orderly = parts.stop(config.stopWithin());
        LOG.info("stopped; orderly={}", orderly);
        return orderly;
    }

    private static RuntimeException explained(RuntimeException failure, Path log) {
        LOG.atError().addMarker(Logs.FILE_ONLY).setCause(failure).log("cannot start");
        if (failure instanceof StartFailure || failure instanceof EmbeddedException) {
            return failure;
        }
        return new StartFailure("Sluice could not start; " + log + " tells why.", failure);
    }
}
