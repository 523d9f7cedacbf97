package io.sluice.gateway.diaspora;

import io.sluice.contract.Grants;
import io.sluice.contract.Grants.Granted;
import io.sluice.contract.Grants.ThingRef;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Subjects;
import io.sluice.contract.Subjects.Subject;
import io.sluice.contract.Topics;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Route;
import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * With whom a topic is shared: grants to users, made and taken back by who may manage it. Users are named by their ids, or by the names that
 * they sign in with.
 */
final class TopicUsers {
    private static final String ONE = DiasporaApi.V2 + "/topic/{topic}";
    private static final int PAGE = 200;

    private final Vertx vertx;
    private final Door door;

    TopicUsers(Vertx vertx, Door door) {
        this.vertx = vertx;
        this.door = door;
    }

    List<Route> routes() {
        return List.of(
                door.route(HttpMethod.POST, ONE + "/user", Role.VIEWER, Manner.V2, this::change),
                door.route(HttpMethod.GET, ONE + "/users", Role.VIEWER, Manner.V2, this::list));
    }

    private Future<Answer> change(Guest guest) {
        String action = guest.required("Action");
        if (!action.equals("grant") && !action.equals("revoke")) {
            throw Problem.Invalid.at("/Action", "expected grant or revoke").toException();
        }
        String named = guest.required("User");
        Level level = level(guest);
        return shares(guest).compose(shares -> user(guest, named)
                .compose(user ->
                        action.equals("grant") ? grant(guest, shares, user, level) : revoke(guest, shares, user)));
    }

    /** Without the parameter, to read and to write, as it always was. */
    private static Level level(Guest guest) {
        String access = guest.parameter("Access").orElse("write");
        return switch (access) {
            case "read" -> Level.VIEWER;
            case "write" -> Level.EDITOR;
            default ->
                throw Problem.Invalid.at("/Access", "expected read or write").toException();
        };
    }

    /**
     * @param grants to users; only who may manage the topic is told
     */
    private record Shares(@Nullable String owner, List<Granted> grants) {

        /** Who has access by name. */
        Set<String> users() {
            Set<String> users = new TreeSet<>();
            Optional.ofNullable(owner).ifPresent(users::add);
            grants.stream()
                    .filter(grant -> grant.level() != Level.DENY)
                    .map(grant -> grant.to().name())
                    .forEach(users::add);
            return users;
        }

        List<Granted> of(Subject user) {
            return grants.stream()
                    .filter(grant -> grant.to().name().equals(user.user()))
                    .toList();
        }
    }

    private Future<Answer> grant(Guest guest, Shares shares, Subject user, Level level) {
        String principal = "principal " + user.id();
        boolean denied = shares.of(user).stream().anyMatch(grant -> grant.level() == Level.DENY);
        boolean has = user.user().equals(shares.owner())
                || shares.of(user).stream()
                        .anyMatch(grant ->
                                grant.expiresAt() == null && grant.level().compareTo(level) >= 0);
        if (denied) {
            throw new Problem.Conflict("Access to the topic is denied to " + principal + ".").toException();
        } else if (has) {
            return Future.succeededFuture(Told.nothing("The " + principal + " already has access."));
        }
        Grantee to = new Grantee(Grantee.Kind.USER, user.user());
        return Grants.CREATE
                .call(vertx, new Grants.CreateGrant(guest.caller(), on(guest), to, level, true, null))
                .map(granted -> Told.done("Access granted to " + principal + "."));
    }

    /** What denies access stays. */
    private Future<Answer> revoke(Guest guest, Shares shares, Subject user) {
        List<Granted> held = shares.of(user).stream()
                .filter(grant -> grant.level() != Level.DENY)
                .toList();
        String principal = "principal " + user.id();
        if (held.isEmpty()) {
            return Future.succeededFuture(Told.nothing("The " + principal + " has no access that was granted."));
        }
        Future<?> done = Future.succeededFuture();
        for (Granted grant : held) {
            done = done.compose(
                    before -> Grants.DELETE.call(vertx, new Grants.DeleteGrant(guest.caller(), grant.id())));
        }
        return done.map(all -> Told.done("Access removed from " + principal + "."));
    }

    private Future<Answer> list(Guest guest) {
        return shares(guest).compose(shares -> {
            Set<String> names = shares.users();
            return resolve(guest, List.copyOf(names))
                    .map(users -> Told.users(users.stream()
                            .filter(user -> names.contains(user.user()))
                            .map(user -> user.id().toString())
                            .sorted()
                            .toList()));
        });
    }

    private Future<Shares> shares(Guest guest) {
        return grants(guest, null, new ArrayList<>()).compose(grants -> Topics.FIND
                .call(vertx, new Topics.FindTopic(guest.caller(), guest.topic()))
                .map(found -> new Shares(found.topic().owner(), grants)));
    }

    private Future<List<Granted>> grants(Guest guest, @Nullable String cursor, List<Granted> found) {
        return Grants.LIST
                .call(vertx, new Grants.ListGrants(guest.caller(), on(guest), null, null, PAGE, cursor))
                .compose(page -> {
                    page.items().stream()
                            .filter(grant -> grant.to().kind() == Grantee.Kind.USER)
                            .forEach(found::add);
                    return page.next() == null ? Future.succeededFuture(found) : grants(guest, page.next(), found);
                });
    }

    private Future<Subject> user(Guest guest, String named) {
        return resolve(guest, List.of(named)).map(found -> found.stream()
                .filter(user -> user.id().toString().equalsIgnoreCase(named))
                .findFirst()
                .or(() -> found.stream().findFirst())
                .orElseThrow(() -> Problem.Invalid.at("/User", "there is no user \"" + named + "\"")
                        .toException()));
    }

    private Future<List<Subject>> resolve(Guest guest, List<String> names) {
        return Subjects.RESOLVE
                .call(vertx, new Subjects.ResolveSubjects(guest.caller(), names))
                .map(Subjects.Resolved::items);
    }

    private static ThingRef on(Guest guest) {
        return new ThingRef(Kind.TOPIC, guest.topic());
    }
}
