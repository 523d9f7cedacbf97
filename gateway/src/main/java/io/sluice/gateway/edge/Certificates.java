package io.sluice.gateway.edge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate, read again when its files change: connections from then on get the new one, those that are open go on. New files
 * that cannot be used change nothing but what {@link #fault} says. A thread of its own waits for changes of the files' folders; it also looks by
 * itself every {@link #LOOK_EVERY}, because shared file systems tell of no change that was made elsewhere.
 */
public final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final Vertx vertx;
    private final EdgeConfig.Tls files;
    private final WatchService watch;
    private volatile PemPair pair;
    private volatile @Nullable String fault;

    private Certificates(Vertx vertx, EdgeConfig.Tls files, WatchService watch, PemPair pair) {
        this.vertx = vertx;
        this.files = files;
        this.watch = watch;
        this.pair = pair;
    }

    /**
     * Blocks.
     *
     * @throws BadCertificate if the files cannot be used
     */
    public static Certificates open(Vertx vertx, EdgeConfig.Tls files) {
        try {
            PemPair pair = PemPair.read(vertx, files);
            WatchService watch = files.certificate().getFileSystem().newWatchService();
            register(folder(files.certificate()), watch);
            register(folder(files.key()), watch);
            told(pair);
            return new Certificates(vertx, files, watch, pair);
        } catch (PemPair.Unusable unusable) {
            throw new BadCertificate(unusable.sentence(), unusable);
        } catch (IOException unwatchable) {
            throw new BadCertificate("The folder of " + files.certificate() + " cannot be watched.", unwatchable);
        }
    }

    /** Without HTTP/2: WebSockets would need connections of their own beside it, and live delivery writes to its connection itself. */
    public void apply(HttpServerOptions options) {
        options.setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(pair.options())
                .setEnabledSecureTransportProtocols(PROTOCOLS);
    }

    /** From now on the server gets what is new. Call on its context. */
    public void serve(HttpServer server) {
        Context context = vertx.getOrCreateContext();
        Thread thread = new Thread(() -> waitForChanges(context, server), "sluice-certificates");
        thread.setDaemon(true);
        thread.start();
    }

    /** Why the newest files are not used; null: they are. Any thread. */
    public @Nullable String fault() {
        return fault;
    }

    /** The thread ends soon after. */
    public Future<Void> close() {
        return vertx.executeBlocking(() -> {
            watch.close();
            return null;
        });
    }

    private void waitForChanges(Context context, HttpServer server) {
        try {
            while (true) {
                WatchKey changed = watch.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (changed != null) {
                    changed.pollEvents();
                    changed.reset();
                }
                look(context, server);
            }
        } catch (ClosedWatchServiceException closed) {
            LOG.debug("certificates are no longer watched");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Context context, HttpServer server) {
        try {
            if (pair.isOf(files)) {
                fault = null;
                return;
            }
            PemPair found = PemPair.read(vertx, files);
            if (found.expires().isBefore(Instant.now())) {
                refused("The certificate in " + files.certificate() + " has expired.");
                return;
            }
            pair = found;
            context.runOnContext(now -> hand(found, server));
        } catch (PemPair.Unusable unusable) {
            refused(unusable.sentence());
        }
    }

    private void hand(PemPair found, HttpServer server) {
        ServerSSLOptions options = new ServerSSLOptions();
        options.setKeyCertOptions(found.options());
        options.setUseAlpn(false);
        options.setEnabledSecureTransportProtocols(PROTOCOLS);
        server.updateSSLOptions(options)
                .onSuccess(updated -> {
                    fault = null;
                    told(found);
                })
                .onFailure(failed -> {
                    LOG.error("the new certificate was not taken", failed);
                    fault = "The new certificate was not taken.";
                });
    }

    /** Once for each reason. */
    private void refused(String reason) {
        if (!Objects.equals(fault, reason)) {
            fault = reason;
            LOG.warn("the certificate stays as it was; reason={}", reason);
        }
    }

    private static void told(PemPair pair) {
        if (pair.expires().isBefore(Instant.now())) {
            LOG.warn("the certificate has expired; expired={}", pair.expires());
        } else {
            LOG.info("certificate read; expires={}", pair.expires());
        }
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
    }

    private static void register(Path folder, WatchService watch) throws IOException {
        folder.register(
                watch,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
    }

    /** The server cannot start with these files. The message is one sentence for an operator. */
    public static final class BadCertificate extends RuntimeException {
        BadCertificate(String sentence, Throwable cause) {
            super(sentence, cause);
        }

        public String sentence() {
            return Objects.requireNonNull(getMessage());
        }
    }
}
