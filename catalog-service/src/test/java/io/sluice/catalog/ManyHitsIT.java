package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Catalog;
import io.sluice.contract.Catalog.DatasetPage;
import io.sluice.contract.Dataset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Words that are in more datasets than are ranked, and words that are only common where no filter leaves few. */
class ManyHitsIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @BeforeAll
    static void fill() {
        CATALOG.organization("utah");
        CATALOG.organization("nevada");
        many("early", 1_500, "storm");
        many("wet", 6_000, "water");
        CATALOG.sql("analyze catalog.datasets");
        many("late", 1_500, "storm");
        CATALOG.create(NewDataset.named("latest").titled("Storm of the century"));
        CATALOG.create(
                NewDataset.named("dry").titled("Dry").noted("A little water.").in("nevada"));
    }

    private static void many(String name, int count, String word) {
        CATALOG.sql("""
                insert into catalog.datasets (id, name, title, organization, notes, tags, license, private, extras, source, mapping,
                    processing, paused, owner, created_at, updated_at, search, described)
                select gen_random_uuid(), '%1$s-' || i, 'Many', 'utah', '%2$s', '{}', null, false, '{}',
                       '{"type":"kafka","topic":"t","partitions":1}', '{}', '{}', false, 'bob', now() + i * interval '1 second',
                       now() + i * interval '1 second', '''%2$s'':1D', '%2$s'
                from generate_series(1, %3$d) i
                """.formatted(name, word, count));
    }

    @Test
    void what_has_the_word_in_its_title_comes_first_though_it_is_not_among_those_that_are_ranked() {
        DatasetPage page = search("storm", null, "relevance");

        assertThat(names(page).get(0)).isEqualTo("latest");
        assertThat(page.exact()).isFalse();
    }

    @Test
    void a_common_word_within_a_filter_is_counted_when_few_are_left() {
        for (String sort : List.of("relevance", "-updated")) {
            DatasetPage page = search("water", "nevada", sort);

            assertThat(names(page)).as(sort).containsExactly("dry");
            assertThat(page.total()).isEqualTo(1);
            assertThat(page.exact()).isTrue();
        }
    }

    private static DatasetPage search(String q, @Nullable String organization, String sort) {
        return CATALOG.ask(
                Catalog.SEARCH_DATASETS,
                new Catalog.SearchDatasets(VERA, q, organization, null, null, null, sort, 5, null));
    }

    private static List<String> names(DatasetPage page) {
        return page.items().stream().map(Dataset::name).toList();
    }
}
