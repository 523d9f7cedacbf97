package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Sight;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements for parts of words: the trigrams of descriptions, and the beginnings of names, titles and tags. */
final class KeywordStore {
    private static final String MATCH = "select " + DatasetRow.COLUMNS + """
            from (select * from catalog.datasets d where %s and (%s) limit %d) d
            order by d.name
            """;

    /** Tags and organisations by how many datasets have them, names by what changed last among the first that fit. */
    private static final String SUGGEST = ("""
            with counts as (
                select facet, value, sum(count) as count from (
                    select facet, value, count from catalog.facets
                    union all select facet, value, delta from catalog.facet_changes) parts
                where facet in ('tag', 'organization') and value like $3
                group by facet, value having sum(count) > 0
            )
            (select 'tag' as kind, value, null as title from counts
             where facet = 'tag' order by count desc, value limit $4)
            union all
            (select 'organization', value, null from counts
             where facet = 'organization' order by count desc, value limit $4)
            union all
            (select 'dataset', name, title from (
                (select name, title, updated_at from catalog.datasets d
                 where name like $3 and %1$s limit 200)
                union
                (select name, title, updated_at from catalog.datasets d
                 where lower(title) collate "C" like $3 and %1$s limit 200)) found
             order by updated_at desc, name limit $4)
            """).formatted(Sight.seen(1, 2));

    private KeywordStore() {}

    static Future<List<Dataset>> match(Session session, Sight sight, String[] patterns, boolean all, int rows) {
        Object[] parameters = new Object[patterns.length + 2];
        parameters[0] = sight.user();
        parameters[1] = sight.marks();
        System.arraycopy(patterns, 0, parameters, 2, patterns.length);
        int[] place = {2};
        String likes = Arrays.stream(patterns)
                .map(pattern -> "d.described like $" + ++place[0])
                .collect(Collectors.joining(all ? " and " : " or "));
        return session.query(MATCH.formatted(Sight.seen(1, 2), likes, rows), parameters)
                .map(found -> Columns.all(found, DatasetRow::toDataset));
    }

    static Future<List<Catalog.Suggestion>> suggest(Session session, Sight sight, String pattern, int rows) {
        return session.query(SUGGEST, sight.user(), sight.marks(), pattern, rows)
                .map(found -> Columns.all(
                        found,
                        row -> new Catalog.Suggestion(
                                row.getString("kind"), row.getString("value"), row.getString("title"))))
                .map(found -> found.size() <= rows ? found : shared(found, rows));
    }

    /** A third for tags and for organisations at most, where there are more than are wanted. */
    private static List<Catalog.Suggestion> shared(List<Catalog.Suggestion> found, int rows) {
        int share = Math.max(1, rows / 3);
        List<Catalog.Suggestion> labels = Stream.of("tag", "organization")
                .flatMap(kind -> ofKind(found, kind).limit(share))
                .toList();
        Stream<Catalog.Suggestion> names = ofKind(found, "dataset").limit(Math.max(0, rows - labels.size()));
        return Stream.concat(names, labels.stream()).limit(rows).toList();
    }

    private static Stream<Catalog.Suggestion> ofKind(List<Catalog.Suggestion> found, String kind) {
        return found.stream().filter(one -> one.kind().equals(kind));
    }
}
