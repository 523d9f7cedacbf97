package io.sluice.catalog.datasets;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Catalog;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Finding datasets by parts of words: substrings for programs, completions for people who type. */
public final class KeywordService implements Feature {
    private static final int MAX_MATCHES = 1_000;
    private static final int MAX_KEYWORDS = 50;
    private static final int MAX_KEYWORD = 200;
    private static final int MAX_SUGGESTIONS = 50;

    private final CatalogDatabase database;
    private final Authority authority;

    public KeywordService(CatalogDatabase database, Authority authority) {
        this.authority = authority;
        this.database = database;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(Catalog.MATCH_DATASETS.serve(vertx, this::match), Catalog.SUGGEST.serve(vertx, this::suggest));
    }

    private Future<Catalog.Datasets> match(Catalog.MatchDatasets ask) {
        Violations violations = new Violations()
                .check(ask.keywords().size() <= MAX_KEYWORDS, "/keywords", "at most " + MAX_KEYWORDS + " keywords");
        for (int i = 0; i < Math.min(ask.keywords().size(), MAX_KEYWORDS); i++) {
            violations.filled(ask.keywords().get(i), MAX_KEYWORD, "/keywords/" + i);
        }
        violations.refuse();
        // Of no keywords at all, every dataset has all.
        String[] patterns = ask.keywords().isEmpty()
                ? new String[] {"%"}
                : ask.keywords().stream()
                        .map(keyword -> "%" + literal(keyword) + "%")
                        .toArray(String[]::new);
        return authority
                .sight(database, ask.caller())
                .compose(sight -> KeywordStore.match(database, sight, patterns, ask.matchAll(), MAX_MATCHES))
                .map(Catalog.Datasets::new);
    }

    private Future<Catalog.Suggestions> suggest(Catalog.Suggest ask) {
        new Violations()
                .text(ask.q(), MAX_KEYWORD, "/q")
                .check(ask.limit() >= 1 && ask.limit() <= MAX_SUGGESTIONS, "/limit", "expected 1 to " + MAX_SUGGESTIONS)
                .refuse();
        return ask.q().isBlank()
                ? Future.succeededFuture(new Catalog.Suggestions(List.of()))
                : authority
                        .sight(database, ask.caller())
                        .compose(sight -> KeywordStore.suggest(
                                database, sight, literal(ask.q().strip()) + "%", ask.limit()))
                        .map(Catalog.Suggestions::new);
    }

    /** The {@code like} pattern of this text, with no character of it special. */
    private static String literal(String keyword) {
        return Description.fold(keyword)
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_");
    }
}
