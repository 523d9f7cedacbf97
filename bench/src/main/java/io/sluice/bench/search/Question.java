package io.sluice.bench.search;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that somebody looks for. */
public sealed interface Question {
    /** Who looks; owns nothing. */
    Caller READER = new Caller("reader", Role.VIEWER);

    int PAGE = 50;

    /** What it is an example of, for the figures. */
    String kind();

    record Search(String kind, Catalog.SearchDatasets ask) implements Question {}

    record Terms(String kind, Catalog.MatchDatasets ask) implements Question {}

    static Search words(String kind, String q) {
        return search(kind, q, null, null, null, "relevance");
    }

    static Search search(
            String kind,
            String q,
            @Nullable String organization,
            @Nullable String tag,
            @Nullable String type,
            String sort) {
        return new Search(kind, new Catalog.SearchDatasets(READER, q, organization, tag, type, null, sort, PAGE, null));
    }

    static Terms terms(List<String> terms) {
        return new Terms("terms", new Catalog.MatchDatasets(READER, terms, true));
    }
}
