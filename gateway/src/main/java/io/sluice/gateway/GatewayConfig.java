package io.sluice.gateway;

import io.sluice.decode.RegistryConfig;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.edge.EdgeConfig;
import io.sluice.gateway.identity.SignInConfig;
import io.sluice.gateway.live.LiveConfig;
import io.sluice.runtime.Vault;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is told.
 *
 * @param host to listen on
 * @param port to listen on; 0: any free one, see {@link GatewayVerticle#actualPort()}
 * @param kafkaBootstrap of the platform's broker, also told to users for their own clients
 * @param kafka further properties of every Kafka client (security)
 * @param maxBodyBytes of a request; a longer one is 413
 * @param browse what one read of a topic may cost
 * @param live memory, limits and times of live delivery
 * @param vault seals the secrets of sources; all nodes have the same master key
 * @param signIn how people sign in
 * @param registry of the schemas that records are written with; null: there is none
 * @param edge how it meets the network: proxies, other sites, limits, TLS
 */
public record GatewayConfig(
        String host,
        int port,
        String kafkaBootstrap,
        Map<String, Object> kafka,
        int maxBodyBytes,
        BrowseLimits browse,
        LiveConfig live,
        Vault vault,
        SignInConfig signIn,
        @Nullable RegistryConfig registry,
        EdgeConfig edge) {

    /** 10 MiB. */
    public static final int DEFAULT_MAX_BODY_BYTES = 10 << 20;

    public GatewayConfig {
        kafka = Map.copyOf(kafka);
    }

    /** With passwords only, without a schema registry, and as the network is met by default. */
    public GatewayConfig(
            String host,
            int port,
            String kafkaBootstrap,
            Map<String, Object> kafka,
            int maxBodyBytes,
            BrowseLimits browse,
            LiveConfig live,
            Vault vault) {
        this(
                host,
                port,
                kafkaBootstrap,
                kafka,
                maxBodyBytes,
                browse,
                live,
                vault,
                SignInConfig.PASSWORDS,
                null,
                EdgeConfig.DEFAULT);
    }

    public GatewayConfig withRegistry(@Nullable RegistryConfig other) {
        return new GatewayConfig(
                host, port, kafkaBootstrap, kafka, maxBodyBytes, browse, live, vault, signIn, other, edge);
    }

    public GatewayConfig withEdge(EdgeConfig other) {
        return new GatewayConfig(
                host, port, kafkaBootstrap, kafka, maxBodyBytes, browse, live, vault, signIn, registry, other);
    }

    public GatewayConfig withSignIn(SignInConfig other) {
        return new GatewayConfig(
                host, port, kafkaBootstrap, kafka, maxBodyBytes, browse, live, vault, other, registry, edge);
    }

    /** With the default limits, and a master key that nobody else has. */
    public GatewayConfig(String host, int port, String kafkaBootstrap) {
        this(
                host,
                port,
                kafkaBootstrap,
                Map.of(),
                DEFAULT_MAX_BODY_BYTES,
                BrowseLimits.DEFAULT,
                LiveConfig.of(Map.of()),
                Vault.of(Vault.newMasterKey()));
    }

    /** Properties that every Kafka client begins with. */
    Map<String, Object> kafkaClient() {
        Map<String, Object> client = new java.util.HashMap<>(kafka);
        client.put("bootstrap.servers", kafkaBootstrap);
        return client;
    }
}
