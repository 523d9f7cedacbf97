package io.sluice.gateway.identity;

import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider, and what its claims mean here.
 *
 * @param issuer its address, below which its configuration is found
 * @param clientSecret null: we are a public client, which PKCE alone protects
 * @param acceptTokens audience of its access tokens that are accepted as bearer tokens, never the client id, which is the audience of ID
 *     tokens; null: none are
 * @param title of the button
 */
public record OidcConfig(
        String issuer,
        String clientId,
        @Nullable Secret clientSecret,
        List<String> scopes,
        Claims claims,
        @Nullable String acceptTokens,
        String title) {
    public OidcConfig {
        scopes = List.copyOf(scopes);
    }

    /**
     * Claims are named as they are, or as a path into an object such as {@code realm_access.roles}.
     *
     * @param username the name of a user that is made
     * @param roles a text or a list of texts
     * @param groups null: there are no groups
     * @param meaning of what is in {@code roles}; of several the highest counts
     * @param otherwise the role of those without any; null: they are refused
     */
    public record Claims(
            String username,
            String roles,
            @Nullable String groups,
            Map<String, Role> meaning,
            @Nullable Role otherwise) {
        public Claims {
            meaning = Map.copyOf(meaning);
        }
    }
}
