package io.sluice.catalog.datasets;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Cursor;
import io.sluice.catalog.database.Page;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Catalog;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finding datasets: full-text search with facets for people, substrings for programs. */
public final class SearchService implements Feature {
    private static final int MAX_PAGE = 200;
    private static final int MAX_QUERY = 1_000;
    private static final int MAX_WORDS = 32;
    private static final int MAX_FILTER = 200;
    private static final int MAX_MATCHES = 1_000;
    private static final int MAX_KEYWORDS = 50;

    private final CatalogDatabase database;

    public SearchService(CatalogDatabase database) {
        this.database = database;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Catalog.SEARCH_DATASETS.serve(vertx, this::search), Catalog.MATCH_DATASETS.serve(vertx, this::match));
    }

    private Future<Catalog.DatasetPage> search(Catalog.SearchDatasets ask) {
        List<String> words = Words.of(ask.q());
        new Violations()
                .text(ask.q(), MAX_QUERY, "/q")
                .check(words.size() <= MAX_WORDS, "/q", "at most " + MAX_WORDS + " words")
                .text(orEmpty(ask.organization()), MAX_FILTER, "/org")
                .text(orEmpty(ask.tag()), MAX_FILTER, "/tag")
                .text(orEmpty(ask.type()), MAX_FILTER, "/type")
                .text(orEmpty(ask.owner()), MAX_FILTER, "/owner")
                .limit(ask.limit(), MAX_PAGE)
                .refuse();
        Sort sort = order(Sort.of(ask.sort()), words);
        SearchStore.Place after = place(sort, ask.cursor());
        SearchStore.Wanted wanted = new SearchStore.Wanted(
                ask, Query.allPrefixes(words), ask.q().strip().toLowerCase(Locale.ROOT));
        return Future.all(
                        SearchStore.page(database, wanted, sort, after, ask.limit() + 1),
                        SearchStore.counts(database, wanted))
                .map(both -> toPage(ask.limit(), sort, both.resultAt(0), both.resultAt(1)));
    }

    /** Without words nothing is more relevant than anything else: what changed last comes first. */
    private static Sort order(Sort asked, List<String> words) {
        return asked == Sort.RELEVANCE && words.isEmpty() ? Sort.UPDATED_DESCENDING : asked;
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

    private static Catalog.DatasetPage toPage(int limit, Sort sort, List<SearchStore.Found> found, List<Row> counts) {
        Page<SearchStore.Found> page = Page.of(
                found,
                limit,
                last -> Cursor.encode(
                        sort.kind(), last.key(), last.dataset().id().toString()));
        Map<String, List<Catalog.FacetCount>> facets = new LinkedHashMap<>();
        Stream.of("organization", "tag", "type").forEach(facet -> facets.put(facet, facet(counts, facet)));
        long total = facet(counts, "total").get(0).count();
        return new Catalog.DatasetPage(
                page.items().stream().map(SearchStore.Found::dataset).toList(), total, facets, page.next());
    }

    private static List<Catalog.FacetCount> facet(List<Row> counts, String facet) {
        return counts.stream()
                .filter(row -> facet.equals(row.getString("facet")))
                .map(row -> new Catalog.FacetCount(row.getString("value"), row.getLong("count")))
                .toList();
    }

    private Future<Catalog.Datasets> match(Catalog.MatchDatasets ask) {
        Violations violations = new Violations()
                .check(!ask.keywords().isEmpty(), "/keywords", "must not be empty")
                .check(ask.keywords().size() <= MAX_KEYWORDS, "/keywords", "at most " + MAX_KEYWORDS + " keywords");
        for (int i = 0; i < Math.min(ask.keywords().size(), MAX_KEYWORDS); i++) {
            violations.filled(ask.keywords().get(i), MAX_FILTER, "/keywords/" + i);
        }
        violations.refuse();
        String[] patterns =
                ask.keywords().stream().map(SearchService::substring).toArray(String[]::new);
        return SearchStore.match(database, ask.caller(), patterns, ask.matchAll(), MAX_MATCHES)
                .map(Catalog.Datasets::new);
    }

    /** The {@code like} pattern that finds this text anywhere, with no character of it special. */
    private static String substring(String keyword) {
        String escaped = Description.fold(keyword)
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_");
        return "%" + escaped + "%";
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
