package io.sluice.deploy.cluster;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.transport.Transport;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x' ordinary transport, which looks at how connections to the bus end: the bus refuses by itself whoever has no certificate of
 * the cluster, and says nothing about it. Of all servers only the one that trusts the cluster's authority is looked at. Event loops.
 */
final class BusDoor extends NioTransport {
    private static final String DOOR = "bus";

    private final List<Buffer> authority;
    private final Doorman doorman;

    private BusDoor(Credentials credentials, Doorman doorman) {
        this.authority = List.of(Buffer.buffer(credentials.authorityPem()));
        this.doorman = doorman;
    }

    static Transport transport(Credentials credentials, Doorman doorman) {
        return new TransportInternal("nio", true, null, new BusDoor(credentials, doorman));
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(options, domainSocket, bootstrap);
        if (options.getTrustOptions() instanceof PemTrustOptions trust
                && trust.getCertValues().equals(authority)) {
            bootstrap.handler(new Accepted());
        }
    }

    /** Sees each connection before the bus does, and puts {@link Ending} into it. */
    private final class Accepted extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) throws Exception {
            ((Channel) accepted).pipeline().addLast(new Ending());
            super.channelRead(context, accepted);
        }
    }

    private final class Ending extends ChannelInboundHandlerAdapter {
        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            SocketAddress peer = context.channel().remoteAddress();
            SslHandler tls = context.pipeline().get(SslHandler.class);
            // Below it, so that what the handler of TLS makes of the end is known afterwards.
            super.channelInactive(context);
            if (tls != null) {
                tls.handshakeFuture().addListener(handshake -> tell(peer, handshake));
            }
        }
    }

    private void tell(@Nullable SocketAddress peer, Future<?> handshake) {
        Throwable failure = handshake.cause();
        if (failure != null) {
            doorman.refused(DOOR, peer, Refusal.of(failure));
        }
    }
}
