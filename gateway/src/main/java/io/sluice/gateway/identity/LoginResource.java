package io.sluice.gateway.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.contract.SignIns;
import io.sluice.contract.Subjects;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signing in, who one is, the keys that tokens are signed with, and tickets for live connections. */
public final class LoginResource {
    private static final Duration TICKET_LIFE = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final Clock clock;
    private final Authentication authentication;

    public LoginResource(Vertx vertx, Clock clock, Authentication authentication) {
        this.vertx = vertx;
        this.clock = clock;
        this.authentication = authentication;
    }

    public List<Route> routes() {
        return List.of(
                Route.open(HttpMethod.POST, "/api/v1/login", this::login),
                Route.open(HttpMethod.GET, "/api/v1/login/session", this::session),
                Route.get("/api/v1/me", Role.VIEWER, this::me),
                Route.open(HttpMethod.GET, "/api/v1/.well-known/jwks.json", this::keySet),
                Route.open(HttpMethod.GET, "/.well-known/jwks.json", this::keySet),
                Route.post("/api/v1/live/tickets", Role.VIEWER, this::ticket).withoutReplay());
    }

    record Token(String accessToken, String tokenType, long expiresIn) {}

    /** @param id of the user for other systems; null: not asked for */
    record Me(
            String user,
            @Nullable UUID id,
            Role role,
            @Nullable Instant expiresAt,
            @Nullable String key,
            @Nullable String csrfToken) {
        static Me of(Identity.Verified verified, @Nullable String csrfToken) {
            return new Me(
                    verified.caller().user(),
                    null,
                    verified.caller().role(),
                    verified.expiresAt(),
                    verified.key(),
                    csrfToken);
        }

        Me withId(UUID other) {
            return new Me(user, other, role, expiresAt, key, csrfToken);
        }
    }

    /** @param me null: nobody is signed in */
    record Current(@Nullable Me me) {}

    record Ticket(String ticket, long expiresIn) {}

    private Future<Answer> login(Call call) {
        call.query().end();
        Fields fields = call.fields();
        boolean session = fields.flag("session", false);
        Future<Identity.AccessToken> token = (fields.has("code") ? redeem(call, fields) : signIn(call, fields))
                .onSuccess(issued -> subject(issued).ifPresent(call::signedIn));
        return session
                ? token.compose(issued -> open(call, issued))
                : token.map(issued ->
                        Answer.ok(new Token(issued.token().reveal(), "Bearer", secondsUntil(issued.expiresAt()))));
    }

    /** A browser gets no token that a script could read, but a cookie. */
    private Future<Answer> open(Call call, Identity.AccessToken issued) {
        boolean secure = authentication.origins().isSecure(call.request());
        return authentication
                .verify(issued.token().reveal())
                .compose(verified -> SignIns.OPEN.call(
                        vertx, new SignIns.Open(verified.caller(), Browsers.client(call), null, null)))
                .map(opened -> Answer.ok(Me.of(
                                opened.verified(),
                                SessionCookie.csrf(opened.session().reveal())))
                        .with("Set-Cookie", SessionCookie.set(opened.session(), secure)));
    }

    private Future<Identity.AccessToken> redeem(Call call, Fields fields) {
        String code = fields.text("code");
        fields.end();
        fields.violations().check();
        return Identity.REDEEM_SIGN_IN_CODE.call(
                vertx, new Identity.RedeemSignInCode(new Secret(code), call.address()));
    }

    /** Whom a token of ours was issued to. */
    public static Optional<String> subject(Identity.AccessToken issued) {
        String[] parts = issued.token().reveal().split("\\.");
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : "");
            return Optional.ofNullable(new JsonObject(Buffer.buffer(claims)).getString("sub"));
        } catch (IllegalArgumentException | DecodeException ofAnotherForm) {
            return Optional.empty();
        }
    }

    private Future<Identity.AccessToken> signIn(Call call, Fields fields) {
        String username = fields.text("username");
        String password = fields.text("password");
        call.claims(username);
        fields.end();
        fields.violations().check();
        return Identity.SIGN_IN.call(vertx, new Identity.SignIn(username, new Secret(password), call.address()));
    }

    /** For a page that begins: that nobody is signed in is an answer there, not a failure. */
    private Future<Answer> session(Call call) {
        call.query().end();
        String csrf = authentication.csrf(call.request());
        return authentication
                .signedIn(call.request())
                .map(found -> Answer.ok(
                        new Current(found.map(verified -> Me.of(verified, csrf)).orElse(null))));
    }

    private Future<Answer> me(Call call) {
        call.bare();
        Me me = Me.of(call.verified(), authentication.csrf(call.request()));
        return Subjects.FIND
                .call(vertx, new Subjects.FindSubject(call.caller()))
                .map(subject -> Answer.ok(me.withId(subject.id())));
    }

    private Future<Answer> keySet(Call call) {
        return Identity.GET_KEY_SET.call(vertx, new Identity.GetKeySet()).map(LoginResource::keySet);
    }

    private static Answer keySet(Identity.KeySet set) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ArrayNode keys = body.putArray("keys");
        set.keys().forEach(key -> keys.addPOJO(new JsonObject(key).getMap()));
        return Answer.ok(body);
    }

    private Future<Answer> ticket(Call call) {
        call.bare();
        Identity.IssueCode issue = new Identity.IssueCode(call.caller(), Identity.Purpose.LIVE, TICKET_LIFE);
        return Identity.ISSUE_CODE
                .call(vertx, issue)
                .map(code -> Answer.json(201, new Ticket(code.code().reveal(), secondsUntil(code.expiresAt()))));
    }

    private long secondsUntil(Instant end) {
        return Math.max(0, Duration.between(clock.instant(), end).toSeconds());
    }
}
