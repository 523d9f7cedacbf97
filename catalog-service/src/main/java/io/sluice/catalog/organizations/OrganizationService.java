package io.sluice.catalog.organizations;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Cursor;
import io.sluice.catalog.database.Failures;
import io.sluice.catalog.database.Page;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.datasets.Contents;
import io.sluice.catalog.datasets.SourceTopics;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Rights;
import io.sluice.catalog.rules.ThingStore;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Done;
import io.sluice.contract.Organization;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Served;
import io.sluice.contract.Things;
import io.sluice.rights.Kind;
import io.sluice.rights.Right;
import io.sluice.rights.Thing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everyone sees organisations; editors create them, and who owns one owns what is in it. */
public final class OrganizationService implements Feature {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{1,99}");
    private static final int MAX_TITLE = 200;
    private static final int MAX_DESCRIPTION = 20_000;
    private static final int MAX_PAGE = 200;
    private static final String KIND = "organization";

    private final CatalogDatabase database;
    private final Authority authority;
    private final SourceTopics topics;
    private final Clock clock;

    public OrganizationService(CatalogDatabase database, Authority authority, SourceTopics topics, Clock clock) {
        this.authority = authority;
        this.database = database;
        this.topics = topics;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Catalog.CREATE_ORGANIZATION.serve(vertx, this::create),
                Catalog.FIND_ORGANIZATION.serve(vertx, ask -> find(ask.caller(), ask.name())),
                Catalog.LIST_ORGANIZATIONS.serve(vertx, this::list),
                Catalog.UPDATE_ORGANIZATION.serve(vertx, this::update),
                Catalog.DELETE_ORGANIZATION.serve(vertx, this::delete));
    }

    private Future<Organization> create(Catalog.CreateOrganization ask) {
        Rights.require(ask.caller(), Role.EDITOR);
        new Violations()
                .check(NAME.matcher(ask.name()).matches(), "/name", "expected 2 to 100 of a-z, 0-9, _ and -")
                .filled(ask.title(), MAX_TITLE, "/title")
                .text(textOf(ask.description()), MAX_DESCRIPTION, "/description")
                .refuse();
        Organization organization = new Organization(
                ask.name(), ask.title(), ask.description(), ask.caller().user(), clock.instant(), 0);
        return OrganizationStore.insert(database, organization)
                .map(organization)
                .recover(Failures.onViolation(
                        OrganizationStore.NAME_TAKEN, Problem.Conflict.taken(KIND, organization.name())));
    }

    private Future<Organization> find(Caller caller, String name) {
        return find(database, caller, name);
    }

    private Future<Catalog.Organizations> list(Catalog.ListOrganizations ask) {
        new Violations().limit(ask.limit(), MAX_PAGE).refuse();
        String after = ask.cursor() == null
                ? null
                : Cursor.decode(KIND, 1, ask.cursor()).get(0);
        return authority
                .sight(database, ask.caller())
                .compose(sight -> Future.all(
                        OrganizationStore.page(database, sight, after, ask.limit() + 1),
                        OrganizationStore.count(database, sight)))
                .map(both -> {
                    Page<Organization> page =
                            Page.of(both.resultAt(0), ask.limit(), last -> Cursor.encode(KIND, last.name()));
                    return new Catalog.Organizations(page.items(), both.<Long>resultAt(1), page.next());
                });
    }

    private Future<Organization> update(Catalog.UpdateOrganization ask) {
        Violations violations = new Violations();
        if (ask.title() != null) {
            violations.filled(ask.title(), MAX_TITLE, "/title");
        }
        violations
                .text(textOf(ask.description()), MAX_DESCRIPTION, "/description")
                .refuse();
        return database.transaction(session -> lock(session, ask.name())
                .map(thing -> orNotFound(thing, ask.name()))
                .compose(thing -> authority.require(session, ask.caller(), thing, ask.name(), Right.EDIT))
                .compose(may -> OrganizationStore.update(session, ask.name(), ask.title(), ask.description()))
                .compose(updated -> find(session, ask.caller(), ask.name())));
    }

    private Future<Done> delete(Catalog.DeleteOrganization ask) {
        return database.transaction(session -> lock(session, ask.name())
                        .compose(thing -> thing.isEmpty() ? GONE : deleteLocked(session, ask, thing.get())))
                .recover(Failures.onViolation(
                        OrganizationStore.NOT_EMPTY,
                        new Problem.Conflict("The organization \"" + ask.name() + "\" still has datasets.")))
                .compose(deleted ->
                        topics.removeAll(ask.caller(), deleted.datasets()).map(removed -> new Done(deleted.existed())));
    }

    private Future<Deleted> deleteLocked(Session session, Catalog.DeleteOrganization ask, Thing thing) {
        return authority
                .require(session, ask.caller(), thing, ask.name(), Right.MANAGE)
                .compose(may -> ask.cascade()
                        ? Contents.delete(session, ask.name())
                        : Future.succeededFuture(List.<Dataset>of()))
                .compose(datasets ->
                        OrganizationStore.delete(session, ask.name()).map(new Deleted(true, datasets)));
    }

    private Future<Organization> find(Session session, Caller caller, String name) {
        return authority
                .sight(session, caller)
                .compose(sight -> OrganizationStore.find(session, sight, name))
                .map(found -> orNotFound(found, name));
    }

    private static Future<Optional<Thing>> lock(Session session, String name) {
        return OrganizationStore.lock(session, name)
                .compose(locked -> ThingStore.find(session, Kind.ORGANIZATION, name))
                .map(found -> found.map(Things.Described::thing));
    }

    private static <T> T orNotFound(Optional<T> found, String name) {
        return found.orElseThrow(() -> Problem.NotFound.of(KIND, name).toException());
    }

    private static String textOf(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static final Future<Deleted> GONE = Future.succeededFuture(new Deleted(false, List.of()));

    private record Deleted(boolean existed, List<Dataset> datasets) {}
}
