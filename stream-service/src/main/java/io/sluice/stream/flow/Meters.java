package io.sluice.stream.flow;

import io.sluice.stream.source.RateMeter;
import java.util.HashMap;
import java.util.Map;

/** How fast a stream reads each of its sources and writes, on this node. Belongs to one event loop. */
final class Meters {
    private final Map<String, RateMeter> sources = new HashMap<>();
    private final RateMeter matched;

    /** @param now of a monotonic clock, in nanoseconds */
    Meters(long now) {
        this.matched = new RateMeter(now);
    }

    /**
     * Records per second, lately.
     *
     * @param sources by topic; what is idle is not among them
     */
    record Rates(Map<String, Double> sources, double matched) {
        double scanned() {
            return sources.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        boolean isIdle() {
            return sources.isEmpty() && matched == 0;
        }
    }

    /** Adds what was counted since the last call, and says how fast that is. */
    Rates add(Counters.Delta delta, long now) {
        delta.scannedOf().forEach((source, records) -> sources.computeIfAbsent(source, first -> new RateMeter(now))
                .add(records));
        matched.add(delta.matched());
        Map<String, Double> rates = new HashMap<>();
        sources.forEach((source, meter) -> {
            double rate = meter.rate(now);
            if (rate > 0) {
                rates.put(source, rate);
            }
        });
        return new Rates(rates, matched.rate(now));
    }
}
