package io.sluice.decode;

import io.sluice.contract.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a schema registry is that speaks Confluent's REST interface, and who we are there.
 *
 * @param url what the paths of the interface are put behind
 * @param username of basic authentication, with {@code password}; null: none
 * @param token sent as a bearer token where there is no username; null: none
 */
public record RegistryConfig(
        URI url,
        @Nullable String username,
        @Nullable Secret password,
        @Nullable Secret token) {

    public RegistryConfig(URI url) {
        this(url, null, null, null);
    }

    /** Whether the text is an http or https address without query and fragment. */
    public static boolean isUrl(String text) {
        try {
            URI url = URI.create(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return web && url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }
}
