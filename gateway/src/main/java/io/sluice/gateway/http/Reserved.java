package io.sluice.gateway.http;

import java.util.List;

/** The paths that belong to programs: never answered with the application's page. */
public final class Reserved {
    private static final List<String> ROOTS =
            List.of("/api", "/health", "/metrics", "/ndp", "/diaspora", "/.well-known");

    private Reserved() {}

    public static boolean isReserved(String path) {
        return ROOTS.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }
}
