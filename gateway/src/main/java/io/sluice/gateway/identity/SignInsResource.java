package io.sluice.gateway.identity;

import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.SignIns;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signing out, the browsers that one is signed in with, and the change of the key that tokens are signed with. */
public final class SignInsResource {
    private static final String MINE = "/api/v1/me/sessions";
    private static final String THEIRS = "/api/v1/users/{user}/sessions";

    private final Vertx vertx;
    private final Authentication authentication;

    public SignInsResource(Vertx vertx, Authentication authentication) {
        this.vertx = vertx;
        this.authentication = authentication;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/v1/logout", Role.VIEWER, this::logout).withoutReplay(),
                Route.get(MINE, Role.VIEWER, call -> list(call, call.caller().user())),
                Route.delete(
                        MINE + "/{session}",
                        Role.VIEWER,
                        call -> close(call, call.caller().user())),
                Route.get(THEIRS, Role.ADMIN, call -> list(call, call.path("user"))),
                Route.delete(THEIRS + "/{session}", Role.ADMIN, call -> close(call, call.path("user"))),
                Route.post("/api/v1/identity/rotate-key", Role.ADMIN, this::rotateKey)
                        .withoutReplay());
    }

    record Items(List<Item> items) {}

    record Item(
            String id,
            Instant createdAt,
            Instant seenAt,
            Instant expiresAt,
            @Nullable String address,
            @Nullable String userAgent,
            boolean current) {}

    private Future<Answer> logout(Call call) {
        call.bare();
        Verified verified = call.verified();
        if (verified.isSession()) {
            boolean secure = authentication.origins().isSecure(call.request());
            return close(verified.caller().user(), verified, String.valueOf(verified.signIn()))
                    .map(answer -> answer.with("Set-Cookie", SessionCookie.clear(secure)));
        }
        Instant expiresAt = verified.expiresAt();
        if (verified.key() != null || verified.signIn() == null || expiresAt == null) {
            throw new Problem.Conflict("Only a session or an access token of a sign-in can be signed out.")
                    .toException();
        }
        return SignIns.TAKE_BACK
                .call(vertx, new SignIns.TakeBack(verified.caller(), verified.signIn(), expiresAt))
                .map(done -> Answer.noContent());
    }

    private Future<Answer> list(Call call, String user) {
        call.bare();
        String own = call.verified().signIn();
        return SignIns.LIST
                .call(vertx, new SignIns.ListOf(call.caller(), user))
                .map(listed -> Answer.ok(new Items(listed.items().stream()
                        .map(each -> item(each, each.id().equals(own)))
                        .toList())));
    }

    private static Item item(SignIns.SignIn each, boolean current) {
        return new Item(
                each.id(),
                each.createdAt(),
                each.seenAt(),
                each.expiresAt(),
                each.address(),
                each.userAgent(),
                current);
    }

    private Future<Answer> close(Call call, String user) {
        call.bare();
        return close(user, call.verified(), call.path("session"));
    }

    private Future<Answer> close(String user, Verified by, String id) {
        return SignIns.CLOSE
                .call(vertx, new SignIns.Close(by.caller(), user, id))
                .map(done -> Answer.noContent());
    }

    private Future<Answer> rotateKey(Call call) {
        call.bare();
        return SignIns.ROTATE_KEY
                .call(vertx, new SignIns.RotateKey(call.caller()))
                .map(Answer::ok);
    }
}
