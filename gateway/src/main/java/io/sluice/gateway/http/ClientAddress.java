package io.sluice.gateway.http;

import io.netty.util.NetUtil;
import io.sluice.runtime.Network;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from: the other end of its connection, or, if that is a trusted proxy, the last address of {@code X-Forwarded-For}
 * that is not one. What stands to the left of that may have been written by anybody and is not looked at. Immutable.
 */
public final class ClientAddress implements Handler<RoutingContext> {
    private static final String KEY = "sluice.client-address";
    private static final String FORWARDED = "X-Forwarded-For";
    /** Longer chains of proxies than this do not exist. */
    private static final int MAX_HOPS = 32;

    private final List<Network> trusted;

    public ClientAddress(List<Network> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** As numbers. Where no such handler was mounted: of the connection's other end. */
    public static String of(RoutingContext context) {
        String known = context.get(KEY);
        return known == null ? peer(context.request()) : known;
    }

    @Override
    public void handle(RoutingContext context) {
        context.put(
                KEY, find(peer(context.request()), context.request().headers().getAll(FORWARDED)));
        context.next();
    }

    /** @param forwarded the headers in their order */
    String find(String peer, List<String> forwarded) {
        InetAddress known = parse(peer);
        if (known == null || !isTrusted(known) || forwarded.isEmpty()) {
            return known == null ? peer : known.getHostAddress();
        }
        String[] hops = String.join(",", forwarded).split(",", -1);
        int last = Math.max(0, hops.length - MAX_HOPS);
        for (int i = hops.length - 1; i >= last && isTrusted(known); i--) {
            InetAddress hop = parse(withoutPort(hops[i].strip()));
            if (hop == null) {
                break;
            }
            known = hop;
        }
        return known.getHostAddress();
    }

    /** Whether a proxy of ours is at this address. */
    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    /** Some proxies tell the port as well: {@code 198.51.100.7:1234}, {@code [2001:db8::1]:1234}. */
    private static String withoutPort(String hop) {
        int bracket = hop.indexOf(']');
        if (hop.startsWith("[") && bracket > 0) {
            return hop.substring(1, bracket);
        }
        int colon = hop.indexOf(':');
        boolean one = colon >= 0 && colon == hop.lastIndexOf(':');
        return one ? hop.substring(0, colon) : hop;
    }

    /** An IPv4 address that is wrapped into IPv6 is that address. */
    private static @Nullable InetAddress parse(String text) {
        int zone = text.indexOf('%');
        return NetUtil.createInetAddressFromIpAddressString(zone < 0 ? text : text.substring(0, zone));
    }

    private static String peer(HttpServerRequest request) {
        SocketAddress address = request.connection().remoteAddress(true);
        String host = address == null ? null : address.hostAddress();
        return host == null ? "" : host;
    }
}
