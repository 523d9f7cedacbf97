package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.filter.Filter;
import io.sluice.gateway.live.Account.Scope;
import io.sluice.gateway.live.Account.Use;
import io.sluice.gateway.live.Ledger.Limit;
import io.sluice.gateway.live.LiveConfig.Limits;
import io.sluice.gateway.live.LiveConfig.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Share WIDE = new Share(1_000, 1 << 30, 1 << 30, 1_000_000);
    private static final Use ALL = use("");

    private long now = 17;

    private Ledger ledger(Share node, Share user, Share address) {
        return new Ledger(new Limits(node, user, address, 100, 2), () -> now);
    }

    private static Use use(String where) {
        Filter filter = Filter.parse(where).orElse(faults -> {
            throw new AssertionError(faults);
        });
        return new Use(new LiveRequest.Source(LiveRequest.Kind.TOPIC, "rides"), filter);
    }

    private static Problem.TooMany refusal(Runnable asking) {
        return (Problem.TooMany)
                catchThrowableOfType(ProblemException.class, asking::run).problem();
    }

    @Test
    void as_many_as_the_limit_come_in_and_one_more_when_one_has_left() {
        Ledger ledger = ledger(WIDE, new Share(2, 1 << 20, 1 << 20, 100), WIDE);
        Allowance first = ledger.open("ada", "a", ALL, false);
        ledger.open("ada", "b", ALL, false);
        Problem.TooMany refused = refusal(() -> ledger.open("ada", "c", ALL, false));
        assertThat(refused.detail()).isEqualTo("You have 2 live subscriptions, as many as a user can have.");
        assertThat(refused.retryAfter()).isPositive();
        assertThat(ledger.refused(Limit.SUBSCRIPTIONS, Scope.USER)).isEqualTo(1);
        ledger.open("bob", "a", ALL, false);
        first.close();
        first.close();
        ledger.open("ada", "a", ALL, false);
        assertThat(refusal(() -> ledger.open("ada", "a", ALL, false))).isNotNull();
    }

    @Test
    void an_address_and_the_node_have_limits_of_their_own() {
        Share two = new Share(2, 1 << 20, 1 << 20, 100);
        Ledger ledger = ledger(new Share(3, 1 << 20, 1 << 20, 100), WIDE, two);
        ledger.open("ada", "a", ALL, false);
        ledger.open("bob", "a", ALL, false);
        assertThat(refusal(() -> ledger.open("eve", "a", ALL, false)).detail())
                .isEqualTo("Your address has 2 live subscriptions, as many as an address can have.");
        ledger.open("eve", "b", ALL, false);
        assertThat(refusal(() -> ledger.open("eve", "b", ALL, false)).detail())
                .isEqualTo("This node has 3 live subscriptions, as many as a node can have.");
    }

    @Test
    void equal_filters_cost_once_and_a_refused_change_changes_nothing() {
        Use one = use("a = 1");
        Use other = use("b = 1 and c = 2 and d = 3");
        int cost = one.filter().cost();
        Ledger ledger = ledger(WIDE, new Share(100, 1 << 20, 1 << 20, 2L * cost), WIDE);
        Allowance first = ledger.open("ada", "a", one, false);
        Allowance second = ledger.open("ada", "a", one, false);
        assertThat(refusal(() -> second.change(other)).detail()).contains("live filters", "a user may");
        second.change(use("b = 1"));
        assertThat(refusal(() -> ledger.open("ada", "a", use("c = 1"), false))).isNotNull();
        ledger.open("ada", "a", one, false).close();
        second.change(one);
        ledger.open("ada", "a", use("c = 1"), false);
        first.close();
    }

    @Test
    void who_takes_more_than_an_equal_share_of_an_overdrawn_account_has_to_go_and_nobody_else() {
        Ledger ledger = ledger(new Share(100, 10_000, 1 << 20, 1_000), WIDE, WIDE);
        Allowance greedy = ledger.open("ada", "a", ALL, false);
        Allowance modest = ledger.open("bob", "b", ALL, false);
        Problem.TooMany told = null;
        for (int second = 0; second < 20 && told == null; second++) {
            assertThat(modest.deliver(1_000)).isNull();
            assertThat(modest.pay()).isNull();
            now += SECOND;
            told = greedy.deliver(15_000);
        }
        assertThat(told).isNotNull();
        assertThat(told.detail())
                .isEqualTo("This node has been sent more than 10,000 bytes a second, which a node may.");
        modest.deliver(4_000);
        assertThat(modest.pay()).isNull();
        Duration wait = refusal(() -> ledger.open("eve", "c", ALL, false)).retryAfter();
        now += wait.toNanos();
        ledger.open("eve", "c", ALL, false);
    }

    @Test
    void replay_waits_for_its_account_and_a_new_one_is_refused_when_the_wait_is_long() {
        Ledger ledger = ledger(WIDE, new Share(100, 1 << 30, 1_000, 1_000), WIDE);
        Allowance ada = ledger.open("ada", "a", ALL, true);
        assertThat(ada.turn(1 << 20)).isZero();
        ada.turned(1 << 20, 14_000);
        assertThat(ada.turn(1 << 20)).isEqualTo(Duration.ofSeconds(10));
        assertThat(refusal(() -> ledger.open("ada", "a", ALL, true)).detail())
                .isEqualTo("You have replayed more than 1,000 bytes a second, which a user may.");
        ledger.open("ada", "a", ALL, false);
        assertThat(ledger.open("bob", "a", ALL, true).turn(1 << 20)).isZero();
        now += 10 * SECOND;
        assertThat(ada.turn(1 << 20)).isZero();
    }

    @Property(tries = 200)
    void nothing_is_kept_of_who_is_gone_and_no_limit_is_ever_passed(@ForAll long seed) {
        Random random = new Random(seed);
        Share five = new Share(5, 5_000, 5_000, 50);
        Ledger ledger = ledger(new Share(8, 20_000, 20_000, 200), five, five);
        List<Allowance> open = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            now += random.nextInt(200) * 1_000_000L;
            if (random.nextBoolean()) {
                try {
                    open.add(ledger.open("u" + random.nextInt(3), "a" + random.nextInt(3), ALL, random.nextBoolean()));
                } catch (ProblemException refused) {
                    assertThat(((Problem.TooMany) refused.problem()).retryAfter())
                            .isPositive();
                }
            } else if (!open.isEmpty()) {
                Allowance one = open.get(random.nextInt(open.size()));
                if (random.nextBoolean() || one.deliver(random.nextInt(3_000)) != null) {
                    one.close();
                    open.remove(one);
                }
            }
            assertThat(open).hasSizeLessThanOrEqualTo(8);
        }
        open.forEach(Allowance::close);
        now += 3_600 * SECOND;
        Allowance last = ledger.open("last", "last", ALL, true);
        assertThat(ledger.accounts()).isEqualTo(2);
        last.close();
    }
}
