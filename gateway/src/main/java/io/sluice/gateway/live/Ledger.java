package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.gateway.live.Account.Scope;
import io.sluice.gateway.live.Account.Use;
import io.sluice.gateway.live.LiveConfig.Limits;
import io.sluice.gateway.live.LiveConfig.Share;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a node: what each user, each client address and the node as a whole use of their limits. Thread-safe, by one
 * lock that is held for a few steps; subscriptions come to it when they begin, change or end, for a turn of replay, and with what
 * they delivered no more often than every {@link #quantum()} bytes or once a second.
 *
 * <p>Who gets in is decided for all three accounts at once. An account without subscriptions is forgotten when its buckets are
 * full again, {@value Bucket#BURST_SECONDS} s after its debt is paid at the latest; so there are at most as many as subscriptions
 * and addresses or users that came in the last seconds.
 */
final class Ledger {
    /** When it is worth asking again for what is freed by others. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A new replay is not taken on while the ones before have to wait longer than this. */
    private static final Duration LONGEST_QUEUE = Duration.ofSeconds(3);

    private static final long SWEEP_NANOS = 1_000_000_000L;
    private static final long MAX_QUANTUM = 64 << 10;

    private final Limits limits;
    private final LongSupplier nanos;
    private final long quantum;
    private final Account node;
    private final Map<String, Account> users = new HashMap<>();
    private final Map<String, Account> addresses = new HashMap<>();
    private final Map<Limit, Map<Scope, Long>> refused = new EnumMap<>(Limit.class);
    private long sweptAt;

    /** What is limited. */
    enum Limit {
        SUBSCRIPTIONS,
        FILTER_COST,
        BYTES,
        REPLAY_BYTES
    }

    /** @param nanos a clock that only goes forward */
    Ledger(Limits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
        this.sweptAt = nanos.getAsLong();
        this.node = new Account(Scope.NODE, limits.node(), sweptAt);
        this.quantum = Math.min(MAX_QUANTUM, least(Share::bytesPerSecond) / 8);
    }

    private long least(ToLongFunction<Share> limit) {
        return List.of(limits.node(), limits.user(), limits.address()).stream()
                .mapToLong(limit)
                .min()
                .orElseThrow();
    }

    /** How many bytes a subscription delivers before it comes to pay. */
    long quantum() {
        return quantum;
    }

    /**
     * Lets a subscription in.
     *
     * @param replays whether it asks for records of the past
     * @throws io.sluice.contract.ProblemException {@link Problem.TooMany} with the limit and whose it is
     */
    synchronized Allowance open(String user, String address, Use use, boolean replays) {
        long now = nanos.getAsLong();
        sweep(now);
        List<Account> accounts = List.of(
                users.computeIfAbsent(user, name -> new Account(Scope.USER, limits.user(), now)),
                addresses.computeIfAbsent(address, name -> new Account(Scope.ADDRESS, limits.address(), now)),
                node);
        for (Account account : accounts) {
            admit(account, use, replays, now);
        }
        accounts.forEach(account -> account.join(use));
        return new Allowance(this, accounts, use);
    }

    private void admit(Account account, Use use, boolean replays, long now) {
        if (account.isFull()) {
            throw refuse(Limit.SUBSCRIPTIONS, account, PATIENCE).toException();
        }
        if (!account.canAfford(use)) {
            throw refuse(Limit.FILTER_COST, account, PATIENCE).toException();
        }
        long debt = account.delivery().debtNanos(now);
        if (debt > 0) {
            throw refuse(Limit.BYTES, account, Duration.ofNanos(debt)).toException();
        }
        long queue = account.replay().debtNanos(now);
        if (replays && queue > LONGEST_QUEUE.toNanos()) {
            throw refuse(Limit.REPLAY_BYTES, account, Duration.ofNanos(queue)).toException();
        }
    }

    /** Another filter; if it is refused, the one before stays. */
    synchronized void change(List<Account> accounts, Use before, Use after) {
        accounts.forEach(account -> account.remove(before));
        for (Account account : accounts) {
            if (!account.canAfford(after)) {
                accounts.forEach(each -> each.add(before));
                throw refuse(Limit.FILTER_COST, account, PATIENCE).toException();
            }
        }
        accounts.forEach(account -> account.add(after));
    }

    synchronized void close(List<Account> accounts, Use use) {
        accounts.forEach(account -> account.leave(use));
        sweep(nanos.getAsLong());
    }

    /**
     * Pays for what was delivered. Whoever takes more than an equal share of an account that is overdrawn has to go; who takes
     * less is left alone, whatever others do.
     *
     * @param perSecond what this subscriber has taken lately
     * @return why it has to go; null: it does not
     */
    synchronized Problem.@Nullable TooMany deliver(List<Account> accounts, long bytes, double perSecond) {
        long now = nanos.getAsLong();
        accounts.forEach(account -> account.delivery().take(bytes, now));
        for (Account account : accounts) {
            long debt = account.delivery().debtNanos(now);
            if (debt > 0 && perSecond > account.equalShare()) {
                return refuse(Limit.BYTES, account, Duration.ofNanos(debt));
            }
        }
        return null;
    }

    /** @return how long a turn of replay has to wait; zero: it may begin, and {@code reserved} bytes are paid in advance */
    synchronized Duration turn(List<Account> accounts, long reserved) {
        long now = nanos.getAsLong();
        long debt = accounts.stream()
                .mapToLong(account -> account.replay().debtNanos(now))
                .max()
                .orElse(0);
        if (debt == 0) {
            accounts.forEach(account -> account.replay().take(reserved, now));
        }
        return Duration.ofNanos(debt);
    }

    /** Pays for a turn of replay, when it is known what it read. */
    synchronized void turned(List<Account> accounts, long bytes) {
        long now = nanos.getAsLong();
        accounts.forEach(account -> account.replay().take(bytes, now));
    }

    /** What a turn pays in advance: as much as it is likely to read, and never more than a second's worth. */
    long reservation(long turn) {
        return Math.min(turn, least(Share::replayBytesPerSecond));
    }

    long now() {
        return nanos.getAsLong();
    }

    /** How often this limit was held against somebody. */
    synchronized long refused(Limit limit, Scope scope) {
        return refused.getOrDefault(limit, Map.of()).getOrDefault(scope, 0L);
    }

    /** How many users and addresses it keeps accounts of. */
    synchronized int accounts() {
        return users.size() + addresses.size();
    }

    private Problem.TooMany refuse(Limit limit, Account account, Duration wait) {
        refused.computeIfAbsent(limit, key -> new EnumMap<>(Scope.class)).merge(account.scope(), 1L, Long::sum);
        return new Problem.TooMany(words(limit, account), wait);
    }

    private static String words(Limit limit, Account account) {
        Scope scope = account.scope();
        Share share = account.share();
        return switch (limit) {
            case SUBSCRIPTIONS ->
                words("%s %,d live subscriptions, as many as %s can have.", scope, share.subscriptions());
            case FILTER_COST ->
                words(
                        "%s live filters that would cost more than %,d together, which %s may.",
                        scope, share.filterCost());
            case BYTES ->
                words("%s been sent more than %,d bytes a second, which %s may.", scope, share.bytesPerSecond());
            case REPLAY_BYTES ->
                words("%s replayed more than %,d bytes a second, which %s may.", scope, share.replayBytesPerSecond());
        };
    }

    private static String words(String form, Scope scope, long limit) {
        return String.format(Locale.ROOT, form, scope.has, limit, scope.one);
    }

    private void sweep(long now) {
        if (now - sweptAt >= SWEEP_NANOS) {
            sweptAt = now;
            users.values().removeIf(account -> account.isForgettable(now));
            addresses.values().removeIf(account -> account.isForgettable(now));
        }
    }
}
