package io.sluice.gateway.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.gateway.socket.Wire;
import io.sluice.runtime.Network;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a server. One that has no request under way is on a timer: the first request has to be there within {@code slow},
 * each further one within {@code idle}, whatever dribbles in until then. So a client that never finishes its headers costs a timer and what a
 * decoder keeps of one header. Who still takes an answer is waited for as long as some of it goes out within {@code idle}. Of one address (of IPv6 a network of 64 bits) only so many are kept; what is over it is closed as it comes.
 * Belongs to one event loop.
 */
public final class Connections implements Handler<RoutingContext> {
    /** What follows is no request any more: a WebSocket has times of its own. */
    private static final int SWITCHING = 101;

    private final Vertx vertx;
    private final EdgeConfig.Limits limits;
    private final List<Network> proxies;
    private final Map<HttpConnection, Open> open = new IdentityHashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private final Counter refused;
    private final Counter ended;

    public Connections(Vertx vertx, EdgeConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.limits = config.limits();
        this.proxies = config.trustedProxies();
        this.refused = Counter.builder("gateway_connections_refused")
                .description("Connections closed because their address had too many")
                .register(metrics);
        this.ended = Counter.builder("gateway_connections_slow")
                .description("Connections closed because no whole request came in time")
                .register(metrics);
        Gauge.builder("gateway_connections", open, Map::size)
                .description("Open connections")
                .register(metrics);
    }

    /** A connection is there, and TLS has been agreed upon. */
    public void opened(HttpConnection connection) {
        String address = counted(connection.remoteAddress(true));
        int others = address == null ? 0 : byAddress.getOrDefault(address, 0);
        if (others >= limits.connectionsPerAddress()) {
            refused.increment();
            connection.close();
            return;
        }
        if (address != null) {
            byAddress.put(address, others + 1);
        }
        Open added = new Open(connection, address);
        open.put(connection, added);
        added.wire.onClosed(() -> closed(added));
        added.expect(limits.slow());
    }

    /** A request is there; mount this before everything else. */
    @Override
    public void handle(RoutingContext context) {
        Open known = open.get(context.request().connection());
        if (known != null) {
            known.begin();
            context.addEndHandler(done -> {
                if (context.response().getStatusCode() != SWITCHING) {
                    known.finish();
                }
            });
        }
        context.next();
    }

    private void closed(Open gone) {
        gone.cancel();
        open.remove(gone.connection);
        if (gone.address != null) {
            byAddress.computeIfPresent(gone.address, (address, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** Null: a proxy of ours, or no IP address. */
    private @Nullable String counted(@Nullable SocketAddress peer) {
        String host = peer == null ? null : peer.hostAddress();
        if (host == null || !Network.isLiteral(host)) {
            return host;
        }
        InetAddress address = Network.of(host).base();
        boolean proxy = proxies.stream().anyMatch(network -> network.contains(address));
        return proxy ? null : Network.ofSubscriber(address.getHostAddress());
    }

    private final class Open {
        private static final long NONE = -1;

        private final HttpConnection connection;
        private final @Nullable String address;
        private final Wire wire;
        private int requests;
        private long timer = NONE;

        Open(HttpConnection connection, @Nullable String address) {
            this.connection = connection;
            this.wire = Wire.of(connection);
            this.address = address;
        }

        void begin() {
            requests++;
            cancel();
        }

        void finish() {
            requests--;
            if (requests == 0 && open.containsKey(connection)) {
                expect(limits.idle());
            }
        }

        void expect(Duration within) {
            cancel();
            long waiting = wire.waiting();
            timer = vertx.setTimer(within.toMillis(), late -> late(within, waiting));
        }

        private void late(Duration within, long before) {
            timer = NONE;
            long waiting = wire.waiting();
            if (waiting > 0 && waiting < before) {
                expect(within);
            } else {
                ended.increment();
                wire.cut();
            }
        }

        void cancel() {
            if (timer != NONE) {
                vertx.cancelTimer(timer);
                timer = NONE;
            }
        }
    }
}
