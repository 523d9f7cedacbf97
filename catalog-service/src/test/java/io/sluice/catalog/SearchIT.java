package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static io.sluice.catalog.CatalogUnderTest.ALICE;
import static io.sluice.catalog.CatalogUnderTest.BOB;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Catalog.DatasetPage;
import io.sluice.contract.Catalog.FacetCount;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @BeforeAll
    static void fill() {
        CATALOG.organization("utah");
        CATALOG.organization("nevada");
        CATALOG.organization("pages");
        CATALOG.create(NewDataset.named("timestamp-topic_1")
                .titled("Clock of the demonstration")
                .tagged("demo", "time")
                .generated());
        CATALOG.clock.advance(Duration.ofSeconds(1));
        CATALOG.create(NewDataset.named("air")
                .titled("Air quality")
                .noted("Temperature and ozone, not the wind. Mentions topic once.")
                .tagged("air", "sensors")
                .with(Map.of("station", Map.of("city", "Zürich", "codes", List.of("UT01", 4711)))));
        CATALOG.clock.advance(Duration.ofSeconds(1));
        CATALOG.create(NewDataset.named("snow")
                .titled("Snow depth 50%_of")
                .in("nevada")
                .by(BOB)
                .tagged("sensors"));
        CATALOG.clock.advance(Duration.ofSeconds(1));
        CATALOG.create(NewDataset.named("snow-secret")
                .titled("Private snow")
                .in("nevada")
                .by(BOB)
                .tagged("sensors", "classified")
                .secret());
    }

    @ParameterizedTest
    @CsvSource({
        "timestamp, timestamp-topic_1",
        "TIMEST, timestamp-topic_1",
        "timestamp-topic_1, timestamp-topic_1",
        "topic demo, timestamp-topic_1",
        "temp, air",
        "the not, air",
        "zurich, air",
        "Zürich, air",
        "station ut01, air",
        "4711, air",
        "nevada depth, snow",
    })
    void every_word_counts_as_a_prefix_wherever_it_stands(String q, String name) {
        assertThat(names(search(VERA, q))).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothingness", "air snow", "opic", "stamp"})
    void a_word_that_does_not_match_leaves_nothing(String q) {
        DatasetPage page = search(VERA, q);

        assertThat(page.items()).isEmpty();
        assertThat(page.total()).isZero();
        assertThat(page.facets().get("tag")).isEmpty();
    }

    @Test
    void a_name_counts_for_more_than_a_note() {
        assertThat(names(search(VERA, "topic"))).containsExactly("timestamp-topic_1", "air");
    }

    @Test
    void facets_and_totals_are_counts_under_the_query_of_what_the_caller_may_see() {
        DatasetPage visible = search(VERA, "snow");
        DatasetPage everything = search(BOB, "snow");

        assertThat(names(visible)).containsExactly("snow");
        assertThat(visible.total()).isEqualTo(1);
        assertThat(visible.facets())
                .isEqualTo(Map.of(
                        "organization", List.of(new FacetCount("nevada", 1)),
                        "tag", List.of(new FacetCount("sensors", 1)),
                        "type", List.of(new FacetCount("kafka", 1))));
        assertThat(everything.total()).isEqualTo(2);
        assertThat(everything.facets().get("tag"))
                .containsExactly(new FacetCount("sensors", 2), new FacetCount("classified", 1));
        assertThat(search(ADMIN, "snow").total()).isEqualTo(2);
        assertThat(search(new Caller("carol", Role.EDITOR), "classified").total())
                .isZero();
        assertThat(search(ALICE, "classified").total())
                .as("of the owner of the organization")
                .isEqualTo(1);
    }

    @Test
    void filters_narrow_the_search() {
        assertThat(names(filter("nevada", null, null, null))).containsExactly("snow");
        assertThat(names(filter(null, "sensors", null, null))).containsExactlyInAnyOrder("air", "snow");
        assertThat(names(filter("utah", null, "generator", null))).containsExactly("timestamp-topic_1");
        assertThat(names(filter(null, null, null, "bob"))).containsExactly("snow");
        assertThat(names(filter("nowhere", null, null, null))).isEmpty();
    }

    @Test
    void the_order_is_as_asked() {
        assertThat(sorted("name")).containsExactly("air", "snow", "timestamp-topic_1");
        assertThat(sorted("-name")).containsExactly("timestamp-topic_1", "snow", "air");
        assertThat(sorted("created")).containsExactly("timestamp-topic_1", "air", "snow");
        assertThat(sorted("-updated")).containsExactly("snow", "air", "timestamp-topic_1");
        assertThat(CATALOG.refused(Catalog.SEARCH_DATASETS, ask(VERA, "", "size", 10, null)))
                .isInstanceOfSatisfying(Problem.Invalid.class, invalid -> assertThat(
                                invalid.violations().get(0).pointer())
                        .isEqualTo("/sort"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "-name", "created", "-created", "updated", "-updated", "relevance"})
    void pages_stay_where_they_are_when_rows_come_between(String sort) {
        String prefix = "p" + Integer.toHexString(sort.hashCode());
        for (int i = 10; i < 20; i++) {
            CATALOG.create(NewDataset.named(prefix + "-" + i)
                    .titled("paging " + prefix)
                    .in("pages"));
        }
        List<String> before = names(CATALOG.ask(Catalog.SEARCH_DATASETS, ask(VERA, prefix, sort, 200, null)));
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            DatasetPage page = CATALOG.ask(Catalog.SEARCH_DATASETS, ask(VERA, prefix, sort, 3, cursor));
            seen.addAll(names(page));
            cursor = page.next();
            CATALOG.create(NewDataset.named(prefix + "-1" + seen.size() + "-new")
                    .titled("paging " + prefix)
                    .in("pages"));
        } while (cursor != null);

        assertThat(before).hasSize(10);
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.stream().filter(name -> !name.endsWith("-new"))).containsExactlyElementsOf(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "bm90IGpzb24", "WyJkYXRhc2V0Om5hbWUiLCJhIl0", "WyJkYXRhc2V0Om5hbWUiLG51bGwsbnVsbF0"})
    void a_broken_cursor_is_refused(String cursor) {
        assertThat(CATALOG.refused(Catalog.SEARCH_DATASETS, ask(VERA, "", "name", 10, cursor)))
                .isEqualTo(Problem.Invalid.at("/cursor", "not a cursor of this list"));
    }

    @Test
    void a_cursor_of_another_order_is_refused() {
        String next = CATALOG.ask(Catalog.SEARCH_DATASETS, ask(VERA, "", "name", 1, null))
                .next();

        assertThat(CATALOG.refused(Catalog.SEARCH_DATASETS, ask(VERA, "", "created", 1, next)))
                .isEqualTo(Problem.Invalid.at("/cursor", "not a cursor of this list"));
    }

    @Test
    void what_changes_is_found_by_its_new_words_only() {
        CATALOG.create(NewDataset.named("renamed").titled("Before"));
        CATALOG.ask(
                Catalog.UPDATE_DATASET,
                new Catalog.UpdateDataset(
                        ALICE,
                        "renamed",
                        "Afterwards",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));

        assertThat(names(search(VERA, "afterwards"))).containsExactly("renamed");
        assertThat(search(VERA, "before renamed").total()).isZero();
        CATALOG.ask(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(ALICE, "renamed"));
        assertThat(search(VERA, "afterwards").total()).isZero();
    }

    @Test
    void keywords_match_anywhere_in_any_case_all_or_any() {
        assertThat(match(VERA, true, "STAMP-top")).containsExactly("timestamp-topic_1");
        assertThat(match(VERA, true, "ozone", "ZÜRICH")).containsExactly("air");
        assertThat(match(VERA, true, "ozone", "snow")).isEmpty();
        assertThat(match(VERA, false, "ozone", "snow")).containsExactly("air", "snow");
        assertThat(match(BOB, true, "snow")).containsExactly("snow", "snow-secret");
    }

    @Test
    void wildcards_in_keywords_are_plain_characters() {
        assertThat(match(VERA, true, "50%_of")).containsExactly("snow");
        assertThat(match(VERA, true, "%")).containsExactly("snow");
        assertThat(match(VERA, true, "s_ow")).isEmpty();
        assertThat(match(VERA, true, "\\")).isEmpty();
    }

    @Test
    void a_keyword_is_not_blank_and_without_any_everything_matches() {
        assertThat(match(VERA, true)).isNotEmpty();
        for (List<String> keywords : List.of(List.of(" "), List.of("a", ""))) {
            assertThat(CATALOG.refused(Catalog.MATCH_DATASETS, new Catalog.MatchDatasets(VERA, keywords, true)))
                    .isInstanceOf(Problem.Invalid.class);
        }
    }

    private static DatasetPage search(Caller caller, String q) {
        return CATALOG.ask(Catalog.SEARCH_DATASETS, ask(caller, q, "relevance", 50, null));
    }

    private static Catalog.SearchDatasets ask(Caller caller, String q, String sort, int limit, String cursor) {
        return new Catalog.SearchDatasets(caller, q, null, null, null, null, sort, limit, cursor);
    }

    private static DatasetPage filter(String organization, String tag, String type, String owner) {
        return CATALOG.ask(
                Catalog.SEARCH_DATASETS,
                new Catalog.SearchDatasets(VERA, "", organization, tag, type, owner, "relevance", 50, null));
    }

    private static List<String> sorted(String sort) {
        return names(CATALOG.ask(Catalog.SEARCH_DATASETS, ask(VERA, "", sort, 200, null))).stream()
                .filter(List.of("air", "snow", "timestamp-topic_1")::contains)
                .toList();
    }

    private static List<String> match(Caller caller, boolean all, String... keywords) {
        return CATALOG
                .ask(Catalog.MATCH_DATASETS, new Catalog.MatchDatasets(caller, List.of(keywords), all))
                .items()
                .stream()
                .map(Dataset::name)
                .toList();
    }

    private static List<String> names(DatasetPage page) {
        return page.items().stream().map(Dataset::name).toList();
    }
}
