package io.sluice.deploy.cluster;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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
    private @Nullable String stranger;

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
    synchronized void turnedAway(@Nullable SocketAddress to, Refusal reason) {
        String peer = to instanceof InetSocketAddress address ? host(address) + ":" + address.getPort() : "unknown";
        if (reason == Refusal.FOREIGN && stranger == null) {
            stranger = peer;
        }
        if (isNews(new Case("", peer, reason))) {
            LOG.warn("a node could not be joined; node={} reason=\"{}\"", peer, reason);
        }
    }

    /** host:port of a node that this one was to join and that showed a certificate of another cluster. */
    synchronized @Nullable String stranger() {
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
