package io.sluice.catalog.identity;

import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Hashes and checks passwords on two threads of its own, away from the event loop that it is used on. At most 100 passwords wait
 * (about 4 s of work); more are {@code TooMany}, so that a flood of sign-ins costs neither memory nor the patience of everyone.
 */
public final class Passwords {
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 100;
    private static final int SALT_BYTES = 16;
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final WorkerExecutor executor;
    private final SecureRandom random = new SecureRandom();
    /** Checked in place of a user who does not exist, so that both take the same time. */
    private final Argon2 nobody;

    private int waiting;

    public Passwords(Vertx vertx) {
        executor = vertx.createSharedWorkerExecutor("sluice-catalog-passwords", THREADS);
        nobody = Argon2.of(new Secret(Secrets.random(random)), salt());
    }

    /** The text to store. */
    Future<String> hash(Secret password) {
        byte[] salt = salt();
        return compute(() -> Argon2.of(password, salt).text());
    }

    /** @param stored what {@link #hash} gave */
    Future<Boolean> matches(Secret password, String stored) {
        return compute(() -> Argon2.parse(stored).matches(password));
    }

    /** Takes as long as {@link #matches}. */
    Future<Boolean> matchesNobody(Secret password) {
        return compute(() -> nobody.matches(password)).map(false);
    }

    public Future<Void> close() {
        return executor.close();
    }

    private <T> Future<T> compute(Callable<T> work) {
        if (waiting >= MAX_WAITING) {
            return Future.failedFuture(new Problem.TooMany("Too many sign-ins at the moment.", RETRY).toException());
        }
        waiting++;
        return executor.executeBlocking(work, false).onComplete(done -> waiting--);
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }
}
