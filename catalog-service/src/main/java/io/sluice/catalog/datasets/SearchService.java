package io.sluice.catalog.datasets;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Cursor;
import io.sluice.catalog.database.Page;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Full-text search with facets. What it costs must not hang on how large the catalog is or how common the words are: see {@link
 * SearchStore} for what is looked at, and {@link Expected} for how that is decided.
 */
public final class SearchService implements Feature {
    private static final int MAX_PAGE = 200;
    private static final int MAX_QUERY = 1_000;
    private static final int MAX_WORDS = 32;
    private static final int MAX_FILTER = 200;

    private final CatalogDatabase database;
    private final Authority authority;
    private final Statistics statistics;

    public SearchService(CatalogDatabase database, Authority authority) {
        this.authority = authority;
        this.database = database;
        this.statistics = new Statistics(database);
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(Catalog.SEARCH_DATASETS.serve(vertx, this::search));
    }

    private Future<Catalog.DatasetPage> search(Catalog.SearchDatasets ask) {
        check(ask);
        return authority.sight(database, ask.caller()).compose(sight -> search(Asked.of(ask, sight)));
    }

    private Future<Catalog.DatasetPage> search(Asked asked) {
        Catalog.SearchDatasets ask = asked.ask();
        Sort sort = order(Sort.of(ask.sort()), asked);
        SearchStore.Place after = place(sort, ask.cursor());
        if (asked.words().isEmpty()) {
            return ordered(asked, null, sort, after);
        }
        return statistics
                .expected(asked)
                .compose(expected -> sort == Sort.RELEVANCE
                        ? ranked(asked, expected, after)
                        : ordered(asked, expected, sort, after));
    }

    private static void check(Catalog.SearchDatasets ask) {
        Violations violations = new Violations()
                .text(ask.q(), MAX_QUERY, "/q")
                .check(
                        Words.of(ask.q()).stream().distinct().count() <= MAX_WORDS,
                        "/q",
                        "at most " + MAX_WORDS + " words")
                .text(orEmpty(ask.organization()), MAX_FILTER, "/org")
                .text(orEmpty(ask.tag()), MAX_FILTER, "/tag")
                .text(orEmpty(ask.type()), MAX_FILTER, "/type")
                .text(orEmpty(ask.owner()), MAX_FILTER, "/owner")
                .limit(ask.limit(), MAX_PAGE);
        MetadataRules.extents(violations, ask.during(), "/during", ask.area(), "/bbox");
        violations.refuse();
    }

    /** Without words nothing is more relevant than anything else: what changed last comes first. */
    private static Sort order(Sort sort, Asked asked) {
        return sort == Sort.RELEVANCE && asked.words().isEmpty() ? Sort.UPDATED_DESCENDING : sort;
    }

    private static SearchStore.Place place(Sort sort, @Nullable String cursor) {
        if (cursor == null) {
            return new SearchStore.Place(null, null);
        }
        List<String> keys = Cursor.decode(sort.kind(), 2, cursor);
        if (!DatasetStore.ID.matcher(keys.get(1)).matches()) {
            throw Cursor.broken();
        }
        return new SearchStore.Place(sort.toParameter(keys.get(0)), UUID.fromString(keys.get(1)));
    }

    private record Ranked(UUID id, float rank) {}

    private Future<Catalog.DatasetPage> ranked(Asked asked, Expected expected, SearchStore.Place after) {
        return SearchStore.ranked(database, asked, expected, after, asked.ask().limit() + 1)
                .compose(rows -> {
                    Page<Ranked> page = Page.of(
                            best(rows),
                            asked.ask().limit(),
                            last -> Cursor.encode(
                                    Sort.RELEVANCE.kind(),
                                    Float.toString(last.rank()),
                                    last.id().toString()));
                    return Future.all(datasets(asked, page.items()), counts(asked, expected, rows))
                            .map(both -> toPage(both.resultAt(0), both.resultAt(1), page.next()));
                });
    }

    private static List<Ranked> best(RowSet<Row> rows) {
        return Columns.all(rows, row -> row).stream()
                .filter(row -> "hit".equals(row.getString("facet")))
                .map(row -> new Ranked(row.getUUID("id"), row.getFloat("rank")))
                .toList();
    }

    private Future<List<Dataset>> datasets(Asked asked, List<Ranked> ranked) {
        List<UUID> ids = ranked.stream().map(Ranked::id).toList();
        return SearchStore.byId(database, asked.sight(), ids).map(found -> found.stream()
                .sorted(Comparator.comparingInt(dataset -> ids.indexOf(dataset.id())))
                .toList());
    }

    private Future<Catalog.DatasetPage> ordered(
            Asked asked, @Nullable Expected expected, Sort sort, SearchStore.Place after) {
        Future<List<Dataset>> found = SearchStore.page(
                database, asked, expected, sort, after, asked.ask().limit() + 1);
        Future<Counts> counts = asked.isForEverything()
                ? FacetStore.whole(database, asked.sight())
                : SearchStore.counts(database, asked, expected).compose(rows -> counts(asked, expected, rows));
        return Future.all(found, counts).map(both -> {
            Page<Dataset> page = Page.of(
                    found.result(),
                    asked.ask().limit(),
                    last -> Cursor.encode(sort.kind(), sort.key(last), last.id().toString()));
            return toPage(page.items(), counts.result(), page.next());
        });
    }

    /** Of the hits that were looked at, or what they suggest where that were not all. */
    private Future<Counts> counts(Asked asked, @Nullable Expected expected, RowSet<Row> rows) {
        Counts counted = Counts.of(rows, true);
        boolean common = expected != null && expected.isCommon();
        boolean sampled = common ? counted.total() >= SearchStore.NEWEST : counted.total() > SearchStore.MAX_HITS;
        return sampled
                ? SearchStore.filtered(database, asked)
                        .map(left -> counted.scaledTo(expected == null ? left : Math.round(left * expected.share())))
                : Future.succeededFuture(counted);
    }

    private static Catalog.DatasetPage toPage(List<Dataset> items, Counts counts, @Nullable String next) {
        return new Catalog.DatasetPage(items, counts.total(), counts.exact(), counts.facets(), next);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
