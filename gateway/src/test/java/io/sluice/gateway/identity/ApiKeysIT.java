package io.sluice.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Peers;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time stands still until it is moved. */
class ApiKeysIT {
    private static final String RIGHT = "slk_right";
    private static final String ATTACKER = "198.51.100.7";

    private final Gateway gateway = Gateway.fresh();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource source = () -> now;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final ApiKeys keys = new ApiKeys(gateway.vertx(), clock);
    private int made;

    @BeforeEach
    void serve() {
        gateway.peers()
                .serve(
                        Identity.VERIFY_KEY,
                        ask -> ask.key().reveal().startsWith(RIGHT)
                                ? Future.succeededFuture(Peers.verified("ada", Role.VIEWER))
                                : Future.failedFuture(new Problem.Unauthenticated().toException()));
    }

    @Test
    void after_fifty_wrong_keys_an_address_is_refused_without_a_question_and_others_are_not() {
        flood(ATTACKER, WrongKeys.FREE);
        int asked = asked();

        assertThat(problem(wrong(), ATTACKER)).isEqualTo(WrongKeys.TOO_MANY);
        assertThat(problem(RIGHT + "-but-never-seen", ATTACKER)).isEqualTo(WrongKeys.TOO_MANY);
        assertThat(asked()).isEqualTo(asked);
        assertThat(problem(wrong(), "198.51.100.8")).isEqualTo(new Problem.Unauthenticated());
        assertThat(problem(wrong(), null)).isEqualTo(new Problem.Unauthenticated());
    }

    @Test
    void a_key_that_was_right_goes_on_behind_the_same_address() {
        assertThat(keys.verify(RIGHT, ATTACKER).await().caller().user()).isEqualTo("ada");
        flood(ATTACKER, WrongKeys.FREE);
        int asked = asked();
        now = now.plus(Recent.REMEMBERED);
        flood(ATTACKER, 20);

        assertThat(keys.verify(RIGHT, ATTACKER).await().caller().user()).isEqualTo("ada");
        assertThat(asked()).isGreaterThan(asked);
    }

    @Test
    void it_wears_off() {
        flood("2001:db8::1", WrongKeys.FREE);
        assertThat(problem(wrong(), "2001:db8::2")).isEqualTo(WrongKeys.TOO_MANY);
        now = now.plus(Duration.ofMillis(100));

        assertThat(problem(wrong(), "2001:db8::3")).isEqualTo(new Problem.Unauthenticated());
        assertThat(problem(wrong(), "2001:db8::3")).isEqualTo(WrongKeys.TOO_MANY);
    }

    private void flood(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(problem(wrong(), address)).isEqualTo(new Problem.Unauthenticated());
        }
    }

    private String wrong() {
        return "slk_wrong" + made++;
    }

    private int asked() {
        return gateway.peers().allAsked(Identity.VerifyKey.class).size();
    }

    private Problem problem(String key, String address) {
        Future<Identity.Verified> verified = keys.verify(key, address);
        verified.transform(done -> Future.succeededFuture()).await();
        return ((ProblemException) verified.cause()).problem();
    }
}
