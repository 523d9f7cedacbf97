package io.sluice.gateway.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Addresses of resources. */
public final class Locations {
    private Locations() {}

    /** @param collection like {@code /api/v1/topics} */
    public static String of(String collection, String name) {
        return collection + "/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
