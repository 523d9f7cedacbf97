package io.sluice.catalog.grants;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Cursor;
import io.sluice.catalog.database.Failures;
import io.sluice.catalog.database.Page;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Rights;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Grants;
import io.sluice.contract.Grants.Group;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Groups of users. Editors make them; a group is its owner's and the administrators' to change; its members see it. */
public final class GroupService implements Feature {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{1,99}");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,63}");
    private static final int MAX_DESCRIPTION = 2_000;
    private static final int MAX_PAGE = 200;
    private static final String KIND = "group";

    private final CatalogDatabase database;
    private final GrantNews news;
    private final Clock clock;

    public GroupService(CatalogDatabase database, GrantService grants, Clock clock) {
        this.database = database;
        this.news = grants.news();
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Grants.CREATE_GROUP.serve(vertx, this::create),
                Grants.FIND_GROUP.serve(vertx, ask -> find(ask.caller(), ask.name())),
                Grants.LIST_GROUPS.serve(vertx, this::list),
                Grants.UPDATE_GROUP.serve(vertx, this::update),
                Grants.DELETE_GROUP.serve(vertx, this::delete));
    }

    static boolean maySee(Caller caller, Group group) {
        return mayChange(caller, group) || group.members().contains(caller.user());
    }

    /** A key with a viewer's scope changes nothing. */
    private static boolean mayChange(Caller caller, Group group) {
        return caller.isAdmin()
                || (group.owner().equals(caller.user()) && caller.scope().includes(Role.EDITOR));
    }

    private Future<Group> create(Grants.CreateGroup ask) {
        Rights.require(ask.caller(), Role.EDITOR);
        check(ask.description(), ask.members())
                .check(NAME.matcher(ask.name()).matches(), "/name", "expected 2 to 100 of a-z, 0-9, _ and -")
                .refuse();
        List<String> members = ask.members().stream().distinct().sorted().toList();
        Group group = new Group(ask.name(), ask.description(), ask.caller().user(), members, clock.instant());
        return database.transaction(session -> GroupStore.insert(session, group))
                .map(group)
                .recover(Failures.onViolation(GroupStore.NAME_TAKEN, Problem.Conflict.taken(KIND, ask.name())))
                .recover(Failures.onViolation(GroupStore.NO_USER, unknownMember()));
    }

    private static Violations check(@Nullable String description, @Nullable List<String> members) {
        List<String> named = members == null ? List.of() : members;
        return new Violations()
                .text(description == null ? "" : description, MAX_DESCRIPTION, "/description")
                .check(named.size() <= Group.MAX_MEMBERS, "/members", "at most " + Group.MAX_MEMBERS + " members")
                .check(
                        named.stream().allMatch(name -> USER.matcher(name).matches()),
                        "/members",
                        "expected names of users");
    }

    private static Problem unknownMember() {
        return Problem.Invalid.at("/members", "there is no such user among them");
    }

    private Future<Group> find(Caller caller, String name) {
        return GroupStore.find(database, name)
                .map(found -> orNotFound(found.filter(group -> maySee(caller, group)), name));
    }

    private Future<Grants.GroupPage> list(Grants.ListGroups ask) {
        new Violations().limit(ask.limit(), MAX_PAGE).refuse();
        String after = ask.cursor() == null
                ? null
                : Cursor.decode(KIND, 1, ask.cursor()).get(0);
        return Future.all(
                        GroupStore.page(database, ask.caller(), after, ask.limit() + 1),
                        GroupStore.count(database, ask.caller()))
                .map(both -> {
                    Page<Group> page = Page.of(both.resultAt(0), ask.limit(), last -> Cursor.encode(KIND, last.name()));
                    return new Grants.GroupPage(page.items(), both.<Long>resultAt(1), page.next());
                });
    }

    private Future<Group> update(Grants.UpdateGroup ask) {
        check(ask.description(), ask.members())
                .check(
                        ask.owner() == null || USER.matcher(ask.owner()).matches(),
                        "/owner",
                        "expected the name of a user")
                .refuse();
        return database.transaction(session -> findToChange(session, ask.caller(), ask.name())
                        .map(found -> orNotFound(found, ask.name()))
                        .compose(before -> write(session, ask)
                                .compose(written -> GroupStore.find(session, ask.name()))
                                .map(after -> tell(before, orNotFound(after, ask.name())))))
                .recover(Failures.onViolation(GroupStore.NO_USER, unknownMember()));
    }

    private static Future<Void> write(Session session, Grants.UpdateGroup ask) {
        return GroupStore.update(session, ask.name(), ask.description(), ask.owner())
                .compose(updated -> ask.members() == null
                        ? Future.succeededFuture()
                        : GroupStore.replaceMembers(session, ask.name(), ask.members()))
                .mapEmpty();
    }

    private Group tell(Group before, Group after) {
        if (!Objects.equals(before.members(), after.members())) {
            news.tell(new Grants.Changed(Stream.concat(before.members().stream(), after.members().stream())
                    .distinct()
                    .filter(member ->
                            before.members().contains(member) != after.members().contains(member))
                    .toList()));
        }
        return after;
    }

    private Future<Done> delete(Grants.DeleteGroup ask) {
        return database.transaction(session -> findToChange(session, ask.caller(), ask.name())
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(false)
                                : GroupStore.delete(session, ask.name()).map(true)))
                .onSuccess(deleted -> {
                    if (deleted) {
                        news.tell(Grants.Changed.ANYBODY);
                    }
                })
                .map(Done::new);
    }

    /** Fails with {@code Forbidden} for whoever sees it and may not change it. */
    private static Future<Optional<Group>> findToChange(Session session, Caller caller, String name) {
        return GroupStore.findToChange(session, name).map(found -> {
            Optional<Group> seen = found.filter(group -> maySee(caller, group));
            seen.filter(group -> !mayChange(caller, group)).ifPresent(group -> {
                throw new Problem.Forbidden(
                                "Only its owner (" + group.owner() + ") or an administrator may change a group.")
                        .toException();
            });
            return seen;
        });
    }

    private static Group orNotFound(Optional<Group> found, String name) {
        return found.orElseThrow(() -> Problem.NotFound.of(KIND, name).toException());
    }
}
