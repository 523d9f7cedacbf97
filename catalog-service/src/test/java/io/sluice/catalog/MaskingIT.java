package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Dataset;
import io.sluice.contract.Grants;
import io.sluice.contract.Identity;
import io.sluice.contract.Masking;
import io.sluice.contract.Masking.Rule;
import io.sluice.contract.Masking.Rules;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.contract.Topics;
import io.sluice.contract.Veiling;
import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules for what people see of records, over the bus, on a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaskingIT {
    @RegisterExtension
    static final CatalogUnderTest catalog = new CatalogUnderTest();

    private static final Caller ALICE = CatalogUnderTest.ALICE;
    private static final Caller BOB = CatalogUnderTest.BOB;
    private static final Caller VERA = CatalogUnderTest.VERA;
    private static final Caller ADMIN = CatalogUnderTest.ADMIN;

    @BeforeAll
    void users() {
        for (Caller caller : List.of(ALICE, BOB, VERA, ADMIN)) {
            catalog.ask(
                    Identity.CREATE_USER,
                    new Identity.CreateUser(ADMIN, caller.user(), new Secret("a long enough password"), caller.role()));
        }
        catalog.organization("org-masked");
        catalog.ask(Grants.CREATE_GROUP, new Grants.CreateGroup(ALICE, "auditors", "", List.of(VERA.user())));
        catalog.ask(Grants.CREATE_GROUP, new Grants.CreateGroup(ALICE, "interns", "", List.of(BOB.user())));
    }

    private static Dataset dataset(String name) {
        return catalog.create(NewDataset.named(name).in("org-masked"));
    }

    private static void put(Dataset dataset, Rule... rules) {
        catalog.ask(Masking.PUT, new Masking.PutRules(ALICE, dataset.name(), new Rules(List.of(rules))));
    }

    private static Veiling seen(Caller caller, Dataset dataset) {
        return catalog.ask(Masking.OF_TOPIC, new Masking.OfTopic(caller, dataset.topic()));
    }

    private static Rule rule(List<String> groups, List<String> except, Map<String, String> mask, String rows) {
        return new Rule(groups, except, mask, rows);
    }

    @Test
    void rules_are_for_everybody_or_some_groups_and_never_for_who_manages_the_dataset() {
        Dataset dataset = dataset("masked-groups");
        put(
                dataset,
                rule(List.of(), List.of("auditors"), Map.of("iban", "hash"), null),
                rule(List.of("interns"), List.of(), Map.of("address", "remove"), "country = 'RO'"));

        assertThat(seen(BOB, dataset).fields())
                .containsExactlyInAnyOrder(new Veiling.Field("iban", "hash"), new Veiling.Field("address", "remove"));
        assertThat(seen(BOB, dataset).rows()).containsExactly("country = 'RO'");
        assertThat(seen(VERA, dataset).isNone()).isTrue();
        assertThat(seen(ALICE, dataset).isNone()).isTrue();
        assertThat(seen(ADMIN, dataset).isNone()).isTrue();

        catalog.ask(
                Grants.CREATE,
                new Grants.CreateGrant(
                        ALICE,
                        new Grants.ThingRef(Kind.DATASET, dataset.name()),
                        new Grantee(Grantee.Kind.USER, BOB.user()),
                        Level.OWNER,
                        true,
                        null));
        assertThat(seen(BOB, dataset).isNone()).isTrue();
    }

    @Test
    void hashes_keep_their_salt_when_rules_change_and_have_another_one_in_another_dataset() {
        Dataset dataset = dataset("masked-salt");
        Dataset other = dataset("masked-other-salt");
        Rule rule = rule(List.of(), List.of(), Map.of("iban", "hash"), null);
        put(dataset, rule);
        put(other, rule);
        Secret salt = seen(BOB, dataset).salt();
        put(dataset, rule, rule(List.of("interns"), List.of(), Map.of("n", "remove"), null));
        assertThat(seen(BOB, dataset).salt().reveal()).isEqualTo(salt.reveal()).hasSizeGreaterThan(32);
        assertThat(seen(BOB, other).salt().reveal()).isNotEqualTo(salt.reveal());
    }

    @Test
    void only_who_manages_a_dataset_sees_or_changes_its_rules() {
        Dataset dataset = dataset("masked-managed");
        Rules rules = new Rules(List.of(rule(List.of(), List.of(), Map.of("iban", "hash"), null)));
        assertThat(catalog.refused(Masking.PUT, new Masking.PutRules(BOB, dataset.name(), rules)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(catalog.refused(Masking.FIND, new Masking.FindRules(BOB, dataset.name())))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(catalog.refused(Masking.FIND, new Masking.FindRules(ALICE, "no-such-dataset")))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(catalog.ask(Masking.FIND, new Masking.FindRules(ALICE, dataset.name())))
                .isEqualTo(Rules.NONE);
    }

    @Test
    void who_reads_the_topic_is_told_and_rules_go_with_their_dataset() throws Exception {
        Dataset dataset = dataset("masked-news");
        CompletableFuture<String> told = new CompletableFuture<>();
        Topics.ACCESS_CHANGED.listen(catalog.vertx, news -> told.complete(news.topic()));
        put(dataset, rule(List.of(), List.of(), Map.of("iban", "hash"), null));
        assertThat(told.get(1, TimeUnit.MINUTES)).isEqualTo(dataset.topic());
        assertThat(catalog.ask(Masking.MASKED, new Masking.ListMasked()).names())
                .contains(dataset.topic());
        put(dataset);
        assertThat(seen(BOB, dataset).isNone()).isTrue();
        assertThat(catalog.ask(Masking.MASKED, new Masking.ListMasked()).names())
                .doesNotContain(dataset.topic());
    }
}
