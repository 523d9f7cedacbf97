package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements behind search. What the caller may not see takes no part in any of them. */
final class SearchStore {
    private static final String VISIBLE = "(not d.private or d.owner = $1 or $2)";

    /** The weights are those of D, C, B, A. A dataset that is named exactly as asked comes before all others. */
    private static final String HITS = """
            select d.*,
                   case when $7::text = '' then 0::real
                        else ts_rank('{0.1, 0.2, 0.4, 1.0}', d.search, $7::text::tsquery)
                             + case when d.name = $8::text then 1::real else 0::real end
                   end as rank
            from catalog.datasets d
            where %s
              and ($3::text is null or d.organization = $3)
              and ($4::text is null or $4 = any (d.tags))
              and ($5::text is null or d.type = $5)
              and ($6::text is null or d.owner = $6)
              and ($7::text = '' or d.search @@ $7::text::tsquery)
            """.formatted(VISIBLE);

    private static final Map<Sort, String> PAGES = pages();
    private static final String COUNTS = "with hits as materialized (" + HITS + ")" + """
            select 'total' as facet, '' as value, count(*) as count from hits
            union all (select 'organization', organization, count(*) as count from hits
                       group by organization order by count desc, organization limit 20)
            union all (select 'tag', tag, count(*) as count from hits, unnest(tags) as tag
                       group by tag order by count desc, tag collate "C" limit 20)
            union all (select 'type', type, count(*) as count from hits
                       group by type order by count desc, type limit 20)
            """;
    private static final String MATCH = "select " + DatasetRow.COLUMNS + """
            from catalog.datasets d
            where %s and case when $3::boolean then d.described like all ($4::text[]) else d.described like any ($4::text[]) end
            order by d.name limit $5
            """.formatted(VISIBLE);

    private SearchStore() {}

    /**
     * What is looked for.
     *
     * @param query text of a {@code tsquery}; empty: everything
     * @param name the query as a name
     */
    record Wanted(Catalog.SearchDatasets ask, String query, String name) {
        private Stream<@Nullable Object> parameters() {
            return Stream.of(
                    ask.caller().user(),
                    ask.caller().isAdmin(),
                    ask.organization(),
                    ask.tag(),
                    ask.type(),
                    ask.owner(),
                    query,
                    name);
        }
    }

    /** A dataset and where it stands in the order. */
    record Found(Dataset dataset, String key) {}

    /** @param key where to go on after, with {@code id}; both null: from the beginning */
    record Place(@Nullable Object key, @Nullable UUID id) {}

    static Future<List<Found>> page(Session session, Wanted wanted, Sort sort, Place after, int rows) {
        @Nullable Object[] parameters = Stream.concat(wanted.parameters(), Stream.of(after.key(), after.id(), rows))
                .toArray();
        return session.query(PAGES.getOrDefault(sort, ""), parameters)
                .map(found -> Columns.all(found, row -> new Found(DatasetRow.toDataset(row), sort.key(row))));
    }

    /** One row per value of a facet, and one of {@code total}; by facet, most frequent first. */
    static Future<List<Row>> counts(Session session, Wanted wanted) {
        return session.query(COUNTS, wanted.parameters().toArray()).map(rows -> Columns.all(rows, row -> row));
    }

    static Future<List<Dataset>> match(Session session, Caller caller, String[] patterns, boolean all, int rows) {
        return session.query(MATCH, caller.user(), caller.isAdmin(), all, patterns, rows)
                .map(found -> Columns.all(found, DatasetRow::toDataset));
    }

    private static Map<Sort, String> pages() {
        Map<Sort, String> pages = new EnumMap<>(Sort.class);
        Arrays.stream(Sort.values())
                .forEach(sort -> pages.put(
                        sort,
                        "select " + DatasetRow.COLUMNS + ", d.rank from (" + HITS + ") d " + sort.pageAfter(9, 10)
                                + " limit $11"));
        return pages;
    }
}
