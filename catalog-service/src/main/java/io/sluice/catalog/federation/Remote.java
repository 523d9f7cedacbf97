package io.sluice.catalog.federation;

import io.sluice.contract.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Another catalogue, as the configuration names it.
 *
 * @param name shown with each of its answers; not {@code local} or {@code global}
 * @param url http or https, to which {@code /api/…} is added
 * @param token sent as a bearer token (Sluice) or API key (CKAN)
 */
public record Remote(
        String name, Kind kind, String url, @Nullable Secret token) {
    private static final Pattern NAME = Pattern.compile("(?!local$|global$)[a-z0-9][a-z0-9_-]{0,49}");

    /** What speaks there. */
    public enum Kind {
        SLUICE,
        CKAN;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Remote {
        if (!NAME.matcher(name).matches() || !isAddress(url)) {
            throw new IllegalArgumentException("expected a name of a-z, 0-9, _ and -, and an http address");
        }
        url = url.replaceAll("/+$", "");
    }

    /**
     * From {@code name kind url} or {@code name kind url token}, with spaces between.
     *
     * @throws IllegalArgumentException if it is not of this form; the message does not repeat the token
     */
    public static Remote of(String text) {
        String[] parts = text.strip().split("\\s+");
        if (parts.length < 3 || parts.length > 4) {
            throw new IllegalArgumentException("expected: name kind url token");
        }
        return new Remote(parts[0], kind(parts[1]), parts[2], parts.length == 4 ? new Secret(parts[3]) : null);
    }

    private static Kind kind(String text) {
        for (Kind kind : Kind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("expected sluice or ckan");
    }

    private static boolean isAddress(String url) {
        try {
            URI uri = new URI(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (URISyntaxException broken) {
            return false;
        }
    }
}
