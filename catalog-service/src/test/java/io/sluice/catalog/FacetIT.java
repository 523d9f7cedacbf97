package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static io.sluice.catalog.CatalogUnderTest.ALICE;
import static io.sluice.catalog.CatalogUnderTest.BOB;
import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The counts that are kept are those that counting would give, whatever was written and whoever asks. */
class FacetIT {
    private static final String COUNTED = """
            select v.facet || ' ' || v.value || ' ' || count(*)
            from catalog.datasets d cross join lateral (
                values ('total', ''), ('organization', d.organization), ('type', d.type)
                union all select 'tag', unnest(d.tags)) as v (facet, value)
            where %s group by v.facet, v.value order by 1
            """;

    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @BeforeAll
    static void organizations() {
        CATALOG.organization("utah");
        CATALOG.organization("nevada");
    }

    @Test
    void counts_follow_every_write_and_folding_changes_none() {
        Random random = new Random(7);
        for (int i = 0; i < 120; i++) {
            write(random, i);
            if (i % 40 == 39) {
                CATALOG.sql("select catalog.fold_facets()::text");
            }
            if (i % 10 == 0) {
                assertThat(shown(VERA)).isEqualTo(counted("not private"));
                assertThat(shown(BOB)).isEqualTo(counted("not private or owner = 'bob'"));
                assertThat(shown(ADMIN)).isEqualTo(counted("true"));
            }
        }
        assertThat(CATALOG.sql("select count(*) from catalog.facets")).isNotEqualTo(List.of("0"));
    }

    private static void write(Random random, int number) {
        String name = "facet-" + random.nextInt(25);
        boolean there = !CATALOG.sql("select 1 from catalog.datasets where name = '" + name + "'")
                .isEmpty();
        if (!there) {
            NewDataset dataset = NewDataset.named(name)
                    .by(number % 2 == 0 ? ALICE : BOB)
                    .in(number % 3 == 0 ? "nevada" : "utah")
                    .tagged("t" + random.nextInt(4), "t" + random.nextInt(4));
            CATALOG.create(random.nextInt(3) == 0 ? dataset.secret() : dataset);
        } else if (random.nextInt(3) == 0) {
            CATALOG.ask(Catalog.DELETE_DATASET, new Catalog.DeleteDataset(ADMIN, name));
        } else {
            CATALOG.ask(
                    Catalog.UPDATE_DATASET,
                    new Catalog.UpdateDataset(
                            ADMIN,
                            name,
                            null,
                            random.nextBoolean() ? "utah" : "nevada",
                            null,
                            List.of("t" + random.nextInt(4)),
                            null,
                            random.nextBoolean(),
                            null,
                            null,
                            null,
                            null,
                            null,
                            null));
        }
    }

    private static List<String> counted(String visible) {
        return CATALOG.sql(COUNTED.formatted(visible)).stream().sorted().toList();
    }

    private static List<String> shown(Caller caller) {
        Catalog.DatasetPage page = CATALOG.ask(
                Catalog.SEARCH_DATASETS,
                new Catalog.SearchDatasets(caller, "", null, null, null, null, "name", 1, null));
        assertThat(page.exact()).isTrue();
        var lines = new TreeMap<>(page.facets())
                .entrySet().stream()
                        .flatMap(facet -> facet.getValue().stream()
                                .map(count -> facet.getKey() + " " + count.value() + " " + count.count()))
                        .collect(Collectors.toList());
        if (page.total() > 0) {
            lines.add("total  " + page.total());
        }
        return lines.stream().sorted().toList();
    }
}
