package io.sluice.catalog.identity;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Failures;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Purpose;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.contract.Served;
import io.sluice.runtime.Sha256;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One-time codes: sign-in links and tickets for live sockets. Only a digest is stored; a code is used up by deleting its row, so
 * of many who present it at once exactly one gets through.
 */
public final class CodeService implements Feature {
    private static final Duration MAX_SIGN_IN = Duration.ofMinutes(15);
    private static final Duration MAX_LIVE = Duration.ofSeconds(60);
    private static final String NO_USER = "codes_username_fkey";
    private static final String INSERT =
            "insert into catalog.codes (hash, purpose, username, role, expires_at, scope) values ($1, $2, $3, $4, $5, $6)";
    private static final String FORGET = "delete from catalog.codes where expires_at <= $1";
    private static final String FORGET_USER = "delete from catalog.codes where username = $1";
    private static final String REDEEM = """
            delete from catalog.codes c using catalog.users u
            where c.hash = $1 and c.purpose = $2 and u.name = c.username and c.expires_at > $3
            returning c.username, c.role, c.scope, u.role as user_role
            """;

    private final SecureRandom random = new SecureRandom();
    private final Session session;
    private final Clock clock;
    private final Duration ticketLifetime;

    /** @param ticketLifetime how long an identity lasts that was proven by a ticket */
    public CodeService(Session session, Clock clock, Duration ticketLifetime) {
        this.session = session;
        this.clock = clock;
        this.ticketLifetime = ticketLifetime;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Identity.ISSUE_CODE.serve(vertx, this::issue), Identity.REDEEM_TICKET.serve(vertx, this::redeemTicket));
    }

    private Future<Identity.OneTimeCode> issue(Identity.IssueCode ask) {
        Duration longest = longest(ask.purpose());
        boolean inRange = !ask.validFor().isNegative()
                && !ask.validFor().isZero()
                && ask.validFor().compareTo(longest) <= 0;
        new Violations()
                .check(inRange, "/valid_for", "above 0 and at most " + longest.toSeconds() + " seconds")
                .refuse();
        String code = Secrets.random(random);
        Instant now = clock.instant();
        Instant expires = now.plus(ask.validFor());
        Caller caller = ask.caller();
        return session.query(FORGET, Columns.time(now))
                .compose(forgotten -> session.query(
                        INSERT,
                        digest(code),
                        ask.purpose().name(),
                        caller.user(),
                        caller.role().text(),
                        Columns.time(expires),
                        caller.scope().text()))
                .map(new Identity.OneTimeCode(new Secret(code), expires))
                .recover(Failures.onViolation(NO_USER, Problem.NotFound.of("user", caller.user())));
    }

    private Future<Identity.Verified> redeemTicket(Identity.RedeemTicket ask) {
        return redeem(Purpose.LIVE, ask.code()).map(caller -> {
            Instant now = clock.instant();
            return new Identity.Verified(caller, null, now, now.plus(ticketLifetime));
        });
    }

    /** Takes back every code of a user. */
    static Future<Void> forget(Session session, String user) {
        return session.query(FORGET_USER, user).mapEmpty();
    }

    /** Uses the code up. It is good for the role it was issued with, or its user's present one if that is less. */
    Future<Caller> redeem(Purpose purpose, Secret code) {
        return session.query(REDEEM, digest(code.reveal()), purpose.name(), Columns.time(clock.instant()))
                .map(rows -> Columns.first(rows, CodeService::toCaller)
                        .orElseThrow(() -> new Problem.Unauthenticated().toException()));
    }

    private static Caller toCaller(Row row) {
        return new Caller(
                row.getString("username"),
                Names.lesser(Columns.role(row, "role"), Columns.role(row, "user_role")),
                Columns.role(row, "scope"));
    }

    private static Duration longest(Purpose purpose) {
        return switch (purpose) {
            case SIGN_IN -> MAX_SIGN_IN;
            case LIVE -> MAX_LIVE;
        };
    }

    private static Buffer digest(String code) {
        return Buffer.buffer(Sha256.of(code));
    }
}
