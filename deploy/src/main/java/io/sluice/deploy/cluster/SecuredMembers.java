package io.sluice.deploy.cluster;

import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.DefaultNodeExtension;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeExtension;
import com.hazelcast.internal.networking.Channel;
import com.hazelcast.internal.networking.ChannelInitializer;
import com.hazelcast.internal.server.ServerContext;
import com.hazelcast.spi.impl.executionservice.ExecutionService;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Hazelcast with our TLS below all that it speaks on its port: members, clients, REST, memcache. This is the place where its paid
 * edition puts its own ({@code NodeExtension}); it is internal to Hazelcast, so a new version of it has to pass the tests of the
 * cluster first.
 */
final class SecuredMembers extends DefaultNodeContext {
    private final SSLContext tls;
    private final Doorman doorman;

    SecuredMembers(SSLContext tls, Doorman doorman) {
        this.tls = tls;
        this.doorman = doorman;
    }

    @Override
    public NodeExtension createNodeExtension(Node node) {
        return new Secured(node);
    }

    private final class Secured extends DefaultNodeExtension {
        Secured(Node node) {
            super(node);
        }

        @Override
        public Function<EndpointQualifier, ChannelInitializer> createChannelInitializerFn(ServerContext server) {
            Function<EndpointQualifier, ChannelInitializer> plain = super.createChannelInitializerFn(server);
            ExecutionService executions = node.getNodeEngine().getExecutionService();
            Vestibule vestibule = new Vestibule(doorman, executions::schedule);
            doorman.stranger().thenRunAsync(this::giveUpJoining, stop -> new Thread(stop, "stop-members").start());
            return qualifier -> channel -> secure(channel, vestibule, plain.apply(qualifier));
        }

        /** Hazelcast would try for minutes, because the port does answer. A member stays what it is. */
        private void giveUpJoining() {
            if (!node.getClusterService().isJoined()) {
                node.shutdown(true);
            }
        }
    }

    private void secure(Channel channel, Vestibule vestibule, ChannelInitializer plain) throws Exception {
        MemberLink.install(channel, tls.createSSLEngine(), vestibule, plain);
    }
}
