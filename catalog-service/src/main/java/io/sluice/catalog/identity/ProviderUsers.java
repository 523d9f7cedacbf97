package io.sluice.catalog.identity;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Failures;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.User;
import io.sluice.contract.Problem;
import io.sluice.contract.Served;
import io.sluice.contract.SignIns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Users whom an OpenID provider vouches for, bound to its issuer and their subject: the name is taken at the first sign-in and stays,
 * whatever the provider calls them later; role and groups follow each sign-in. A name that somebody else has is refused, never taken
 * over. There is always one administrator with a password, who can still come in while the provider is away.
 */
public final class ProviderUsers implements Feature {
    private static final String FIND = """
            select name, role, groups, created_at from catalog.users where issuer = $1 and subject = $2
            """;
    private static final String UPDATE = """
            update catalog.users set role = $3, groups = $4 where issuer = $1 and subject = $2
            returning name, role, created_at
            """;
    /** A subject that is a UUID is the user's id, too, so that clients which know the one of the provider find it here. */
    private static final String INSERT = """
            insert into catalog.users (name, issuer, subject, role, groups, created_at, tokens_since, id)
            values ($1, $2, $3, $4, $5, $6, $6,
                case when $3::text ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                    and not exists (select 1 from catalog.users where right(id::text, 12) = right($3::text, 12))
                then $3::uuid else gen_random_uuid() end)
            returning name, role, created_at
            """;

    private static final int MAX_ID = 1_000;

    private final Vertx vertx;
    private final CatalogDatabase database;
    private final Clock clock;

    public ProviderUsers(Vertx vertx, CatalogDatabase database, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(SignIns.RECOGNISE.serve(vertx, this::recognise));
    }

    private Future<User> recognise(SignIns.Recognise ask) {
        if (ask.issuer().isEmpty() || ask.subject().isEmpty() || ask.subject().length() > MAX_ID) {
            throw new Problem.Unauthenticated().toException();
        }
        return find(ask).compose(known -> known.isEmpty() ? create(ask) : update(known.get(), ask));
    }

    private Future<User> update(Known known, SignIns.Recognise ask) {
        if (known.user().role() == ask.role() && known.groups().equals(ask.groups())) {
            return Future.succeededFuture(known.user());
        }
        return database.query(
                        UPDATE,
                        ask.issuer(),
                        ask.subject(),
                        ask.role().text(),
                        ask.groups().toArray(String[]::new))
                .map(rows -> Columns.first(rows, ProviderUsers::toUser)
                        .orElseThrow(() -> new Problem.Unauthenticated().toException()))
                .onSuccess(user -> Identity.CHANGED.publish(vertx, new Identity.Changed(user.name())));
    }

    private Future<User> create(SignIns.Recognise ask) {
        if (!Names.isUser(ask.username()) || Names.isReserved(ask.username())) {
            throw new Problem.Conflict("The provider's user name cannot be one here.").toException();
        }
        return insert(database, ask).recover(cause -> isTaken(cause) ? again(ask) : Future.failedFuture(cause));
    }

    private static boolean isTaken(Throwable cause) {
        return Stream.of(UserStore.NAME_TAKEN, UserStore.PRIMARY_KEY, UserStore.SUBJECT_TAKEN)
                .anyMatch(constraint -> Failures.violates(cause, constraint));
    }

    /** The name is another user's, unless somebody signed in twice at once for the first time. */
    private Future<User> again(SignIns.Recognise ask) {
        return find(ask)
                .map(known -> known.map(Known::user).orElseThrow(() -> Problem.Conflict.taken("user", ask.username())
                        .toException()));
    }

    private Future<Optional<Known>> find(SignIns.Recognise ask) {
        return database.query(FIND, ask.issuer(), ask.subject())
                .map(rows -> Columns.first(rows, ProviderUsers::toKnown));
    }

    private Future<User> insert(Session session, SignIns.Recognise ask) {
        return session.query(
                        INSERT,
                        ask.username(),
                        ask.issuer(),
                        ask.subject(),
                        ask.role().text(),
                        ask.groups().toArray(String[]::new),
                        Columns.time(clock.instant()))
                .map(rows -> toUser(rows.iterator().next()));
    }

    private record Known(User user, List<String> groups) {}

    private static Known toKnown(Row row) {
        return new Known(
                toUser(row),
                Optional.ofNullable(row.getArrayOfStrings("groups"))
                        .map(List::of)
                        .orElse(List.of()));
    }

    private static User toUser(Row row) {
        return new User(row.getString("name"), Columns.role(row, "role"), Columns.instant(row, "created_at"));
    }
}
