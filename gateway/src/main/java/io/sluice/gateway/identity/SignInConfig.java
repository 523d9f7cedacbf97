package io.sluice.gateway.identity;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * How people sign in.
 *
 * @param publicUrl how browsers reach the gateways, where a proxy is in between; null: as their requests say
 * @param provider of OpenID Connect; null: passwords only
 */
public record SignInConfig(
        @Nullable URI publicUrl, @Nullable OidcConfig provider) {
    public static final SignInConfig PASSWORDS = new SignInConfig(null, null);
}
