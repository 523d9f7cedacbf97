package io.sluice.deploy.config;

import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.gateway.identity.OidcConfig;
import io.sluice.gateway.identity.SignInConfig;
import io.sluice.runtime.config.Rules;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings below {@code identity}. */
public record SignIn(
        Duration tokenLifetime,
        Duration rotateKeysAfter,
        @Nullable String publicUrl,
        Oidc oidc) {
    public SignIn {
        new Rules()
                .require(
                        tokenLifetime.compareTo(Duration.ofMinutes(1)) >= 0
                                && tokenLifetime.compareTo(Duration.ofDays(30)) <= 0,
                        "token_lifetime",
                        "expected 1m to 30d")
                .require(
                        rotateKeysAfter.compareTo(Duration.ofHours(1)) >= 0
                                && rotateKeysAfter.compareTo(Duration.ofDays(3650)) <= 0,
                        "rotate_keys_after",
                        "expected 1h to 3650d")
                .require(
                        publicUrl == null || isHttp(publicUrl),
                        "public_url",
                        "expected http or https and a host, such as https://sluice.example.org")
                .check();
    }

    public SignInConfig toConfig() {
        return new SignInConfig(publicUrl == null ? null : URI.create(publicUrl), oidc.toConfig());
    }

    private static boolean isHttp(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException otherForm) {
            return false;
        }
    }

    /** @param issuer null: there is no provider */
    public record Oidc(
            @Nullable String issuer,
            @Nullable String clientId,
            @Nullable Secret clientSecret,
            List<String> scopes,
            String usernameClaim,
            String rolesClaim,
            @Nullable String groupsClaim,
            List<String> viewerRoles,
            List<String> editorRoles,
            List<String> adminRoles,
            @Nullable String defaultRole,
            @Nullable String acceptTokens,
            String title) {
        private static final List<String> ROLES = List.of("viewer", "editor", "admin");

        public Oidc {
            scopes = List.copyOf(scopes);
            viewerRoles = List.copyOf(viewerRoles);
            editorRoles = List.copyOf(editorRoles);
            adminRoles = List.copyOf(adminRoles);
            new Rules()
                    .require(issuer == null || isHttp(issuer), "issuer", "expected http or https and a host")
                    .require(issuer == null || clientId != null, "client_id", "expected something beside an issuer")
                    .require(scopes.contains("openid"), "scopes", "expected openid among them")
                    .require(
                            defaultRole == null || ROLES.contains(defaultRole),
                            "default_role",
                            "expected viewer, editor or admin, or nothing")
                    .require(
                            acceptTokens == null || !acceptTokens.equals(clientId),
                            "accept_tokens",
                            "expected another audience than client_id, which is that of ID tokens")
                    .check();
        }

        /** Null where there is no provider. */
        @Nullable OidcConfig toConfig() {
            if (issuer == null || clientId == null) {
                return null;
            }
            Role otherwise = defaultRole == null ? null : Role.of(defaultRole);
            OidcConfig.Claims claims =
                    new OidcConfig.Claims(usernameClaim, rolesClaim, groupsClaim, meaning(), otherwise);
            return new OidcConfig(issuer, clientId, clientSecret, scopes, claims, acceptTokens, title);
        }

        /** A value that is named for several counts as the highest. */
        private Map<String, Role> meaning() {
            Map<String, Role> meaning = new HashMap<>();
            viewerRoles.forEach(value -> meaning.put(value, Role.VIEWER));
            editorRoles.forEach(value -> meaning.put(value, Role.EDITOR));
            adminRoles.forEach(value -> meaning.put(value, Role.ADMIN));
            return meaning;
        }
    }
}
