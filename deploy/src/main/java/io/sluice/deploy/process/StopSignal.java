package io.sluice.deploy.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody wants the process to end: Ctrl-C or SIGTERM. The first asks for a clean stop, the second ends the process at once.
 *
 * <p>The JVM's own answer to a signal, shutdown hooks, runs them all at the same time and cannot hear a second signal; so the
 * handlers are replaced. The class for that ({@code sun.misc.Signal}, of the module {@code jdk.unsupported}) has no supported
 * successor and is reached by reflection, as Kafka does it too. Where it is missing, the JVM's own answer stays.
 */
public final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
    private static final int FORCED = 130;

    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final AtomicBoolean seen = new AtomicBoolean();

    private StopSignal() {}

    /** Takes over SIGINT, SIGTERM and SIGHUP of this process. */
    public static StopSignal install() {
        StopSignal stop = new StopSignal();
        for (String signal : List.of("INT", "TERM", "HUP")) {
            stop.handle(signal);
        }
        return stop;
    }

    /** Completed by the first signal, on the signal's thread. */
    public CompletableFuture<Void> requested() {
        return requested;
    }

    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object onSignal = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        onSignal();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
        } catch (InvocationTargetException taken) {
            LOG.debug("the JVM keeps a signal for itself; signal={}", name);
        } catch (ReflectiveOperationException absent) {
            LOG.warn("signals cannot be handled on this JVM: a stop will not be in order; signal={}", name);
        }
    }

    private void onSignal() {
        if (seen.compareAndSet(false, true)) {
            requested.complete(null);
        } else {
            Runtime.getRuntime().halt(FORCED);
        }
    }
}
