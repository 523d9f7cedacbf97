package io.sluice.catalog.identity;

import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.AccessToken;
import io.sluice.contract.Identity.User;
import io.sluice.contract.Problem;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/** Access tokens for those who know a password or hold a one-time code. Whoever fails learns nothing from it. */
public final class SignInService implements Feature {
    private final Session session;
    private final Passwords passwords;
    private final Tokens tokens;
    private final CodeService codes;
    private final SignInAttempts attempts;

    public SignInService(
            Session session, Passwords passwords, Tokens tokens, CodeService codes, SignInAttempts attempts) {
        this.session = session;
        this.passwords = passwords;
        this.tokens = tokens;
        this.codes = codes;
        this.attempts = attempts;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Identity.SIGN_IN.serve(vertx, this::signIn), Identity.REDEEM_SIGN_IN_CODE.serve(vertx, this::redeem));
    }

    private Future<AccessToken> redeem(Identity.RedeemSignInCode ask) {
        return attempts.around(null, ask.address(), () -> codes.redeem(Identity.Purpose.SIGN_IN, ask.code())
                .compose(tokens::issue));
    }

    private Future<AccessToken> signIn(Identity.SignIn ask) {
        return attempts.around(ask.username(), ask.address(), () -> identify(ask));
    }

    private Future<AccessToken> identify(Identity.SignIn ask) {
        Future<Optional<UserStore.Stored>> known = Names.isUser(ask.username())
                ? UserStore.find(session, ask.username())
                : Future.succeededFuture(Optional.empty());
        return known.compose(stored -> check(ask, stored).compose(matches -> {
            User user = stored.filter(found -> matches)
                    .map(UserStore.Stored::user)
                    .orElseThrow(() -> new Problem.Unauthenticated().toException());
            return tokens.issue(new Caller(user.name(), user.role()));
        }));
    }

    private Future<Boolean> check(Identity.SignIn ask, Optional<UserStore.Stored> stored) {
        return stored.map(UserStore.Stored::password)
                .map(hash -> passwords.matches(ask.password(), hash))
                .orElseGet(() -> passwords.matchesNobody(ask.password()));
    }
}
