package io.sluice.gateway.live;

import io.sluice.filter.Filter;
import io.sluice.gateway.live.LiveConfig.Share;
import java.util.HashMap;
import java.util.Map;

/**
 * What one user, one client address or the node uses at present, beside what it may. Not thread-safe; its {@link Ledger} guards it.
 * Holds an entry for each distinct filter, so at most as many as subscriptions.
 */
final class Account {
    private final Scope scope;
    private final Share share;
    private final Bucket delivery;
    private final Bucket replay;
    private final Map<Use, Integer> uses = new HashMap<>();
    private int subscriptions;
    private long cost;

    /** Whose account it is, and how a person is told. */
    enum Scope {
        USER("You have", "a user"),
        ADDRESS("Your address has", "an address"),
        NODE("This node has", "a node");

        final String has;
        final String one;

        Scope(String has, String one) {
            this.has = has;
            this.one = one;
        }
    }

    /** A filter on a source; however many use it, it is evaluated once. */
    record Use(LiveRequest.Source source, Filter filter) {}

    Account(Scope scope, Share share, long now) {
        this.scope = scope;
        this.share = share;
        this.delivery = new Bucket(share.bytesPerSecond(), now);
        this.replay = new Bucket(share.replayBytesPerSecond(), now);
    }

    Scope scope() {
        return scope;
    }

    Share share() {
        return share;
    }

    Bucket delivery() {
        return delivery;
    }

    Bucket replay() {
        return replay;
    }

    int subscriptions() {
        return subscriptions;
    }

    boolean isFull() {
        return subscriptions >= share.subscriptions();
    }

    boolean canAfford(Use use) {
        return uses.containsKey(use) || cost + use.filter().cost() <= share.filterCost();
    }

    /** What a subscriber can take in a second without being the one who overdraws the account. */
    long equalShare() {
        return share.bytesPerSecond() / Math.max(1, subscriptions);
    }

    void join(Use use) {
        subscriptions++;
        add(use);
    }

    void leave(Use use) {
        subscriptions--;
        remove(use);
    }

    void add(Use use) {
        if (uses.merge(use, 1, Integer::sum) == 1) {
            cost += use.filter().cost();
        }
    }

    void remove(Use use) {
        if (uses.merge(use, -1, Integer::sum) == 0) {
            uses.remove(use);
            cost -= use.filter().cost();
        }
    }

    /** Nobody uses it, and whoever comes back finds it as a new one. */
    boolean isForgettable(long now) {
        return subscriptions == 0 && delivery.isFull(now) && replay.isFull(now);
    }
}
