package io.sluice.gateway.identity;

import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.gateway.http.ClientAddress;
import io.sluice.gateway.http.Identification;
import io.sluice.gateway.socket.WebSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request, by a token, an API key, the cookie of a browser's session or a single-use ticket. What is announced to have changed
 * is asked again at once, and otherwise within 2 s. Belongs to one event loop.
 */
public final class Authentication implements Identification {
    private static final String KEY = "sluice.verified";
    private static final String TICKET = "access_token";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String BY_TICKET = "sluice.by-ticket";

    private final Vertx vertx;
    private final Tokens tokens;
    private final Standings standings;
    private final ApiKeys apiKeys;
    private final BrowserSessions sessions;
    private final Origins origins;
    private final @Nullable ProviderTokens provider;

    public Authentication(Vertx vertx, Clock clock, SignInConfig config, Providers providers) {
        this.vertx = vertx;
        this.tokens = new Tokens(vertx, clock);
        this.standings = new Standings(vertx, clock);
        this.apiKeys = new ApiKeys(vertx, clock);
        this.sessions = new BrowserSessions(vertx, clock, providers.sessions());
        this.provider = providers.tokens();
        this.origins = new Origins(config.publicUrl());
        Identity.CHANGED.listen(vertx, changed -> {
            standings.changed();
            apiKeys.changed();
            sessions.changed();
        });
    }

    /** The identity that an earlier handler found. */
    public static Verified of(RoutingContext context) {
        return Objects.requireNonNull(context.<Verified>get(KEY), "not authenticated");
    }

    /** The same, where perhaps there is none. */
    public static Optional<Identity.Verified> known(RoutingContext context) {
        return Optional.ofNullable(context.<Identity.Verified>get(KEY));
    }

    /** By what it was shown, in words: {@code session}, {@code key <name>}, {@code ticket} or {@code none}. */
    public static String credential(RoutingContext context) {
        return known(context)
                .map(verified -> verified.key() != null
                        ? "key " + verified.key()
                        : Boolean.TRUE.equals(context.<Boolean>get(BY_TICKET)) ? "ticket" : "session")
                .orElse("none");
    }

    @Override
    public void remember(RoutingContext context, Verified verified) {
        context.put(KEY, verified);
    }

    @Override
    public Future<Verified> verify(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<String> session = session(request);
        if (session.isEmpty()) {
            return verify(Credentials.ofHeader(request), ClientAddress.of(context));
        }
        boolean fair = SAFE.contains(request.method()) || SessionCookie.hasCsrf(request, session.get());
        return sessions.verify(session.get())
                .compose(verified -> fair
                        ? Future.succeededFuture(verified)
                        : Future.failedFuture(new Problem.Forbidden("With a cookie this needs the header X-CSRF-Token.")
                                .toException()));
    }

    /** Live connections may also bring the token as a sub-protocol, or a single-use ticket in the query. */
    @Override
    public Future<Verified> verifyLive(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<String> token = Credentials.ofHeader(request).or(() -> Credentials.ofSubProtocol(request));
        List<String> tickets = context.queryParam(TICKET);
        if (token.isEmpty() && tickets.size() == 1) {
            context.put(BY_TICKET, true);
            return redeem(tickets.get(0));
        }
        Optional<String> session = session(request);
        if (token.isPresent() || session.isEmpty()) {
            return verify(token, ClientAddress.of(context));
        }
        if (WebSocket.isAskedFor(request) && !origins.areOurs(request)) {
            return Future.failedFuture(new Problem.Forbidden("The page is of another origin.").toException());
        }
        return sessions.verify(session.get());
    }

    /** Of an access token or API key that is brought otherwise than by a request. */
    public Future<Verified> verify(String token) {
        return verify(Credentials.token(token), null);
    }

    private Future<Verified> verify(Optional<String> token, @Nullable String address) {
        if (token.isEmpty()) {
            return unauthenticated();
        }
        String text = token.get();
        if (ApiKeys.isKey(text)) {
            return apiKeys.verify(text, address);
        }
        Future<Verified> proven =
                provider != null && provider.issued(text) ? provider.verify(text) : tokens.verify(text);
        return proven.compose(verified -> standings.check(text, verified));
    }

    /** Only where there is no other credential: one that a client sends on purpose is what counts, right or wrong. */
    private Optional<String> session(HttpServerRequest request) {
        return request.headers().contains("Authorization")
                ? Optional.empty()
                : SessionCookie.of(request, origins.isSecure(request));
    }

    /** Who is signed in by the cookie of a session; empty: nobody is. */
    Future<Optional<Verified>> signedIn(HttpServerRequest request) {
        Optional<String> session = session(request);
        return session.isEmpty()
                ? Future.succeededFuture(Optional.empty())
                : sessions.verify(session.get())
                        .map(Optional::of)
                        .recover(failure -> Recent.isRefusal(failure)
                                ? Future.succeededFuture(Optional.empty())
                                : Future.failedFuture(failure));
    }

    /** The token for the header of requests that change something; null where the request has no session. */
    @Nullable String csrf(HttpServerRequest request) {
        return session(request).map(SessionCookie::csrf).orElse(null);
    }

    Origins origins() {
        return origins;
    }

    /** A lasting credential in the query is refused even if it is right. */
    private Future<Verified> redeem(String ticket) {
        boolean lasting = ApiKeys.isKey(ticket) || ticket.indexOf('.') >= 0;
        if (lasting || ticket.isEmpty() || ticket.length() > Credentials.MAX_TOKEN_CHARS) {
            return unauthenticated();
        }
        return Identity.REDEEM_TICKET.call(vertx, new Identity.RedeemTicket(new Secret(ticket)));
    }

    static <T> Future<T> unauthenticated() {
        return Future.failedFuture(new Problem.Unauthenticated().toException());
    }
}
