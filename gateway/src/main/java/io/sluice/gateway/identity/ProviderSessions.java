package io.sluice.gateway.identity;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.contract.SignIns;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that a provider stands behind. When its access token has run out the provider is asked with the refresh token: role and groups
 * follow what it says now; a no, another user, or no role any more ends the session; while it does not answer, the session goes on until
 * its own end. Belongs to one event loop.
 */
final class ProviderSessions {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderSessions.class);
    /** A provider with very short tokens is not asked more often. */
    private static final Duration LEAST = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Clock clock;
    private final Provider provider;
    private final ClaimReader reader;
    private final Vault vault;

    ProviderSessions(Vertx vertx, Clock clock, Provider provider, Vault vault) {
        this.vertx = vertx;
        this.clock = clock;
        this.provider = provider;
        this.reader = new ClaimReader(provider.config());
        this.vault = vault;
    }

    Provider provider() {
        return provider;
    }

    Vault vault() {
        return vault;
    }

    /** @param once see {@link SignIns.Open} */
    Future<SignIns.Opened> open(JsonObject claims, Provider.Granted granted, SignIns.Client client, String once) {
        return recognise(claims)
                .compose(user -> SignIns.OPEN.call(
                        vertx,
                        new SignIns.Open(
                                new Caller(user.name(), user.role()),
                                client,
                                once,
                                renewal(granted, granted.refreshToken()))));
    }

    private Future<Identity.User> recognise(JsonObject claims) {
        return Future.succeededFuture(claims).map(reader::read).compose(known -> SignIns.RECOGNISE.call(vertx, known));
    }

    private SignIns.@Nullable Renewal renewal(Provider.Granted granted, @Nullable String token) {
        Duration lasting = granted.expiresIn().compareTo(LEAST) < 0 ? LEAST : granted.expiresIn();
        return token == null
                ? null
                : new SignIns.Renewal(
                        vault.seal(new Secret(token)), clock.instant().plus(lasting));
    }

    Future<Verified> renew(Verified verified, Sealed sealed) {
        return open(sealed)
                .compose(token -> provider.refresh(token).compose(granted -> role(verified, granted)
                        .compose(role -> renewed(verified, role, granted, token))))
                .recover(cause -> isUnavailable(cause) ? goesOn(verified) : end(verified, cause));
    }

    private Future<String> open(Sealed sealed) {
        try {
            return Future.succeededFuture(vault.open(sealed).reveal());
        } catch (Vault.WrongKey otherMaster) {
            return Authentication.unauthenticated();
        }
    }

    /** A refresh that brings no ID token says nothing new of the user. */
    private Future<Caller> role(Verified verified, Provider.Granted granted) {
        return granted.idToken() == null
                ? Future.succeededFuture(verified.caller())
                : provider.verifyIdToken(granted.idToken(), null)
                        .compose(this::recognise)
                        .compose(user -> user.name().equals(verified.caller().user())
                                ? Future.succeededFuture(new Caller(user.name(), user.role()))
                                : Authentication.unauthenticated());
    }

    private Future<Verified> renewed(Verified verified, Caller now, Provider.Granted granted, String token) {
        String next = granted.refreshToken() == null ? token : granted.refreshToken();
        SignIns.Renew renew = new SignIns.Renew(id(verified), now.role(), renewal(granted, next));
        return SignIns.RENEW
                .call(vertx, renew)
                .compose((Done done) -> done.changed()
                        ? Future.succeededFuture(verified.withCaller(now))
                        : Authentication.unauthenticated());
    }

    private static Future<Verified> goesOn(Verified verified) {
        return Future.succeededFuture(verified);
    }

    private Future<Verified> end(Verified verified, Throwable cause) {
        LOG.info(
                "the provider does not renew a session; user={} cause={}",
                verified.caller().user(),
                cause.toString());
        return SignIns.CLOSE
                .call(
                        vertx,
                        new SignIns.Close(verified.caller(), verified.caller().user(), id(verified)))
                .compose(closed -> Authentication.unauthenticated());
    }

    private static boolean isUnavailable(Throwable cause) {
        return cause instanceof ProblemException known && known.problem() instanceof Problem.Unavailable;
    }

    private static String id(Verified verified) {
        return Objects.requireNonNull(verified.signIn());
    }
}
