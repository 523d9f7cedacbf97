package io.sluice.gateway.identity;

import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.gateway.http.Identification;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Who sends a request, by a token, an API key or a single-use ticket. Belongs to one event loop. */
public final class Authentication implements Identification {
    private static final String KEY = "sluice.verified";
    private static final String TICKET = "access_token";
    private static final String BY_TICKET = "sluice.by-ticket";

    private final Vertx vertx;
    private final Tokens tokens;
    private final ApiKeys apiKeys;

    public Authentication(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.tokens = new Tokens(vertx, clock);
        this.apiKeys = new ApiKeys(vertx, clock);
    }

    /** The identity that an earlier handler found. */
    public static Identity.Verified of(RoutingContext context) {
        return Objects.requireNonNull(context.<Identity.Verified>get(KEY), "not authenticated");
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
    public void remember(RoutingContext context, Identity.Verified verified) {
        context.put(KEY, verified);
    }

    @Override
    public Future<Identity.Verified> verify(HttpServerRequest request) {
        return verify(Credentials.ofHeader(request));
    }

    /** Live connections may also bring the token as a sub-protocol, or a single-use ticket in the query. */
    @Override
    public Future<Identity.Verified> verifyLive(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<String> token = Credentials.ofHeader(request).or(() -> Credentials.ofSubProtocol(request));
        List<String> tickets = context.queryParam(TICKET);
        if (token.isEmpty() && tickets.size() == 1) {
            context.put(BY_TICKET, true);
            return redeem(tickets.get(0));
        }
        return verify(token);
    }

    /** Of an access token or API key that is brought otherwise than by a request. */
    public Future<Identity.Verified> verify(String token) {
        return verify(Credentials.token(token));
    }

    private Future<Identity.Verified> verify(Optional<String> token) {
        if (token.isEmpty()) {
            return unauthenticated();
        }
        return ApiKeys.isKey(token.get()) ? apiKeys.verify(token.get()) : tokens.verify(token.get());
    }

    /** A lasting credential in the query is refused even if it is right. */
    private Future<Identity.Verified> redeem(String ticket) {
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
