package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Sight;
import io.vertx.core.Future;

/**
 * Counts of the whole catalog. Those of public datasets are kept by triggers (V5), those of the private ones that the
 * caller sees are counted.
 */
final class FacetStore {
    /** A value among the most frequent is among the most frequent of the sums that were last added up, or has changed since. */
    private static final String WHOLE = ("""
            with own as (
                select d.organization, d.type, d.tags from catalog.datasets d
                where d.private and %s
            ), changes as (
                select facet, value, delta from catalog.facet_changes
                union all select 'total', '', count(*) from own
                union all select 'organization', organization, count(*) from own group by organization
                union all select 'type', type, count(*) from own group by type
                union all select 'tag', tag, count(*) from own, unnest(tags) as tag group by tag
            ), most as (
                select f.facet, f.value, f.count
                from (values ('total'), ('organization'), ('tag'), ('type')) as kinds (facet)
                cross join lateral (select * from catalog.facets f where f.facet = kinds.facet
                                    order by f.count desc limit 100) f
                union
                select f.facet, f.value, f.count from catalog.facets f
                where (f.facet, f.value) in (select facet, value from changes)
            ), sums as (
                select facet, value, sum(count)::bigint as count from (
                    select facet, value, count from most union all select facet, value, delta from changes) parts
                group by facet, value having sum(count) > 0
            )
            select facet, value, count from (
                select facet, value, count,
                       row_number() over (partition by facet order by count desc, value) as place from sums) s
            where place <= 20 order by facet, place
            """).formatted(Sight.seen(1, 2));

    private FacetStore() {}

    static Future<Counts> whole(Session session, Sight sight) {
        return session.query(WHOLE, sight.user(), sight.marks()).map(rows -> Counts.of(rows, true));
    }
}
