package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.gateway.live.Account.Use;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one subscription has of its user's, its address's and the node's account. Belongs to the subscription's event loop; counts
 * there and goes to the {@link Ledger} only when it is worth it.
 */
final class Allowance {
    private static final double NANOS = 1e9;

    private final Ledger ledger;
    private final List<Account> accounts;
    private Use use;
    private long unpaid;
    private long windowAt;
    private long taken;
    private double before;
    private boolean closed;

    Allowance(Ledger ledger, List<Account> accounts, Use use) {
        this.ledger = ledger;
        this.accounts = List.copyOf(accounts);
        this.use = use;
        this.windowAt = ledger.now();
    }

    /**
     * Another filter from now on.
     *
     * @throws io.sluice.contract.ProblemException {@link Problem.TooMany}; the filter before stays
     */
    void change(Use after) {
        ledger.change(accounts, use, after);
        use = after;
    }

    /** @return why the subscription has to go after this delivery; null: it does not */
    Problem.@Nullable TooMany deliver(int bytes) {
        unpaid += bytes;
        return unpaid < ledger.quantum() ? null : pay();
    }

    /** Once a second, for what was too little to pay at once. */
    Problem.@Nullable TooMany pay() {
        if (unpaid == 0) {
            return null;
        }
        long bytes = unpaid;
        unpaid = 0;
        return ledger.deliver(accounts, bytes, perSecond(bytes));
    }

    /** The larger of what was taken in the second under way and, per second, in the one before. */
    private double perSecond(long bytes) {
        long now = ledger.now();
        double seconds = (now - windowAt) / NANOS;
        if (seconds >= 1) {
            before = taken / seconds;
            taken = 0;
            windowAt = now;
        }
        taken += bytes;
        return Math.max(before, taken);
    }

    /**
     * Asks for a turn of replay that will read about {@code bytes}.
     *
     * @return how long to wait first; zero: it may begin
     */
    Duration turn(long bytes) {
        return ledger.turn(accounts, ledger.reservation(bytes));
    }

    /** The turn that was asked for with {@code asked} has read {@code bytes}; 0: it came to nothing. */
    void turned(long asked, long bytes) {
        ledger.turned(accounts, bytes - ledger.reservation(asked));
    }

    void close() {
        if (!closed) {
            closed = true;
            ledger.deliver(accounts, unpaid, 0);
            ledger.close(accounts, use);
        }
    }
}
