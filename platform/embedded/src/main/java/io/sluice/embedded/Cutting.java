package io.sluice.embedded;

import java.nio.ByteBuffer;
import java.util.List;
import kafka.network.Acceptor;
import kafka.network.Processor;
import kafka.network.RequestChannel;
import kafka.network.SocketServer;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.network.ClientInformation;
import org.apache.kafka.common.network.KafkaChannel;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Ends connections of a running broker. Kafka has no call for that, but a network thread closes a connection when a handler answers one
 * of its requests with "close it", whatever else it waits for; so that answer is queued for a request that nobody sent.
 *
 * <p>Which connections there are is read while network threads change it, so one that opens at this instant may be missed: it is refused
 * by {@link CallerPrincipals}, at the latest with its next request.
 */
record Cutting(SocketServer server) {

    /** Those whose caller is refused by {@link CallerPrincipals}. */
    void cutRefused() {
        server.dataPlaneAcceptors().values().forEach(this::cutRefused);
    }

    private void cutRefused(Acceptor acceptor) {
        for (Processor processor : CollectionConverters.asJava(acceptor.processors())) {
            List.copyOf(processor.selector().channels()).stream()
                    .filter(Cutting::isRefused)
                    .forEach(channel -> close(processor, channel));
        }
    }

    /** Not while the caller has not proven who it is. */
    private static boolean isRefused(KafkaChannel channel) {
        try {
            return channel.ready() && channel.principal() == null;
        } catch (SaslAuthenticationException refused) {
            return true;
        } catch (IllegalStateException unproven) {
            return false;
        }
    }

    private void close(Processor processor, KafkaChannel channel) {
        RequestContext context = new RequestContext(
                new RequestHeader(ApiKeys.API_VERSIONS, (short) 0, "", 0),
                channel.id(),
                channel.socketAddress(),
                KafkaPrincipal.ANONYMOUS,
                new ListenerName("USERS"),
                SecurityProtocol.SASL_PLAINTEXT,
                ClientInformation.EMPTY,
                false);
        RequestChannel.Request nobodys = new RequestChannel.Request(
                processor.id(),
                context,
                System.nanoTime(),
                MemoryPool.NONE,
                ByteBuffer.allocate(0),
                server.dataPlaneRequestChannel().metrics(),
                Option.empty());
        processor.enqueueResponse(new RequestChannel.CloseConnectionResponse(nobodys));
    }
}
