package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ALICE;
import static io.sluice.catalog.CatalogUnderTest.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Claim;
import io.sluice.contract.Identity.ClaimState;
import io.sluice.contract.Problem;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdempotencyIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    @Test
    void of_many_simultaneous_claims_exactly_one_is_new() {
        List<Future<Claim>> claims = IntStream.range(0, 16)
                .mapToObj(i -> Identity.CLAIM_REQUEST.call(
                        CATALOG.vertx, new Identity.ClaimRequest(ALICE, "contested", "print")))
                .toList();
        Future.all(claims).await();

        assertThat(claims.stream().map(claim -> claim.result().state()))
                .containsOnly(ClaimState.NEW, ClaimState.BUSY)
                .filteredOn(ClaimState.NEW::equals)
                .hasSize(1);
    }

    @Test
    void a_settled_claim_gives_the_same_answer_for_a_day() {
        claim(ALICE, "settled", "print");
        assertThat(settle("settled", 201, "{\"id\":1}")).isEqualTo(new Done(true));

        Claim again = new Claim(ClaimState.DONE, 201, "/there", "application/json", "{\"id\":1}");
        assertThat(claim(ALICE, "settled", "print")).isEqualTo(again);
        assertThat(settle("settled", 500, "other")).isEqualTo(new Done(false));
        CATALOG.clock.advance(Duration.ofHours(23));
        assertThat(claim(ALICE, "settled", "print")).isEqualTo(again);
        CATALOG.clock.advance(Duration.ofHours(2));
        assertThat(state(ALICE, "settled", "print")).isEqualTo(ClaimState.NEW);
    }

    @Test
    void a_key_that_was_used_for_another_request_is_told() {
        claim(ALICE, "reused", "print");

        assertThat(state(ALICE, "reused", "other")).isEqualTo(ClaimState.OTHER);
        settle("reused", 200, "");
        assertThat(state(ALICE, "reused", "other")).isEqualTo(ClaimState.OTHER);
        assertThat(state(BOB, "reused", "other")).isEqualTo(ClaimState.NEW);
    }

    @Test
    void a_claim_that_was_given_up_is_free_again() {
        claim(ALICE, "given-up", "print");

        assertThat(settle("given-up", 0, "")).isEqualTo(new Done(true));
        assertThat(state(ALICE, "given-up", "other")).isEqualTo(ClaimState.NEW);
        assertThat(settle("never-claimed", 0, "")).isEqualTo(new Done(false));
    }

    @Test
    void the_claim_of_a_process_that_died_is_free_after_a_minute() {
        claim(ALICE, "abandoned", "print");
        CATALOG.clock.advance(Duration.ofSeconds(60));
        assertThat(state(ALICE, "abandoned", "print")).isEqualTo(ClaimState.BUSY);
        CATALOG.clock.advance(Duration.ofSeconds(1));
        assertThat(state(ALICE, "abandoned", "print")).isEqualTo(ClaimState.NEW);
        assertThat(state(ALICE, "abandoned", "print")).isEqualTo(ClaimState.BUSY);
    }

    @Test
    void what_expired_is_forgotten() {
        claim(ALICE, "forgotten", "print");
        CATALOG.clock.advance(Duration.ofHours(25));
        claim(BOB, "something-else", "print");

        assertThat(CATALOG.sql("select key from catalog.idempotency where key = 'forgotten'"))
                .isEmpty();
    }

    @Test
    void an_endless_or_empty_key_is_refused() {
        for (String key : List.of("", "k".repeat(256))) {
            assertThat(CATALOG.refused(Identity.CLAIM_REQUEST, new Identity.ClaimRequest(ALICE, key, "print")))
                    .isInstanceOf(Problem.Invalid.class);
        }
    }

    private static Claim claim(Caller caller, String key, String fingerprint) {
        return CATALOG.ask(Identity.CLAIM_REQUEST, new Identity.ClaimRequest(caller, key, fingerprint));
    }

    private static ClaimState state(Caller caller, String key, String fingerprint) {
        return claim(caller, key, fingerprint).state();
    }

    private static Done settle(String key, int status, String body) {
        return CATALOG.ask(
                Identity.SETTLE_REQUEST,
                new Identity.SettleRequest(ALICE, key, status, "/there", "application/json", body));
    }
}
