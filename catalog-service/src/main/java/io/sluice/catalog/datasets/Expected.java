package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Session;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many datasets the words of a search are expected in, by the statistics of the database. Only the way to the answer hangs on
 * it, not what the answer is, so old or missing statistics cost time and nothing else.
 *
 * @param datasets in the catalog
 * @param all with all words
 * @param upFront with all words in name, title or tags
 * @param each with each word
 */
record Expected(long datasets, long all, long upFront, List<Long> each) {
    private static final String EXPECTED = """
            select greatest(reltuples, 0)::bigint as datasets, catalog.expected($1::text[]::tsquery[]) as expected
            from pg_class where oid = 'catalog.datasets'::regclass
            """;

    static Future<Expected> of(Session session, List<String> words) {
        String[] queries = Stream.concat(
                        Stream.of(Query.allPrefixes(words), Query.allPrefixesUpFront(words)),
                        words.stream().map(word -> Query.allPrefixes(List.of(word))))
                .toArray(String[]::new);
        return session.query(EXPECTED, (Object) queries).map(rows -> {
            var row = rows.iterator().next();
            List<Long> expected = new ArrayList<>(List.of(row.getArrayOfLongs("expected")));
            return new Expected(
                    row.getLong("datasets"), expected.get(0), expected.get(1), expected.subList(2, expected.size()));
        });
    }

    /** In more than one of so many datasets, walking through the newest finds enough sooner than the index does. */
    boolean isCommon(long hits) {
        return hits > Math.max(datasets / COMMON, FEW);
    }

    private static final int COMMON = 50;
    private static final int FEW = 2_000;
}
