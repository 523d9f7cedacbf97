package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Sight;
import io.sluice.contract.Dataset;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements behind search. What the caller may not see takes no part in any of them. */
final class SearchStore {
    /** Hits of a search that is not common: so many are ranked and counted; of more, those that come first in the table. */
    static final int MAX_HITS = 1_000;

    /** Of a common one: so many of the newest. */
    static final int NEWEST = 200;

    /** Of one that may have more than are ranked: so many of those with all words up front, which come first. */
    static final int UP_FRONT = 1_000;

    /** Values of a facet that are shown. */
    private static final int VALUES = 20;

    /** The weights are those of D, C, B, A. A dataset that is named exactly as asked comes before all others. */
    private static final String RANKED = """
            select d.id, d.organization, d.type, d.tags,
                   ts_rank('{0.1, 0.2, 0.4, 1.0}', d.search, %s::text::tsquery)
                   + case when d.name = %s then 1::real else 0::real end as rank
            from catalog.datasets d\s""";

    private static final String COUNTS = """
            select 'total' as facet, '' as value, count(*) as count, null::uuid as id, null::real as rank from hits
            union all (select 'organization', organization, count(*) as count, null, null from hits
                       group by organization order by count desc, organization limit %1$d)
            union all (select 'tag', tag, count(*) as count, null, null from hits, unnest(tags) as tag
                       group by tag order by count desc, tag collate "C" limit %1$d)
            union all (select 'type', type, count(*) as count, null, null from hits
                       group by type order by count desc, type limit %1$d)
            """.formatted(VALUES);

    private static final String BY_ID =
            "select " + DatasetRow.COLUMNS + "from catalog.datasets d where d.id = any ($1) and " + Sight.seen(2, 3);

    private SearchStore() {}

    /** @param key where to go on after, with {@code id}; both null: from the beginning */
    record Place(@Nullable Object key, @Nullable UUID id) {}

    /**
     * The best of the hits by relevance, in order, and the counts of all hits that were looked at, as rows with a {@code facet}:
     * {@code hit} for the former.
     */
    static Future<RowSet<Row>> ranked(Session session, Asked asked, Expected expected, Place after, int rows) {
        Conditions conditions = Conditions.filters(asked);
        String hits = expected.isCommon() ? newest(conditions, asked, expected) : first(conditions, asked, expected);
        String place = after.key() == null
                ? ""
                : "where (rank, id) < (" + conditions.bind(after.key()) + "::real, " + conditions.bind(after.id())
                        + "::uuid) ";
        String sql = "with hits as materialized (" + hits + ") " + COUNTS
                + "union all (select 'hit', '', 0, id, rank from hits " + place + "order by rank desc, id desc limit "
                + rows + ")";
        return session.query(sql, conditions.parameters());
    }

    private static String ranking(Conditions conditions, Asked asked) {
        return RANKED.formatted(conditions.bind(asked.query()), conditions.bind(asked.name()));
    }

    /** The newest hits, by walking; and those that the index has up front, unless these are common as well. */
    private static String newest(Conditions conditions, Asked asked, Expected expected) {
        String ranking = ranking(conditions, asked);
        String filters = conditions.where().isEmpty() ? "where " : conditions.where() + " and ";
        String walked = "(" + ranking + filters + "coalesce(d.search @@ " + conditions.bind(asked.query())
                + "::text::tsquery, false) order by d.updated_at desc, d.id desc limit " + NEWEST + ")";
        return expected.isCommonUpFront() ? walked : walked + upFront(conditions, asked, expected, ranking + filters);
    }

    /** Those that come first in the table; and where there may be more, those that are likely to come first in the answer. */
    private static String first(Conditions conditions, Asked asked, Expected expected) {
        String ranking = ranking(conditions, asked);
        if (!expected.isMany()) {
            return ranking + matching(conditions, asked, expected).where() + " limit " + (MAX_HITS + 1);
        }
        String filters = conditions.where().isEmpty() ? "where " : conditions.where() + " and ";
        String likely = upFront(conditions, asked, expected, ranking + filters);
        return "(" + ranking + matching(conditions, asked, expected).where() + " limit " + (MAX_HITS + 1) + ")"
                + likely;
    }

