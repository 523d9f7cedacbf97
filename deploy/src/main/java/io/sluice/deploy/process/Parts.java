package io.sluice.deploy.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a running process: starts them side by side, and stops them stage by stage in the reverse order, also those that
 * are still starting when the stop is asked for. Used by one thread, the main one.
 */
public final class Parts {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    /** In the order of starting; what is later needs what is earlier. */
    public enum Stage {
        STORES,
        BUS,
        SERVICES,
        GATEWAY
    }

    private record Part<T>(
            String name, Stage stage, CompletableFuture<T> started, Function<T, CompletableFuture<?>> stop) {
        CompletableFuture<Void> stopWhenStarted() {
            return started.handle((part, failure) -> failure == null ? stop.apply(part) : done())
                    .thenCompose(stopping -> stopping)
                    .thenApply(stopped -> null);
        }

        private static CompletableFuture<?> done() {
            return CompletableFuture.completedFuture(null);
        }
    }

    private final List<Part<?>> parts = new ArrayList<>();
    private final CompletableFuture<Void> stopRequested;

    /** @param stopRequested completed when the process is to end */
    public Parts(CompletableFuture<Void> stopRequested) {
        this.stopRequested = stopRequested;
    }

    /** Adds a part whose start is under way. */
    public <T> CompletableFuture<T> add(
            Stage stage, String name, CompletableFuture<T> started, Function<T, CompletableFuture<?>> stop) {
        parts.add(new Part<>(name, stage, started, stop));
        return started;
    }

    /** Starts a part whose start and {@code close} block, on a thread of its own. */
    public <T extends AutoCloseable> CompletableFuture<T> addBlocking(Stage stage, String name, Callable<T> start) {
        return add(
                stage,
                name,
                onThread("start-" + name, start),
                part -> onThread("stop-" + name, () -> {
                    part.close();
                    return null;
                }));
    }

    /**
     * Waits for a result on the way up.
     *
     * @throws StopRequested if a signal came first
     */
    public <T> T await(CompletableFuture<T> result) {
        try {
            CompletableFuture.anyOf(result, stopRequested).join();
            if (stopRequested.isDone()) {
                throw new StopRequested();
            }
            return result.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    /** Waits until a signal comes. */
    public void awaitStop() {
        stopRequested.join();
    }

    /**
     * Stops everything, the last stage first. A part that fails to stop or takes too long does not keep the others running: each
     * stage may take half of the time that is left, and the first stage, where the data is, all of it.
     *
     * @param within for all together
     * @return whether everything stopped in order
     */
    public boolean stop(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        boolean orderly = true;
        Stage[] stages = Stage.values();
        for (int i = stages.length - 1; i >= 0; i--) {
            long left = Math.max(0, deadline - System.nanoTime());
            orderly &= stop(stages[i], System.nanoTime() + (i == 0 ? left : left / 2));
        }
        return orderly;
    }

    private boolean stop(Stage stage, long deadline) {
        record Stopping(String name, CompletableFuture<Void> done) {}
        List<Stopping> stoppings = parts.stream()
                .filter(part -> part.stage() == stage)
                .map(part -> new Stopping(part.name(), part.stopWhenStarted()))
                .toList();
        boolean orderly = true;
        for (Stopping stopping : stoppings) {
            orderly &= stopped(stopping.name(), stopping.done(), deadline);
        }
        return orderly;
    }

    private static boolean stopped(String name, CompletableFuture<Void> done, long deadline) {
        try {
            done.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException slow) {
            LOG.warn("a part did not stop in time; part={}", name);
        } catch (ExecutionException failed) {
            LOG.warn("a part did not stop cleanly; part={}", name, failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static <T> CompletableFuture<T> onThread(String name, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.call());
                    } catch (Throwable failed) {
                        result.completeExceptionally(failed);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** A signal came while something was awaited. */
    public static final class StopRequested extends RuntimeException {
        StopRequested() {
            super("stopped while starting", null, false, false);
        }
    }
}
