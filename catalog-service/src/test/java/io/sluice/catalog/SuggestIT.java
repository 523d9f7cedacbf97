package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.BOB;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Problem;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SuggestIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @BeforeAll
    static void fill() {
        CATALOG.organization("utah");
        CATALOG.organization("usgs");
        CATALOG.create(
                NewDataset.named("river-flow").titled("Discharge of rivers").tagged("rivers", "water"));
        CATALOG.create(NewDataset.named("lake-level").titled("River basins").tagged("water"));
        CATALOG.create(NewDataset.named("river-secret").titled("Hidden").by(BOB).secret());
        CATALOG.create(NewDataset.named("odd").titled("50%_of it").in("usgs").tagged("riverine", "rivers"));
    }

    @Test
    void names_titles_tags_and_organizations_are_completed() {
        assertThat(suggest(VERA, "Riv", 10))
                .containsExactlyInAnyOrder("dataset river-flow", "dataset lake-level", "tag rivers", "tag riverine");
        assertThat(suggest(VERA, "us", 10)).containsExactly("organization usgs");
        assertThat(suggest(VERA, "wat", 10)).containsExactly("tag water");
    }

    @Test
    void what_more_datasets_have_comes_first() {
        assertThat(suggest(VERA, "river", 10).stream().filter(each -> each.startsWith("tag")))
                .containsExactly("tag rivers", "tag riverine");
    }

    @Test
    void what_is_private_is_completed_for_its_owner_only() {
        assertThat(suggest(VERA, "river-s", 10)).isEmpty();
        assertThat(suggest(BOB, "river-s", 10)).containsExactly("dataset river-secret");
    }

    @Test
    void wildcards_are_plain_characters_and_nothing_typed_completes_to_nothing() {
        assertThat(suggest(VERA, "50%_", 10)).containsExactly("dataset odd");
        assertThat(suggest(VERA, "%", 10)).isEmpty();
        assertThat(suggest(VERA, " ", 10)).isEmpty();
    }

    @Test
    void every_kind_has_its_share_of_a_short_list() {
        IntStream.range(0, 8)
                .forEach(i -> CATALOG.create(NewDataset.named("zeb" + i).tagged("zebra", "zebu")));

        assertThat(suggest(VERA, "zeb", 6)).hasSize(6).contains("tag zebra", "tag zebu");
        assertThat(CATALOG.refused(Catalog.SUGGEST, new Catalog.Suggest(VERA, "a", 51)))
                .isInstanceOf(Problem.Invalid.class);
    }

    private static List<String> suggest(Caller caller, String q, int limit) {
        return CATALOG.ask(Catalog.SUGGEST, new Catalog.Suggest(caller, q, limit)).items().stream()
                .map(one -> one.kind() + " " + one.value())
                .toList();
    }
}
