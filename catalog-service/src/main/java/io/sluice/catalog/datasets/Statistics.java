package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Session;
import io.sluice.contract.Catalog;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of the most common words and values, as its last {@code analyze} found them: some thousand. Belongs to the verticle's event
 * loop. Read again by the first search after {@link #FRESH}, which does not wait for it.
 */
final class Statistics {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final String READ = """
            select greatest(c.reltuples, 0)::float8 as datasets, s.kind, s.word, s.share
            from pg_class c left join (
                select attname::text as kind, e.word, e.share from pg_stats,
                     unnest(coalesce(most_common_elems::text, most_common_vals::text)::text[],
                            coalesce(most_common_elem_freqs, most_common_freqs)) as e (word, share)
                where schemaname = 'catalog' and tablename = 'datasets'
                  and attname in ('search', 'organization', 'type', 'tags')) s on s.word is not null
            where c.oid = 'catalog.datasets'::regclass
            """;

    private final Session session;
    private @Nullable Future<Shares> shares;
    private @Nullable Future<Shares> next;
    private long readAt;

    Statistics(Session session) {
        this.session = session;
    }

    /**
     * @param words sorted, with the share of the datasets that have them
     * @param values the same of columns that are filtered by, each as {@code column=value}
     */
    private record Shares(double datasets, NavigableMap<String, Double> words, Map<String, Double> values) {
        static Shares of(RowSet<Row> rows) {
            NavigableMap<String, Double> words = new TreeMap<>();
            Map<String, Double> values = new HashMap<>();
            double datasets = 0;
            for (Row row : rows) {
                datasets = row.getDouble("datasets");
                if (row.getString("word") != null) {
                    double share = row.getFloat("share").doubleValue();
                    if (row.getString("kind").equals("search")) {
                        words.put(row.getString("word"), share);
                    } else {
                        values.put(row.getString("kind") + "=" + row.getString("word"), share);
                    }
                }
            }
            return new Shares(datasets, words, values);
        }

        /** What a filter leaves; 0 of a value that is not among the most frequent. */
        double kept(String column, @Nullable String value) {
            return value == null ? 1 : values.getOrDefault(column + "=" + value, 0.0);
        }

        double kept(Catalog.SearchDatasets ask) {
            boolean others = ask.owner() != null || ask.area() != null || ask.during() != null;
            return others
                    ? 0
                    : kept("organization", ask.organization()) * kept("type", ask.type()) * kept("tags", ask.tag());
        }

        /** Of datasets with a word that begins so; words are taken to be independent of each other. */
        double share(String prefix) {
            double none = 1;
            for (double share : words.subMap(prefix, true, prefix + Character.MAX_VALUE, true)
                    .values()) {
                none *= 1 - share;
            }
            return 1 - none;
        }

        double all(List<String> prefixes, String mark) {
            return prefixes.stream().mapToDouble(prefix -> share(mark + prefix)).reduce(1, (a, b) -> a * b);
        }

        Expected expected(Asked asked) {
            List<String> prefixes = asked.words();
            return new Expected(
                    datasets,
                    all(prefixes, ""),
                    all(prefixes, Description.UP_FRONT),
                    kept(asked.ask()),
                    prefixes.stream().map(prefix -> datasets * share(prefix)).toList());
        }
    }

    Future<Expected> expected(Asked asked) {
        return shares().map(known -> known.expected(asked));
    }

    private Future<Shares> shares() {
        Future<Shares> known = shares;
        boolean fresh = System.nanoTime() - readAt < FRESH.toNanos();
        if (known != null && (fresh || next != null)) {
            return known;
        }
        Future<Shares> read = session.query(READ).map(Shares::of);
        next = read;
        read.onComplete(done -> {
            next = null;
            if (done.succeeded()) {
                shares = read;
                readAt = System.nanoTime();
            }
        });
        return known == null ? read : known;
    }
}
