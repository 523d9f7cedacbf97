package io.sluice.runtime;

import io.sluice.contract.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where Postgres is. Each service keeps its tables in a schema of its own.
 *
 * @param poolSize connections that one service holds at most
 */
public record Database(String host, int port, String name, String user, Secret password, int poolSize) {
    private static final int DEFAULT_PORT = 5432;

    /**
     * @param uri {@code postgresql://user:password@host:port/database}; user and password percent-encoded
     * @throws IllegalArgumentException if it is not of this form; the message does not repeat the password
     */
    public static Database of(String uri, int poolSize) {
        URI parsed = URI.create(uri);
        String userInfo = parsed.getRawUserInfo();
        String path = parsed.getPath();
        boolean known = "postgresql".equals(parsed.getScheme()) || "postgres".equals(parsed.getScheme());
        if (!known || parsed.getHost() == null || userInfo == null || path == null || path.length() < 2) {
            throw new IllegalArgumentException("expected postgresql://user:password@host:port/database");
        }
        int colon = userInfo.indexOf(':');
        return new Database(
                parsed.getHost(),
                parsed.getPort() < 0 ? DEFAULT_PORT : parsed.getPort(),
                path.substring(1),
                decode(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                new Secret(colon < 0 ? "" : decode(userInfo.substring(colon + 1))),
                poolSize);
    }

    /** For JDBC (migrations only); user and password are passed beside it. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
