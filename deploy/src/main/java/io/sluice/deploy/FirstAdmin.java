package io.sluice.deploy;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.runtime.Patiently;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The first administrator, and the link that signs in without a password.
 *
 * @param generated the password, if it was made up here and now; null: it was given, or the administrator exists already
 */
record FirstAdmin(@Nullable Secret generated) {
    static final String NAME = "admin";

    private static final Duration CODE_LIFETIME = Duration.ofMinutes(15);
    private static final int PASSWORD_LENGTH = 20;

    /** Without the characters that are mistaken for others; five bits each. */
    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789-";

    static CompletableFuture<FirstAdmin> ensure(Vertx vertx, @Nullable Secret given) {
        Secret password = given == null ? generate(new SecureRandom()) : given;
        return Patiently.ask(vertx, () -> Identity.BOOTSTRAP.call(vertx, new Identity.Bootstrap(password)))
                .map(done -> new FirstAdmin(done.changed() && given == null ? password : null))
                .toCompletionStage()
                .toCompletableFuture();
    }

    /** A one-time code that signs the administrator in. */
    static CompletableFuture<String> signInCode(Vertx vertx) {
        Identity.IssueCode question =
                new Identity.IssueCode(new Caller(NAME, Role.ADMIN), Identity.Purpose.SIGN_IN, CODE_LIFETIME);
        return Patiently.ask(vertx, () -> Identity.ISSUE_CODE.call(vertx, question))
                .map(issued -> issued.code().reveal())
                .toCompletionStage()
                .toCompletableFuture();
    }

    private static Secret generate(SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new Secret(password.toString());
    }
}
