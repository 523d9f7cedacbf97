package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Catalog;
import io.sluice.contract.Catalog.DatasetPage;
import io.sluice.contract.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Words that are in so many datasets that not all of them are looked at. */
class CommonWordsIT {
    private static final int MANY = 6_000;

    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @BeforeAll
    static void fill() {
        CATALOG.organization("utah");
        CATALOG.create(NewDataset.named("oldest").titled("Water of all seasons").noted("river"));
        CATALOG.create(NewDataset.named("river").titled("Plain").noted("Nothing else"));
        CATALOG.create(NewDataset.named("unicorn-sightings").noted("In the water of a river."));
        CATALOG.sql("""
                insert into catalog.datasets (id, name, title, organization, notes, tags, license, private, extras, source, mapping,
                    processing, paused, owner, created_at, updated_at, search, described)
                select gen_random_uuid(), 'many-' || i, 'Many', 'utah', 'water river', array['t' || i %% 2], null, i %% 100 = 0, '{}',
                       '{"type":"kafka","topic":"t","partitions":1}', '{}', '{}', false, 'bob', now() + i * interval '1 second',
                       now() + i * interval '1 second', '''water'':1D ''river'':2D ''many'':3B ''!many''', 'many water river'
                from generate_series(1, %d) i
                """.formatted(MANY));
        CATALOG.sql("analyze catalog.datasets");
    }

    @Test
    void the_best_comes_first_though_it_is_the_oldest() {
        assertThat(names(search("water", "relevance", 5, null)).get(0)).isEqualTo("oldest");
        assertThat(names(search("river", "relevance", 5, null)).get(0)).isEqualTo("river");
    }

    @Test
    void very_many_are_estimated_and_said_to_be() {
        DatasetPage page = search("water", "relevance", 5, null);

        assertThat(page.exact()).isFalse();
        assertThat(page.total()).isBetween(MANY * 8L / 10, MANY * 11L / 10);
        assertThat(page.facets().get("tag")).hasSize(2).allSatisfy(count -> assertThat(count.count())
                .isBetween(MANY * 3L / 10, MANY * 7L / 10));
    }

    @Test
    void a_rare_word_beside_common_ones_is_found_and_counted() {
        DatasetPage page = search("water unicorn river", "relevance", 5, null);

        assertThat(names(page)).containsExactly("unicorn-sightings");
        assertThat(page.total()).isEqualTo(1);
        assertThat(page.exact()).isTrue();
    }

    @Test
    void pages_of_a_common_word_do_not_repeat() {
        List<String> seen = pages("water", "relevance", 60);

        assertThat(seen)
                .hasSizeGreaterThanOrEqualTo(200)
                .doesNotHaveDuplicates()
                .contains("oldest");
    }

    @Test
    void other_orders_reach_every_hit() {
        Set<String> all = new TreeSet<>(
                CATALOG.sql("select name from catalog.datasets where not private and search @@ '''water'''::tsquery"));

        assertThat(pages("water", "-updated", 200)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void nothing_private_is_among_them() {
        assertThat(pages("water", "relevance", 200)).noneMatch(name -> name.matches("many-\\d*00"));
    }

    private static List<String> pages(String q, String sort, int limit) {
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            DatasetPage page = search(q, sort, limit, cursor);
            seen.addAll(names(page));
            cursor = page.next();
        } while (cursor != null);
        return seen;
    }

    private static DatasetPage search(String q, String sort, int limit, @Nullable String cursor) {
        return CATALOG.ask(
                Catalog.SEARCH_DATASETS,
                new Catalog.SearchDatasets(VERA, q, null, null, null, null, sort, limit, cursor));
    }

    private static List<String> names(DatasetPage page) {
        return page.items().stream().map(Dataset::name).toList();
    }
}
