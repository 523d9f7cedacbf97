package io.sluice.deploy.cluster;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator who was not let in, once a minute for the same one and the same reason, however often it comes; and remembers
 * the first node that this one wanted to join and that is of another cluster. Remembers {@value #MOST} of those that came.
 * Any thread.
 */
final class Doorman {
    private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int MOST = 256;

    private record Case(String door, String peer, Refusal reason) {}

    private final Clock clock;
    private final Map<Case, Instant> told = new LinkedHashMap<>();
    private final CompletableFuture<String> stranger = new CompletableFuture<>();

    Doorman(Clock clock) {
        this.clock = clock;
    }

    /** Somebody came to the {@code door}. */
    void refused(String door, @Nullable SocketAddress from, Refusal reason) {
        String peer = from instanceof InetSocketAddress address ? host(address) : "unknown";
        if (isNews(new Case(door, peer, reason))) {
            LOG.warn("a connection to the cluster was refused; door={} from={} reason=\"{}\"", door, peer, reason);
        }
    }

    /** This node went to {@code to}. */
    void turnedAway(@Nullable SocketAddress to, Refusal reason) {
        String peer = to instanceof InetSocketAddress address ? host(address) + ":" + address.getPort() : "unknown";
        // What becomes of further connections to a node of another cluster says nothing new.
        boolean isKnown = peer.equals(stranger.getNow(null));
        if (!isKnown && isNews(new Case("", peer, reason))) {
            LOG.warn("a node could not be joined; node={} reason=\"{}\"", peer, reason);
        }
        if (reason == Refusal.FOREIGN) {
            stranger.complete(peer);
        }
    }

    /** Completes with host:port of the first node that this one went to and that showed a certificate of another cluster. */
    CompletableFuture<String> stranger() {
        return stranger;
    }

    private synchronized boolean isNews(Case refused) {
        Instant now = clock.instant();
        Instant last = told.get(refused);
        if (last != null && now.isBefore(last.plus(QUIET))) {
            return false;
        }
        told.remove(refused);
        if (told.size() >= MOST) {
            told.remove(told.keySet().iterator().next());
        }
        told.put(refused, now);
        return true;
    }

    private static String host(InetSocketAddress address) {
        return address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }
}
