package io.sluice.gateway;

import io.sluice.decode.RegistryConfig;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.edge.EdgeConfig;
import io.sluice.gateway.identity.SignInConfig;
import io.sluice.gateway.live.LiveConfig;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.Vault;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway is told.
 *
 * @param host to listen on
 * @param port to listen on; 0: any free one, see {@link GatewayVerticle#actualPort()}
 * @param kafka how every Kafka client here reaches the brokers, and what users are told for their own
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
        KafkaLink kafka,
        int maxBodyBytes,
        BrowseLimits browse,
        LiveConfig live,
        Vault vault,
        SignInConfig signIn,
        @Nullable RegistryConfig registry,
        EdgeConfig edge) {

    /** 10 MiB. */
    public static final int DEFAULT_MAX_BODY_BYTES = 10 << 20;

    /** With passwords only, without a schema registry, and as the network is met by default. */
    public GatewayConfig(
            String host,
            int port,
            KafkaLink kafka,
            int maxBodyBytes,
            BrowseLimits browse,
            LiveConfig live,
            Vault vault) {
        this(host, port, kafka, maxBodyBytes, browse, live, vault, SignInConfig.PASSWORDS, null, EdgeConfig.DEFAULT);
    }

    public GatewayConfig withRegistry(@Nullable RegistryConfig other) {
        return new GatewayConfig(host, port, kafka, maxBodyBytes, browse, live, vault, signIn, other, edge);
    }

    public GatewayConfig withEdge(EdgeConfig other) {
        return new GatewayConfig(host, port, kafka, maxBodyBytes, browse, live, vault, signIn, registry, other);
    }

    public GatewayConfig withSignIn(SignInConfig other) {
        return new GatewayConfig(host, port, kafka, maxBodyBytes, browse, live, vault, other, registry, edge);
    }

    /** With the default limits, and a master key that nobody else has. */
    public GatewayConfig(String host, int port, KafkaLink kafka) {
        this(
                host,
                port,
                kafka,
                DEFAULT_MAX_BODY_BYTES,
                BrowseLimits.DEFAULT,
                LiveConfig.of(Map.of()),
                Vault.of(Vault.newMasterKey()));
    }
}
