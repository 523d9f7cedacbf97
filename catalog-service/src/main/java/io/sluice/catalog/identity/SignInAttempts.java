package io.sluice.catalog.identity;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.runtime.Network;
import io.sluice.runtime.Sha256;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How often somebody may try to sign in: {@value #ACCOUNT_FREE} times to an account and {@value #ADDRESS_FREE} times from an address (of
 * IPv6 a network of 64 bits), then after a wait that begins at 1 s and doubles with each failure up to 5 min. After 30 min without an attempt
 * all is forgotten. An account that does not exist is treated like one that does.
 *
 * <p>An attempt is counted before it is looked at, by one statement that only counts when the wait is over; so of many at once no more get
 * through than of many in a row, on all nodes together.
 */
public final class SignInAttempts {
    static final int ACCOUNT_FREE = 5;
    static final int ADDRESS_FREE = 50;

    private static final Duration MEMORY = Duration.ofMinutes(30);
    private static final Duration LEAST_WAIT = Duration.ofSeconds(1);
    private static final Duration MOST_WAIT = Duration.ofMinutes(5);
    private static final String DETAIL = "Too many attempts to sign in.";

    private static final String COUNT = """
            insert into catalog.sign_in_attempts as held (subject, failures, last_at, next_at) values ($1, 1, $2, $2)
            on conflict (subject) do update
            set failures = case when held.last_at <= $3 then 1 else least(held.failures, 1000000) + 1 end,
                last_at = $2,
                next_at = case when held.last_at <= $3 or held.failures + 1 < $4 then $2
                          else $2 + make_interval(secs => least($5, power(2, least(held.failures + 1 - $4, 30)))) end
            where held.next_at <= $2
            returning 1 as counted
            """;
    private static final String WAIT = "select next_at from catalog.sign_in_attempts where subject = $1";
    private static final String TAKE_BACK =
            "update catalog.sign_in_attempts set failures = greatest(failures - 1, 0) where subject = $1";
    private static final String FORGET = "delete from catalog.sign_in_attempts where subject = $1";
    private static final String FORGET_OLD = """
            delete from catalog.sign_in_attempts
            where ctid = any (array(select ctid from catalog.sign_in_attempts where last_at <= $1 limit 100
                                    for update skip locked))
            """;

    private final Session session;
    private final Clock clock;

    public SignInAttempts(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /**
     * Counts, then looks. Who is let in is no longer counted; neither is an attempt of which nobody could say whether it was right.
     *
     * @param account null: it is not known before
     * @param address null: it is not known
     */
    <T> Future<T> around(@Nullable String account, @Nullable String address, Supplier<Future<T>> look) {
        Subject from = address == null ? null : new Subject("address", Network.ofSubscriber(address), ADDRESS_FREE);
        Subject to = account == null ? null : new Subject("account", account.toLowerCase(Locale.ROOT), ACCOUNT_FREE);
        return session.query(FORGET_OLD, Columns.time(clock.instant().minus(MEMORY)))
                .compose(forgotten -> count(from))
                .compose(counted -> count(to).onFailure(refused -> takeBack(from)))
                .compose(counted -> settled(from, to, look.get()));
    }

    private <T> Future<T> settled(@Nullable Subject from, @Nullable Subject to, Future<T> looked) {
        return looked.compose(
                found -> forget(to).compose(gone -> takeBack(from)).map(found),
                failure -> unlessWrong(from, to, failure).transform(done -> Future.failedFuture(failure)));
    }

    private Future<Void> count(@Nullable Subject subject) {
        if (subject == null) {
            return Future.succeededFuture();
        }
        Instant now = clock.instant();
        return session.query(
                        COUNT,
                        subject.digest(),
                        Columns.time(now),
                        Columns.time(now.minus(MEMORY)),
                        subject.free(),
                        (double) MOST_WAIT.toSeconds())
                .compose(rows -> rows.size() > 0 ? Future.succeededFuture() : refuse(subject, now));
    }

    private Future<Void> refuse(Subject subject, Instant now) {
        return session.query(WAIT, subject.digest()).compose(rows -> {
            Duration wait = Columns.first(rows, row -> Duration.between(now, Columns.instant(row, "next_at")))
                    .filter(left -> left.compareTo(LEAST_WAIT) > 0)
                    .orElse(LEAST_WAIT);
            return Future.failedFuture(new Problem.TooMany(DETAIL, wait).toException());
        });
    }

    private Future<Void> unlessWrong(@Nullable Subject from, @Nullable Subject to, Throwable failure) {
        boolean wrong = failure instanceof ProblemException known && known.problem() instanceof Problem.Unauthenticated;
        return wrong ? Future.succeededFuture() : takeBack(to).compose(taken -> takeBack(from));
    }

    /** A wait that runs goes on. */
    private Future<Void> takeBack(@Nullable Subject subject) {
        return subject == null
                ? Future.succeededFuture()
                : session.query(TAKE_BACK, subject.digest()).mapEmpty();
    }

    private Future<Void> forget(@Nullable Subject subject) {
        return subject == null
                ? Future.succeededFuture()
                : session.query(FORGET, subject.digest()).mapEmpty();
    }

    private record Subject(String kind, String name, int free) {
        Buffer digest() {
            return Buffer.buffer(Sha256.of(kind + ' ' + name));
        }
    }
}
