package io.sluice.gateway.identity;

import io.sluice.runtime.Vault;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What there is of the provider's: nothing, sessions, or also tokens. */
public record Providers(
        @Nullable ProviderSessions sessions, @Nullable ProviderTokens tokens) {

    public static Providers of(Vertx vertx, Clock clock, @Nullable OidcConfig config, Vault vault) {
        if (config == null) {
            return new Providers(null, null);
        }
        Provider provider = new Provider(vertx, clock, config);
        String audience = config.acceptTokens();
        return new Providers(
                new ProviderSessions(vertx, clock, provider, vault),
                audience == null ? null : new ProviderTokens(vertx, clock, provider, audience));
    }
}
