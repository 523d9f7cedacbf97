package io.sluice.catalog.identity;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Cursor;
import io.sluice.catalog.database.Failures;
import io.sluice.catalog.database.Page;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Rights;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.User;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users are the administrators' business; everyone may look at themselves. There is always at least one administrator. */
public final class UserService implements Feature {
    private static final String FIRST_ADMIN = "admin";
    private static final String KIND = "user";
    private static final int MIN_PASSWORD = 8;
    private static final int MAX_PASSWORD = 1024;
    private static final int MAX_PAGE = 200;

    private final Vertx vertx;
    private final CatalogDatabase database;
    private final Passwords passwords;
    private final Clock clock;

    public UserService(Vertx vertx, CatalogDatabase database, Passwords passwords, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.passwords = passwords;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Identity.BOOTSTRAP.serve(vertx, this::bootstrap),
                Identity.CREATE_USER.serve(vertx, this::create),
                Identity.FIND_USER.serve(vertx, this::find),
                Identity.LIST_USERS.serve(vertx, this::list),
                Identity.UPDATE_USER.serve(vertx, this::update),
                Identity.DELETE_USER.serve(vertx, this::delete));
    }

    private Future<Done> bootstrap(Identity.Bootstrap ask) {
        checkPassword(new Violations(), ask.password()).refuse();
        User admin = new User(FIRST_ADMIN, Role.ADMIN, clock.instant());
        return UserStore.count(database)
                .compose(users -> users > 0
                        ? Future.succeededFuture(false)
                        : passwords.hash(ask.password()).compose(hash -> UserStore.insertFirst(database, admin, hash)))
                .map(Done::new);
    }

    private Future<User> create(Identity.CreateUser ask) {
        Rights.require(ask.caller(), Role.ADMIN);
        Violations violations = new Violations()
                .check(
                        Names.isUser(ask.name()),
                        "/name",
                        "expected 2 to 64 of letters, digits, ., _ and -, a letter or digit first")
                .check(!Names.isReserved(ask.name()), "/name", "this name is reserved");
        checkPassword(violations, ask.password()).refuse();
        User user = new User(ask.name(), ask.role(), clock.instant());
        Problem taken = Problem.Conflict.taken(KIND, ask.name());
        return passwords
                .hash(ask.password())
                .compose(hash -> UserStore.insert(database, user, hash))
                .map(user)
                .recover(Failures.onViolation(UserStore.NAME_TAKEN, taken))
                .recover(Failures.onViolation(UserStore.PRIMARY_KEY, taken));
    }

    private Future<User> find(Identity.FindUser ask) {
        if (!ask.caller().isAdmin() && !ask.caller().user().equals(ask.name())) {
            throw notFound(ask.name());
        }
        return known(database, ask.name()).map(found -> found.orElseThrow(() -> notFound(ask.name())));
    }

    private Future<Identity.Users> list(Identity.ListUsers ask) {
        Rights.require(ask.caller(), Role.ADMIN);
        new Violations().limit(ask.limit(), MAX_PAGE).refuse();
        String after = ask.cursor() == null
                ? null
                : Cursor.decode(KIND, 1, ask.cursor()).get(0);
        return Future.all(UserStore.page(database, after, ask.limit() + 1), UserStore.count(database))
                .map(both -> {
                    Page<User> page = Page.of(both.resultAt(0), ask.limit(), last -> Cursor.encode(KIND, last.name()));
                    return new Identity.Users(page.items(), both.<Long>resultAt(1), page.next());
                });
    }

    private Future<User> update(Identity.UpdateUser ask) {
        Rights.require(ask.caller(), Role.ADMIN);
        if (ask.password() != null) {
            checkPassword(new Violations(), ask.password()).refuse();
        }
        Future<Optional<String>> hash = ask.password() == null
                ? Future.succeededFuture(Optional.empty())
                : passwords.hash(ask.password()).map(Optional::of);
        return hash.compose(hashed -> database.transaction(session -> stored(session, ask.name())
                        .map(found -> found.orElseThrow(() -> notFound(ask.name())))
                        .map(found -> changeable(found, hashed))
                        .compose(user -> keepAnAdmin(session, user, ask.role() == null ? user.role() : ask.role())
                                .compose(kept -> UserStore.update(session, user.name(), ask.role())))
                        .map(updated -> updated.orElseThrow(() -> notFound(ask.name())))
                        .compose(user -> renewPassword(session, user, hashed))))
                .onSuccess(user -> announce(user.name()));
    }

    /** With the old password go the tokens, sessions and codes that it was worth. */
    private Future<User> renewPassword(Session session, User user, Optional<String> hash) {
        return hash.isEmpty()
                ? Future.succeededFuture(user)
                : UserStore.setPassword(session, user.name(), hash.get(), clock.instant())
                        .compose(set -> CodeService.forget(session, user.name()))
                        .compose(forgotten -> SessionStore.closeAll(session, user.name()))
                        .map(user);
    }

    private void announce(String user) {
        Identity.CHANGED.publish(vertx, new Identity.Changed(user));
    }

    private Future<Done> delete(Identity.DeleteUser ask) {
        Rights.require(ask.caller(), Role.ADMIN);
        return database.transaction(session -> known(session, ask.name())
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(new Done(false))
                                : keepAnAdmin(session, found.get(), null)
                                        .compose(kept -> UserStore.delete(
                                                session, found.get().name()))
                                        .map(Done::new)))
                .onSuccess(done -> announce(ask.name()));
    }

    /** Fails when nobody would be an administrator after this user had become {@code role}, or were gone (null). */
    private static Future<Void> keepAnAdmin(Session session, User user, @Nullable Role role) {
        if (role == Role.ADMIN) {
            return Future.succeededFuture();
        }
        return UserStore.lockAdmins(session).map(admins -> {
            if (admins.equals(List.of(user.name()))) {
                throw new Problem.Conflict("\"" + user.name() + "\" is the only administrator.").toException();
            }
            return null;
        });
    }

    /** A password would be a second way in, past the provider that vouches for the user. */
    private static User changeable(UserStore.Stored found, Optional<String> password) {
        if (found.password() == null && password.isPresent()) {
            throw new Problem.Conflict(
                            "\"" + found.user().name() + "\" signs in with the provider and has no password.")
                    .toException();
        }
        return found.user();
    }

    private static Future<Optional<User>> known(Session session, String name) {
        return stored(session, name).map(found -> found.map(UserStore.Stored::user));
    }

    private static Future<Optional<UserStore.Stored>> stored(Session session, String name) {
        return Names.isUser(name) ? UserStore.find(session, name) : Future.succeededFuture(Optional.empty());
    }

    private static Violations checkPassword(Violations violations, Secret password) {
        int length = password.reveal().length();
        return violations.check(
                length >= MIN_PASSWORD && length <= MAX_PASSWORD,
                "/password",
                "expected " + MIN_PASSWORD + " to " + MAX_PASSWORD + " characters");
    }

    private static RuntimeException notFound(String name) {
        return Problem.NotFound.of(KIND, name).toException();
    }
}
