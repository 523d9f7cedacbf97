package io.sluice.catalog.identity;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Identity;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Whether identities still stand, many at a time in one statement that only reads. An access token stands as long as its user
 * does with the password of then; its time is in seconds, so one of the very second of the change still does. A key is the same
 * one if it was made at the same instant. A sign-in that ended, be it a browser's session or a token, stands no longer.
 */
public final class StandingService implements Feature {
    private static final String NONE = "";
    private static final String CHECK = """
            select asked.role, u.role as user_role, k.role as key_role, asked.key = '' as is_token,
                   s.id is not null as in_session, e.id is not null as ended
            from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $6::text[])
                 with ordinality as asked (username, role, key, since, sign_in, place)
            left join catalog.users u on u.name = asked.username
                 and (asked.key <> '' or asked.since is null or asked.since >= date_trunc('second', u.tokens_since))
            left join catalog.api_keys k on k.username = u.name and k.name = asked.key
                 and (asked.since is null or k.created_at = asked.since)
                 and (k.expires_at is null or k.expires_at > $5)
            left join catalog.sessions s on s.id = asked.sign_in and s.username = u.name and s.expires_at > $5
            left join catalog.ended_tokens e on e.id = asked.sign_in
            order by asked.place
            """;

    private final Session session;
    private final Clock clock;

    public StandingService(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(Identity.CHECK.serve(vertx, this::check));
    }

    private Future<Identity.Checked> check(Identity.Check ask) {
        List<Identity.Verified> asked = ask.identities();
        new Violations()
                .check(asked.size() <= Identity.Check.MAX, "/identities", "at most " + Identity.Check.MAX)
                .refuse();
        return session.query(
                        CHECK,
                        texts(asked, StandingService::user),
                        texts(asked, one -> one.caller().role().text()),
                        texts(asked, one -> one.key() == null ? NONE : one.key()),
                        asked.stream()
                                .map(one -> Columns.timeOrNull(one.since()))
                                .toArray(OffsetDateTime[]::new),
                        Columns.time(clock.instant()),
                        texts(asked, one -> one.signIn() == null ? NONE : one.signIn()))
                .map(rows -> {
                    Iterator<Identity.Verified> one = asked.iterator();
                    return new Identity.Checked(Columns.all(rows, row -> toStanding(row, one.next())));
                });
    }

    /** What cannot be a name is nobody's. */
    private static String user(Identity.Verified asked) {
        String name = asked.caller().user();
        return Names.isUser(name) ? name : "";
    }

    private static String[] texts(List<Identity.Verified> asked, Function<Identity.Verified, String> text) {
        return asked.stream().map(text).toArray(String[]::new);
    }

    private static Identity.Standing toStanding(Row row, Identity.Verified asked) {
        boolean token = row.getBoolean("is_token");
        boolean over = asked.isSession() ? !row.getBoolean("in_session") : row.getBoolean("ended");
        if (over || row.getString("user_role") == null || (!token && row.getString("key_role") == null)) {
            return new Identity.Standing(null);
        }
        return new Identity.Standing(
                Names.lesser(Columns.role(row, token ? "role" : "key_role"), Columns.role(row, "user_role")));
    }
}
