package io.sluice.gateway.identity;

import io.sluice.contract.Secret;
import io.sluice.runtime.Sha256;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The cookie by which a browser shows its session: no script can read it, no other site can have it sent. Under TLS its name has the
 * prefix {@code __Host-}, so that no other host of the domain can have set it.
 *
 * <p>A request that changes something also shows the {@link #csrf} token of the session in a header. It follows from the cookie and
 * cannot be made without it; who could read an answer here knows it, who can only send requests does not.
 */
final class SessionCookie {
    static final String CSRF_HEADER = "X-CSRF-Token";

    private static final String NAME = "sluice_session";
    private static final String HOST = "__Host-";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    /** The session ends when the server says so; this is for how long a browser keeps the cookie at most. */
    private static final Duration KEPT = Duration.ofDays(30);

    private static final String PURPOSE = "sluice csrf 1:";

    private SessionCookie() {}

    private static String name(boolean secure) {
        return secure ? HOST + NAME : NAME;
    }

    static Optional<String> of(HttpServerRequest request, boolean secure) {
        Set<Cookie> cookies = request.cookies(name(secure));
        return cookies.size() == 1
                ? Optional.of(cookies.iterator().next().getValue())
                        .filter(value -> FORM.matcher(value).matches())
                : Optional.empty();
    }

    static String set(Secret session, boolean secure) {
        return cookie(session.reveal(), secure, KEPT).encode();
    }

    static String clear(boolean secure) {
        return cookie("", secure, Duration.ZERO).encode();
    }

    private static Cookie cookie(String value, boolean secure, Duration kept) {
        return Cookie.cookie(name(secure), value)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(secure)
                .setPath("/")
                .setMaxAge(kept.toSeconds());
    }

    static String csrf(String session) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(PURPOSE + session));
    }

    /** Takes the same time whatever was sent. */
    static boolean hasCsrf(HttpServerRequest request, String session) {
        String sent = request.getHeader(CSRF_HEADER);
        return sent != null && MessageDigest.isEqual(bytes(sent), bytes(csrf(session)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
