package io.sluice.gateway.identity;

import io.sluice.contract.Problem;
import io.sluice.runtime.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many wrong API keys come from an address: {@value #FREE}, and one more for each {@link #REFILL}. Whoever sends more is refused without a
 * question to the catalog-service; a key that was right before is not, so that nobody behind the same address is shut out. A key cannot be
 * guessed; what is spared is work. At most {@value #MAX_ADDRESSES} addresses, the oldest go first. Belongs to one event loop.
 */
final class WrongKeys {
    static final int FREE = 50;
    static final Duration REFILL = Duration.ofMillis(100);
    static final Problem.TooMany TOO_MANY = new Problem.TooMany("Too many wrong keys.", Duration.ofSeconds(1));

    private static final int MAX_ADDRESSES = 10_000;

    /** By network of a subscriber, when all that it has sent is worked off. */
    private final Map<String, Instant> cleanAt = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    boolean mayTry(String address, Instant now) {
        Instant clean = cleanAt.get(Network.ofSubscriber(address));
        return clean == null || clean.isBefore(now.plus(REFILL.multipliedBy(FREE)));
    }

    void count(String address, Instant now) {
        String subscriber = Network.ofSubscriber(address);
        Instant clean = cleanAt.remove(subscriber);
        cleanAt.put(subscriber, (clean == null || clean.isBefore(now) ? now : clean).plus(REFILL));
    }
}
