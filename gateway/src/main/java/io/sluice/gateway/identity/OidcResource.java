package io.sluice.gateway.identity;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signing in by the provider: the browser is sent there and comes back with a code (authorization code flow with PKCE). Whatever goes wrong
 * sends it to the sign-in page with one word for the reason.
 */
public final class OidcResource {
    private static final String START = "/api/v1/login/oidc";
    private static final String CALLBACK = START + "/callback";
    private static final String COOKIE = "sluice_sign_in";

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final Origins origins;
    private final @Nullable ProviderSessions sessions;

    public OidcResource(Clock clock, Authentication authentication, Providers providers) {
        this.clock = clock;
        this.origins = authentication.origins();
        this.sessions = providers.sessions();
    }

    public List<Route> routes() {
        return List.of(
                Route.open(HttpMethod.GET, "/api/v1/login/methods", this::methods),
                Route.open(HttpMethod.GET, START, this::start),
                Route.open(HttpMethod.GET, CALLBACK, this::callback));
    }

    record Methods(boolean password, @Nullable Button oidc) {}

    record Button(String title) {}

    private Future<Answer> methods(Call call) {
        call.bare();
        Button button = sessions == null
                ? null
                : new Button(sessions.provider().config().title());
        return Future.succeededFuture(Answer.ok(new Methods(true, button)));
    }

    private Future<Answer> start(Call call) {
        Query query = call.query();
        String back = query.text("back");
        query.end();
        ProviderSessions offered = sessions;
        if (offered == null) {
            return Future.succeededFuture(refused("not_offered"));
        }
        StartedSignIn started =
                StartedSignIn.begin(random, StartedSignIn.localPath(back == null ? "/" : back), clock.instant());
        return offered.provider()
                .authorizeUrl(started, started.challenge(), redirectUri(call.request()))
                .map(address -> seeOther(address)
                        .with(
                                "Set-Cookie",
                                cookie(
                                        call.request(),
                                        started.seal(offered.vault()).text())))
                .recover(OidcResource::toRefusal);
    }

    private Future<Answer> callback(Call call) {
        ProviderSessions offered = sessions;
        if (offered == null) {
            return Future.succeededFuture(refused("not_offered"));
        }
        Optional<StartedSignIn> started = started(call.request(), offered)
                .filter(each -> each.is(parameter(call, "state").orElse("")));
        if (started.isEmpty()) {
            return Future.succeededFuture(refused("state"));
        }
        boolean otherIssuer = parameter(call, "iss")
                .filter(issuer -> !issuer.equals(offered.provider().config().issuer()))
                .isPresent();
        Optional<String> code = parameter(call, "code");
        if (otherIssuer || code.isEmpty() || parameter(call, "error").isPresent()) {
            return Future.succeededFuture(refused(otherIssuer ? "issuer" : "provider"));
        }
        return finish(call, offered, started.get(), code.get()).recover(OidcResource::toRefusal);
    }

    private Future<Answer> finish(Call call, ProviderSessions offered, StartedSignIn started, String code) {
        boolean secure = origins.isSecure(call.request());
        return offered.provider()
                .exchange(code, started.verifier(), redirectUri(call.request()))
                .compose(granted -> offered.provider()
                        .verifyIdToken(granted.idToken(), started.nonce())
                        .compose(claims -> offered.open(claims, granted, Browsers.client(call), started.digest())))
                .map(opened ->
                        seeOther(started.back()).with("Set-Cookie", SessionCookie.set(opened.session(), secure)));
    }

    private Optional<StartedSignIn> started(HttpServerRequest request, ProviderSessions offered) {
        Set<Cookie> cookies = request.cookies(COOKIE);
        return cookies.size() == 1
                ? StartedSignIn.open(offered.vault(), cookies.iterator().next().getValue(), clock.instant())
                : Optional.empty();
    }

    /** The provider may add parameters of its own; one that comes twice is none. */
    private static Optional<String> parameter(Call call, String name) {
        List<String> values = call.request().params().getAll(name);
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    private String redirectUri(HttpServerRequest request) {
        return origins.base(request) + CALLBACK;
    }

    /** Lax: the browser comes back from another site. */
    private String cookie(HttpServerRequest request, String value) {
        return Cookie.cookie(COOKIE, value)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(origins.isSecure(request))
                .setPath(START)
                .setMaxAge(StartedSignIn.LIFE.toSeconds())
                .encode();
    }

    private static Future<Answer> toRefusal(Throwable cause) {
        Problem problem = cause instanceof ProblemException known ? known.problem() : Problems.toProblem(cause);
        return Future.succeededFuture(refused(
                switch (problem.code()) {
                    case "unauthenticated" -> "provider";
                    case "forbidden" -> "role";
                    case "conflict" -> "name";
                    case "unavailable" -> "unavailable";
                    default -> "internal";
                }));
    }

    private static Answer refused(String reason) {
        return seeOther("/signin?refused=" + reason);
    }

    private static Answer seeOther(String location) {
        return new Answer(303, Map.of("Location", location), null, Buffer.buffer());
    }
}
