package io.sluice.catalog.views;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Cursor;
import io.sluice.catalog.database.Page;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.ThingStore;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Served;
import io.sluice.contract.Views;
import io.sluice.contract.Views.Content;
import io.sluice.contract.Views.View;
import io.sluice.rights.Kind;
import io.sluice.rights.Right;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everybody who is signed in keeps views; to others they are shown when they are not private, or granted. */
public final class ViewService implements Feature {
    private static final String KIND = Kind.VIEW.text();
    private static final int MAX_PAGE = 200;
    private static final int MAX_VIEWS = 1_000;
    private static final int MAX_TEXT = 100_000;
    private static final int MAX_COLUMN = 1_000;
    private static final int MAX_FROM = 1_000;
    private static final int MAX_QUERY = 200;

    private final CatalogDatabase database;
    private final Authority authority;
    private final Clock clock;

    public ViewService(CatalogDatabase database, Authority authority, Clock clock) {
        this.database = database;
        this.authority = authority;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Views.CREATE.serve(vertx, this::create),
                Views.FIND.serve(vertx, this::find),
                Views.LIST.serve(vertx, this::list),
                Views.UPDATE.serve(vertx, this::update),
                Views.DELETE.serve(vertx, this::delete));
    }

    private Future<View> create(Views.CreateView ask) {
        if (!ask.caller().scope().includes(Role.EDITOR)) {
            throw new Problem.Forbidden("This key may only read.").toException();
        }
        check(ask.name(), ask.content()).refuse();
        Instant now = clock.instant();
        View view = new View(
                UUID.randomUUID().toString(),
                ask.name(),
                ask.caller().user(),
                ask.content(),
                ask.isPrivate(),
                now,
                now);
        return ViewStore.insert(database, view, MAX_VIEWS).map(inserted -> {
            if (!inserted) {
                throw new Problem.Conflict("Nobody can keep more than " + MAX_VIEWS + " views.").toException();
            }
            return view;
        });
    }

    private static Violations check(String name, Content content) {
        Violations violations = new Violations()
                .filled(name, View.MAX_NAME, "/name")
                .text(content.where(), MAX_TEXT, "/where")
                .text(content.select(), MAX_TEXT, "/select")
                .filled(content.from(), MAX_FROM, "/from")
                .check(content.columns().size() <= Content.MAX_COLUMNS, "/columns", "at most " + Content.MAX_COLUMNS);
        content.columns().forEach(column -> violations.filled(column, MAX_COLUMN, "/columns"));
        List<String> named = sources(content.source());
        named.forEach(source -> violations.filled(source, Views.Source.MAX_NAME, "/source"));
        return violations.check(named.size() == 1, "/source", "expected one of topic, stream and dataset");
    }

    private static List<String> sources(Views.Source source) {
        return Stream.of(source.topic(), source.stream(), source.dataset())
                .flatMap(Stream::ofNullable)
                .toList();
    }

    private Future<View> find(Views.FindView ask) {
        return ViewStore.find(database, id(ask.id()))
                .map(found -> orNotFound(found, ask.id()))
                .compose(view ->
                        require(database, ask.caller(), view, Right.VIEW).map(view));
    }

    private Future<?> require(Session session, Caller caller, View view, Right right) {
        return authority.require(session, caller, ThingStore.of(view), view.id(), right);
    }

    private Future<Views.ViewPage> list(Views.ListViews ask) {
        new Violations()
                .limit(ask.limit(), MAX_PAGE)
                .text(ask.q() == null ? "" : ask.q(), MAX_QUERY, "/q")
                .refuse();
        List<String> after = ask.cursor() == null ? List.of() : Cursor.decode(KIND, 2, ask.cursor());
        @Nullable String name = after.isEmpty() ? null : after.get(0);
        @Nullable UUID id = after.isEmpty() ? null : ThingStore.id(after.get(1)).orElseThrow(Cursor::broken);
        return authority
                .holdings(database, ask.caller().user())
                .map(held -> ViewSight.of(ask.caller(), held))
                .compose(sight -> Future.all(
                        ViewStore.page(database, sight, ask.q(), name, id, ask.limit() + 1),
                        ViewStore.count(database, sight, ask.q())))
                .map(both -> {
                    Page<View> page =
                            Page.of(both.resultAt(0), ask.limit(), last -> Cursor.encode(KIND, last.name(), last.id()));
                    return new Views.ViewPage(page.items(), both.<Long>resultAt(1), page.next());
                });
    }

    private Future<View> update(Views.UpdateView ask) {
        return database.transaction(session -> ViewStore.lock(session, id(ask.id()))
                .map(found -> orNotFound(found, ask.id()))
                .compose(
                        view -> require(session, ask.caller(), view, right(ask)).map(changed(view, ask)))
                .compose(changed -> ViewStore.update(session, changed).map(changed)));
    }

    /** Who may see it and whose it is, is for those who manage it. */
    private static Right right(Views.UpdateView ask) {
        return ask.owner() == null && ask.isPrivate() == null ? Right.EDIT : Right.MANAGE;
    }

    private View changed(View view, Views.UpdateView ask) {
        View changed = new View(
                view.id(),
                ask.name() == null ? view.name() : ask.name(),
                ask.owner() == null ? view.owner() : ask.owner(),
                ask.content().over(view.content()),
                ask.isPrivate() == null ? view.isPrivate() : ask.isPrivate(),
                view.createdAt(),
                clock.instant());
        check(changed.name(), changed.content())
                .filled(changed.owner(), MAX_QUERY, "/owner")
                .refuse();
        return changed;
    }

    private Future<Done> delete(Views.DeleteView ask) {
        return database.transaction(session -> ViewStore.lock(session, id(ask.id()))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Done(false))
                        : require(session, ask.caller(), found.get(), Right.MANAGE)
                                .compose(may -> ViewStore.delete(session, id(ask.id())))
                                .map(new Done(true))));
    }

    private static UUID id(String text) {
        return ThingStore.id(text)
                .orElseThrow(() -> Problem.NotFound.of(KIND, text).toException());
    }

    private static View orNotFound(Optional<View> found, String id) {
        return found.orElseThrow(() -> Problem.NotFound.of(KIND, id).toException());
    }
}
