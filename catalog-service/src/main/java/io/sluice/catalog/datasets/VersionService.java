package io.sluice.catalog.datasets;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Cursor;
import io.sluice.catalog.database.Page;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What datasets were. Whoever may see a dataset may see its versions; what was deleted is gone with all of them. */
public final class VersionService implements Feature {
    private static final int MAX_PAGE = 200;
    private static final String CURSOR = "version";

    private final CatalogDatabase database;
    private final Authority authority;

    public VersionService(CatalogDatabase database, Authority authority) {
        this.authority = authority;
        this.database = database;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(Catalog.LIST_VERSIONS.serve(vertx, this::list), Catalog.FIND_VERSION.serve(vertx, this::find));
    }

    private Future<Catalog.Versions> list(Catalog.ListVersions ask) {
        new Violations().limit(ask.limit(), MAX_PAGE).refuse();
        Integer before = before(ask.cursor());
        return dataset(ask.caller(), ask.ref()).compose(dataset -> Future.all(
                        VersionStore.page(database, ask.caller(), dataset.id(), before, ask.limit() + 1),
                        VersionStore.count(database, ask.caller(), dataset.id()))
                .map(both -> toPage(both.resultAt(0), both.resultAt(1), ask.limit())));
    }

    private static Catalog.Versions toPage(List<Catalog.Version> found, long total, int limit) {
        Page<Catalog.Version> page =
                Page.of(found, limit, last -> Cursor.encode(CURSOR, Integer.toString(last.version())));
        return new Catalog.Versions(page.items(), total, page.next());
    }

    private static @Nullable Integer before(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            return Integer.valueOf(Cursor.decode(CURSOR, 1, cursor).get(0));
        } catch (NumberFormatException unreadable) {
            throw Cursor.broken();
        }
    }

    private Future<Catalog.Revision> find(Catalog.FindVersion ask) {
        return dataset(ask.caller(), ask.ref())
                .compose(present -> VersionStore.find(database, ask.caller(), present.id(), ask.version())
                        .compose(found -> revision(ask, present, found.orElseThrow(() -> unknown(ask, present)))));
    }

    private Future<Catalog.Revision> revision(Catalog.FindVersion ask, Dataset present, VersionStore.Kept kept) {
        if (kept.content().isEmpty() && present.version() != ask.version()) {
            return find(ask); // it was changed between the two questions
        }
        Dataset dataset = kept.content().orElseGet(() -> Changes.withoutCredentials(present));
        return Future.succeededFuture(new Catalog.Revision(kept.version(), dataset));
    }

    private static ProblemException unknown(Catalog.FindVersion ask, Dataset present) {
        return new Problem.NotFound("The dataset \"" + present.name() + "\" has no version " + ask.version() + ".")
                .toException();
    }

    private Future<Dataset> dataset(Caller caller, String ref) {
        return authority
                .sight(database, caller)
                .compose(sight -> DatasetStore.find(database, sight, ref))
                .map(found -> found.orElseThrow(
                        () -> Problem.NotFound.of("dataset", ref).toException()));
    }
}
