package io.sluice.gateway.identity;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/** Finds the token in a request. Never in the query string: addresses end up in logs and histories. */
final class Credentials {
    /** Far above any JWT or key of ours; what is longer is not looked at. */
    static final int MAX_TOKEN_CHARS = 8192;

    private static final String SCHEME = "bearer ";
    private static final String SUB_PROTOCOL = "bearer.";

    private Credentials() {}

    static Optional<String> ofHeader(HttpServerRequest request) {
        List<String> headers = request.headers().getAll("Authorization");
        if (headers.size() != 1) {
            return Optional.empty();
        }
        String header = headers.get(0);
        boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return bearer ? token(header.substring(SCHEME.length()).trim()) : Optional.empty();
    }

    /** Browsers cannot set a header on a WebSocket, but they can offer sub-protocols. */
    static Optional<String> ofSubProtocol(HttpServerRequest request) {
        for (String header : request.headers().getAll("Sec-WebSocket-Protocol")) {
            for (String offer : header.split(",")) {
                if (offer.trim().startsWith(SUB_PROTOCOL)) {
                    return token(offer.trim().substring(SUB_PROTOCOL.length()));
                }
            }
        }
        return Optional.empty();
    }

    static Optional<String> token(String token) {
        return token.isEmpty() || token.length() > MAX_TOKEN_CHARS ? Optional.empty() : Optional.of(token);
    }
}
