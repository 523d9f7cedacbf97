package io.sluice.bench;

import io.sluice.bench.Rounds.Round;
import io.sluice.bench.rig.CatalogServer;
import io.sluice.bench.rig.Latencies;
import io.sluice.bench.search.Corpus;
import io.sluice.bench.search.HandSql;
import io.sluice.bench.search.Mix;
import io.sluice.bench.search.Question;
import io.sluice.contract.Catalog;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The 95th percentile of the time that a search takes, over a mix of questions to a catalog of a million datasets, asked over the bus
 * one at a time; beside that of the best hand-written SQL for the same questions on the same data, each first every other time. Each round
 * has questions of its own.
 * Where the expert's SQL has several ways, its time is that of the fastest.
 */
@Command(name = "search", description = "Time of a catalog search (p95), beside the best hand-written SQL.")
final class SearchBench implements Callable<Integer> {
    private static final String UNIT = " ms";
    private static final double SHARE = 0.95;
    private static final long SEED = 20_261_121;
    /** Every so many searches are asked for their second page. */
    private static final int SECOND_PAGE = 10;

    private final List<Round> middles = new ArrayList<>();
    private final Map<String, Latencies[]> kinds = new LinkedHashMap<>();

    @Mixin
    private Plan plan = new Plan();

    @Option(names = "--datasets", description = "In the catalog (${DEFAULT-VALUE}).")
    private int datasets = 1_000_000;

    @Option(names = "--hundreds", description = "Of questions in a round (${DEFAULT-VALUE}).")
    private int hundreds = 3;

    private int round;

    @Override
    public Integer call() throws Exception {
        Corpus corpus = new Corpus(SEED);
        long start = System.nanoTime();
        try (CatalogServer server = CatalogServer.start(corpus, datasets);
                HandSql sql = new HandSql(server.connect())) {
            System.out.printf(Locale.ROOT, "%,d datasets in %.0f s%n", datasets, (System.nanoTime() - start) / 1e9);
            Rounds rounds = Rounds.run(plan, UNIT, () -> round(server.vertx(), corpus, sql), System.out);
            kinds.forEach((kind, times) -> System.out.printf(
                    Locale.ROOT,
                    "%-16s p50 %.1f and %.1f ms, p95 %.1f and %.1f ms%n",
                    kind,
                    times[0].percentile(0.5),
                    times[1].percentile(0.5),
                    times[0].percentile(SHARE),
                    times[1].percentile(SHARE)));
            Rounds.of(plan, UNIT, middles).print("search-p50", System.out);
            rounds.print("search", System.out);
        }
        return 0;
    }

    private Round round(Vertx vertx, Corpus corpus, HandSql sql) throws SQLException {
        List<Question> questions = new Mix(corpus, datasets, SEED + round++).questions(hundreds);
        Latencies ours = new Latencies();
        Latencies theirs = new Latencies();
        for (int i = 0; i < questions.size(); i++) {
            Question question = i % SECOND_PAGE == 0 ? secondPage(vertx, questions.get(i)) : questions.get(i);
            // Whoever is second finds the pages that the first has fetched.
            boolean first = i % 2 == 0;
            long before = first ? asked(vertx, question) : fastest(sql, question);
            long after = first ? fastest(sql, question) : asked(vertx, question);
            long own = first ? before : after;
            long other = first ? after : before;
            ours.add(own);
            theirs.add(other);
            Latencies[] both =
                    kinds.computeIfAbsent(question.kind(), kind -> new Latencies[] {new Latencies(), new Latencies()});
            both[0].add(own);
            both[1].add(other);
        }
        middles.add(new Round(ours.percentile(0.5), theirs.percentile(0.5)));
        return new Round(ours.percentile(SHARE), theirs.percentile(SHARE));
    }

    private static Question secondPage(Vertx vertx, Question question) {
        if (!(question instanceof Question.Search search)) {
            return question;
        }
        Catalog.SearchDatasets ask = search.ask();
        String next = Catalog.SEARCH_DATASETS.call(vertx, ask).await().next();
        return new Question.Search(
                search.kind(),
                new Catalog.SearchDatasets(
                        ask.caller(),
                        ask.q(),
                        ask.organization(),
                        ask.tag(),
                        ask.type(),
                        ask.owner(),
                        ask.sort(),
                        ask.limit(),
                        next));
    }

    private static long asked(Vertx vertx, Question question) {
        long start = System.nanoTime();
        if (question instanceof Question.Terms terms) {
            Catalog.MATCH_DATASETS.call(vertx, terms.ask()).await();
        } else if (question instanceof Question.Search search) {
            Catalog.SEARCH_DATASETS.call(vertx, search.ask()).await();
        }
        return System.nanoTime() - start;
    }

    private static long fastest(HandSql sql, Question question) throws SQLException {
        long best = Long.MAX_VALUE;
        for (List<String> way : sql.ways(question)) {
            long start = System.nanoTime();
            sql.run(way);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }
}
