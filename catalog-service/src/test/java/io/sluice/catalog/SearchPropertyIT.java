package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ALICE;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.database.Text;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class SearchPropertyIT {
    private static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @BeforeContainer
    static void start() {
        CATALOG.start();
        CATALOG.organization("utah");
    }

    @AfterContainer
    static void stop() {
        CATALOG.stop();
    }

    /** Letters of many scripts, and everything that means something to SQL, to text search, to patterns and to JSON. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> hostile = Arbitraries.strings()
                .withChars("'\"\\:*&|!()<->%_$;\0\n\t {}[],.@#/ aZé0ßİ")
                .withChars((char) 0xd83d, (char) 0xde00, (char) 0xfdfa, (char) 0x0301)
                .ofMaxLength(40);
        return Arbitraries.oneOf(hostile, Arbitraries.strings().ofMaxLength(40));
    }

    @Property(tries = 300)
    void no_text_breaks_a_search(@ForAll("texts") String text) {
        for (Catalog.SearchDatasets ask : List.of(
                new Catalog.SearchDatasets(VERA, text, null, null, null, null, "relevance", 10, null),
                new Catalog.SearchDatasets(VERA, "", text, text, text, text, "name", 10, null))) {
            assertAnsweredOrInvalid(() -> CATALOG.ask(Catalog.SEARCH_DATASETS, ask));
        }
        assertAnsweredOrInvalid(
                () -> CATALOG.ask(Catalog.MATCH_DATASETS, new Catalog.MatchDatasets(VERA, List.of(text), true)));
        assertAnsweredOrInvalid(() -> CATALOG.ask(
                Catalog.SEARCH_DATASETS,
                new Catalog.SearchDatasets(VERA, "", null, null, null, null, "name", 10, text)));
    }

    @Property(tries = 100)
    void what_was_written_is_found(
            @ForAll("texts") String notes, @ForAll("texts") String key, @ForAll("texts") String value) {
        Assume.that(Stream.of(notes, key, value).allMatch(Text::isUnicode));
        String plain = notes.replace('\0', ' ');
        Dataset dataset =
                CATALOG.create(NewDataset.named("property").noted(plain).with(Map.of(key, value)));
        try {
            for (String text : List.of(plain, key.replace('\0', ' '), value.replace('\0', ' '))) {
                assertThat(found(text)).contains(dataset.id());
                for (String word : text.split("\\s+")) {
                    assertThat(found(word)).contains(dataset.id());
                }
            }
        } finally {
            CATALOG.ask(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(ALICE, "property"));
        }
    }

    private static Stream<Object> found(String q) {
        return CATALOG
                .ask(
                        Catalog.SEARCH_DATASETS,
                        new Catalog.SearchDatasets(VERA, q, null, null, null, null, "relevance", 10, null))
                .items()
                .stream()
                .map(Dataset::id);
    }

    private static void assertAnsweredOrInvalid(Runnable search) {
        try {
            search.run();
        } catch (ProblemException refused) {
            assertThat(refused.problem()).isInstanceOf(Problem.Invalid.class);
        }
    }
}
