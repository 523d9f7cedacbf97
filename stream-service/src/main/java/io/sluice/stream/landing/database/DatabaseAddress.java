package io.sluice.stream.landing.database;

import io.sluice.contract.Secret;
import io.sluice.runtime.Database;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database as its user names it: {@code postgresql://user:password@host:port/name?sslmode=…}. Of the parameters that drivers know only
 * {@code sslmode} is taken, because others name files and classes of this machine.
 *
 * @param sslmode {@code ""}: the driver's own, which is {@code prefer}
 * @param own the platform's own database, which needs no check of its host
 */
public record DatabaseAddress(
        String host, int port, String name, String user, Secret password, String sslmode, boolean own) {
    private static final String EXPECTED = "expected postgresql://user:password@host:port/database";
    private static final Set<String> MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    private static final String SSLMODE = "sslmode=";

    public static DatabaseAddress of(Database database) {
        return new DatabaseAddress(
                database.host(), database.port(), database.name(), database.user(), database.password(), "", true);
    }

    /** @throws IllegalArgumentException if it is not of this form; the message does not repeat the password, and may be shown */
    public static DatabaseAddress parse(String uri) {
        URI parsed;
        Database database;
        try {
            parsed = new URI(uri);
            database = Database.of(uri, 1);
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            throw new IllegalArgumentException(EXPECTED, malformed);
        }
        if (database.user().isEmpty() || database.name().contains("/") || parsed.getRawFragment() != null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return new DatabaseAddress(
                database.host(),
                database.port(),
                database.name(),
                database.user(),
                database.password(),
                mode(parsed.getRawQuery()),
                false);
    }

    private static String mode(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        String mode = URLDecoder.decode(query, StandardCharsets.UTF_8);
        if (!mode.startsWith(SSLMODE) || !MODES.contains(mode.substring(SSLMODE.length()))) {
            throw new IllegalArgumentException(
                    "of the parameters only sslmode is taken: disable, allow, prefer, require, verify-ca or verify-full");
        }
        return mode.substring(SSLMODE.length());
    }

    /** As it may be shown to anybody. */
    public String shown() {
        return host + ":" + port + "/" + name;
    }

    String url() {
        return "jdbc:postgresql://" + host + ":" + port + "/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