    /** More hits: with all words up front, or named exactly so. */
    private static String upFront(Conditions conditions, Asked asked, Expected expected, String selected) {
        return " union (" + selected + matching(conditions, asked, expected, Description.UP_FRONT) + " limit "
                + UP_FRONT + ") union (" + selected + "d.name = " + conditions.bind(asked.name()) + ")";
    }

    /**
     * The words as conditions. The index would collect everything that a frequent word is in, so where there are rarer ones it is asked
     * for those alone, and the rest is looked up in what it found.
     */
    private static Conditions matching(Conditions conditions, Asked asked, Expected expected) {
        return conditions.and(matching(conditions, asked, expected, ""));
    }

    /** @param mark of the words, empty or {@link Description#UP_FRONT} */
    private static String matching(Conditions conditions, Asked asked, Expected expected, String mark) {
        List<String> rare = new ArrayList<>();
        List<String> frequent = new ArrayList<>();
        for (int i = 0; i < asked.words().size(); i++) {
            (expected.isFrequent(i) ? frequent : rare).add(asked.words().get(i));
        }
        String byIndex = "d.search @@ " + conditions.bind(Query.allPrefixes(rare, mark)) + "::text::tsquery";
        return frequent.isEmpty()
                ? byIndex
                : byIndex + " and coalesce(d.search @@ " + conditions.bind(Query.allPrefixes(frequent, mark))
                        + "::text::tsquery, false)";
    }

    /** A page in an order that is a column's. */
    static Future<List<Dataset>> page(
            Session session, Asked asked, @Nullable Expected expected, Sort sort, Place after, int rows) {
        Conditions conditions = Conditions.filters(asked);
        if (expected != null) {
            matching(conditions, asked, expected);
        }
        String sql = "select " + DatasetRow.COLUMNS + "from catalog.datasets d "
                + sort.pageAfter(conditions, after.key(), after.id()) + " limit " + rows;
        return session.query(sql, conditions.parameters()).map(found -> Columns.all(found, DatasetRow::toDataset));
    }

    /** Counts alone; of more hits than {@link #MAX_HITS}, or of common ones, of a sample. */
    static Future<RowSet<Row>> counts(Session session, Asked asked, @Nullable Expected expected) {
        Conditions conditions = Conditions.filters(asked);
        String hits = "select d.organization, d.type, d.tags from catalog.datasets d ";
        if (expected != null && expected.isCommon()) {
            conditions.and("coalesce(d.search @@ %s::text::tsquery, false)", asked.query());
            hits += conditions.where() + " order by d.updated_at desc, d.id desc limit " + NEWEST;
        } else {
            if (expected != null) {
                matching(conditions, asked, expected);
            }
            hits += conditions.where() + " limit " + (MAX_HITS + 1);
        }
        return session.query("with hits as materialized (" + hits + ") " + COUNTS, conditions.parameters());
    }

    /** How many datasets the planner expects the filters to leave. */
    static Future<Long> filtered(Session session, Asked asked) {
        Conditions conditions = Conditions.filters(asked);
        String sql = "explain (format json) select from catalog.datasets d " + conditions.where();
        return session.query(sql, conditions.parameters())
                .map(rows -> Plans.rows(rows.iterator().next()));
    }

    /** Those of them that are still there and may be seen, in any order. */
    static Future<List<Dataset>> byId(Session session, Sight sight, List<UUID> ids) {
        return session.query(BY_ID, ids.toArray(UUID[]::new), sight.user(), sight.marks())
                .map(found -> Columns.all(found, DatasetRow::toDataset));
    }
}
