package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time is moved, never waited for. */
class SignInAttemptsIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    private static final Secret PASSWORD = new Secret("correct horse battery");
    private static final Secret WRONG = new Secret("wrong");
    private static final Problem REFUSED = new Problem.Unauthenticated();
    private static int users;

    private String user = "";

    @BeforeEach
    void user() {
        CATALOG.clock.advance(Duration.ofHours(1));
        user = "user" + users++;
        CATALOG.ask(Identity.CREATE_USER, new Identity.CreateUser(ADMIN, user, PASSWORD, Role.VIEWER));
    }

    @Test
    void after_five_failures_an_account_waits_twice_as_long_each_time_and_never_longer_than_five_minutes() {
        fail(user, 5, null);
        for (long seconds : List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300)) {
            assertThat(wrong(user, null)).isEqualTo(tooMany(Duration.ofSeconds(seconds)));
            CATALOG.clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(right(user, null)).isInstanceOf(Problem.TooMany.class);
            CATALOG.clock.advance(Duration.ofMillis(1));
            assertThat(wrong(user, null)).isEqualTo(REFUSED);
        }
    }

    @Test
    void a_user_that_does_not_exist_is_answered_alike() {
        String nobody = "nobody-" + user;
        fail(nobody, 5, null);

        assertThat(wrong(nobody, null)).isEqualTo(tooMany(Duration.ofSeconds(1)));
        fail("no\0body", 5, null);
        assertThat(wrong("no\0body", null)).isEqualTo(tooMany(Duration.ofSeconds(1)));
    }

    @Test
    void the_case_of_a_name_opens_no_second_account() {
        fail(user, 3, null);
        fail(user.toUpperCase(java.util.Locale.ROOT), 2, null);

        assertThat(wrong(user, null)).isEqualTo(tooMany(Duration.ofSeconds(1)));
    }

    @Test
    void of_many_at_once_no_more_are_looked_at_than_of_many_in_a_row() {
        List<Future<Identity.AccessToken>> attempts = IntStream.range(0, 40)
                .mapToObj(i -> Identity.SIGN_IN.call(CATALOG.vertx, new Identity.SignIn(user, WRONG)))
                .toList();
        Future.join(attempts).transform(done -> Future.succeededFuture()).await();

        assertThat(attempts).filteredOn(attempt -> isRefused(attempt.cause())).hasSize(5);
    }

    @Test
    void a_success_clears_the_account_and_other_accounts_never_noticed() {
        fail(user, 4, null);
        signIn(user, null);
        fail(user, 4, null);
        signIn(user, null);
        fail("other-" + user, 6, null);

        signIn(user, null);
    }

    @Test
    void half_an_hour_later_all_is_forgotten() {
        fail(user, 5, "198.51.100.7");
        CATALOG.clock.advance(Duration.ofMinutes(30));
        fail(user, 4, "198.51.100.7");

        signIn(user, "198.51.100.7");
        CATALOG.clock.advance(Duration.ofMinutes(31));
        signIn(user, null);
        assertThat(CATALOG.sql("select count(*) from catalog.sign_in_attempts")).containsExactly("0");
    }

    @Test
    void an_address_has_fifty_free_whatever_the_accounts_and_a_success_gives_only_itself_back() {
        for (int i = 0; i < 49; i++) {
            assertThat(wrong("spray" + i + user, "203.0.113.9")).isEqualTo(REFUSED);
            signIn(user, i < 48 ? "203.0.113.9" : null);
        }
        assertThat(wrong("last" + user, "203.0.113.9")).isEqualTo(REFUSED);
        assertThat(right(user, "203.0.113.9")).isEqualTo(tooMany(Duration.ofSeconds(1)));
        signIn(user, "203.0.113.10");
    }

    @Test
    void a_blocked_address_cannot_lock_an_account() {
        for (int i = 0; i < 50; i++) {
            wrong("spray" + i + user, "203.0.113.20");
        }
        for (int i = 0; i < 10; i++) {
            assertThat(wrong(user, "203.0.113.20")).isInstanceOf(Problem.TooMany.class);
        }

        signIn(user, "203.0.113.21");
    }

    @Test
    void of_ipv6_a_network_of_64_bits_counts_as_one() {
        for (int i = 0; i < 50; i++) {
            wrong("spray" + i + user, "2001:db8:1:2::" + Integer.toHexString(i + 1));
        }

        assertThat(right(user, "2001:db8:1:2:ffff::1")).isInstanceOf(Problem.TooMany.class);
        signIn(user, "2001:db8:1:3::1");
    }

    @Test
    void codes_are_counted_by_address_and_a_right_one_is_not_used_up_by_a_refusal() {
        String address = "203.0.113.30";
        Secret code = CATALOG.ask(
                        Identity.ISSUE_CODE,
                        new Identity.IssueCode(
                                new Caller(user, Role.VIEWER), Identity.Purpose.SIGN_IN, Duration.ofMinutes(10)))
                .code();
        for (int i = 0; i < 50; i++) {
            assertThat(redeem(new Secret("wrong" + i), address)).isEqualTo(REFUSED);
        }
        assertThat(redeem(code, address)).isEqualTo(tooMany(Duration.ofSeconds(1)));
        CATALOG.clock.advance(Duration.ofSeconds(1));

        assertThat(CATALOG.ask(Identity.REDEEM_SIGN_IN_CODE, new Identity.RedeemSignInCode(code, address)))
                .isNotNull();
    }

    @Test
    void names_are_kept_as_digests_only() {
        fail("my password by mistake", 1, "203.0.113.40");

        assertThat(CATALOG.sql("select a::text from catalog.sign_in_attempts a"))
                .hasSize(2)
                .noneMatch(row -> row.contains("mistake") || row.contains("203.0"));
    }

    private void fail(String name, int times, @Nullable String address) {
        for (int i = 0; i < times; i++) {
            assertThat(wrong(name, address)).isIn(REFUSED, tooMany(Duration.ofSeconds(1)));
        }
    }

    private static Problem wrong(String name, @Nullable String address) {
        return CATALOG.refused(Identity.SIGN_IN, new Identity.SignIn(name, WRONG, address));
    }

    private static Problem right(String name, @Nullable String address) {
        return CATALOG.refused(Identity.SIGN_IN, new Identity.SignIn(name, PASSWORD, address));
    }

    private static void signIn(String name, @Nullable String address) {
        assertThat(CATALOG.ask(Identity.SIGN_IN, new Identity.SignIn(name, PASSWORD, address)))
                .isNotNull();
    }

    private static Problem redeem(Secret code, String address) {
        return CATALOG.refused(Identity.REDEEM_SIGN_IN_CODE, new Identity.RedeemSignInCode(code, address));
    }

    private static Problem tooMany(Duration wait) {
        return new Problem.TooMany("Too many attempts to sign in.", wait);
    }

    private static boolean isRefused(Throwable cause) {
        return cause instanceof io.sluice.contract.ProblemException known
                && known.problem().equals(REFUSED);
    }
}
