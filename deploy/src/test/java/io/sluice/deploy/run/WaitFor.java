package io.sluice.deploy.run;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting for what another process does, which can only be looked at again and again. */
final class WaitFor {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private WaitFor() {}

    static void file(Path file, Process process) {
        await().atMost(PATIENCE).until(() -> Files.exists(file) || !process.isAlive());
    }

    static void truth(String what, Callable<Boolean> truth) {
        await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(200))
                .until(truth);
    }
}
