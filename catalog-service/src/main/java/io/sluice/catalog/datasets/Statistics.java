package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Session;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the database knows of the most common words, as its last {@code analyze} found them: some thousand. Belongs to the verticle's event
 * loop. Read again by the first search after {@link #FRESH}, which does not wait for it.
 */
final class Statistics {
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final String READ = """
            select greatest(c.reltuples, 0)::float8 as datasets, s.word, s.share
            from pg_class c left join (
                select e.word, e.share from pg_stats,
                     unnest(most_common_elems::text::text[], most_common_elem_freqs) as e (word, share)
                where schemaname = 'catalog' and tablename = 'datasets' and attname = 'search') s on s.word is not null
            where c.oid = 'catalog.datasets'::regclass
            """;

    private final Session session;
    private @Nullable Future<Shares> shares;
    private @Nullable Future<Shares> next;
    private long readAt;

    Statistics(Session session) {
        this.session = session;
    }

    /** @param words sorted, with the share of the datasets that have them */
    private record Shares(double datasets, NavigableMap<String, Double> words) {
        static Shares of(RowSet<Row> rows) {
            NavigableMap<String, Double> words = new TreeMap<>();
            double datasets = 0;
            for (Row row : rows) {
                datasets = row.getDouble("datasets");
                if (row.getString("word") != null) {
                    words.put(row.getString("word"), row.getFloat("share").doubleValue());
                }
            }
            return new Shares(datasets, words);
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

        Expected expected(List<String> prefixes) {
            return new Expected(
                    datasets,
                    datasets * all(prefixes, ""),
                    datasets * all(prefixes, Description.UP_FRONT),
                    prefixes.stream().map(prefix -> datasets * share(prefix)).toList());
        }
    }

    Future<Expected> expected(List<String> words) {
        return shares().map(known -> known.expected(words));
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
