package io.sluice.gateway.live;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.contract.Sessions.Session;
import io.sluice.gateway.live.Account.Scope;
import io.sluice.gateway.live.Ledger.Limit;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The live hub's figures for the outside. Nothing is counted for them: the event loops' own counters are summed when asked. */
public final class LiveMeters {
    private final MeterRegistry registry;
    private final LiveHub hub;

    private LiveMeters(MeterRegistry registry, LiveHub hub) {
        this.registry = registry;
        this.hub = hub;
    }

    public static void bind(MeterRegistry registry, LiveHub hub) {
        LiveMeters meters = new LiveMeters(registry, hub);
        meters.gauges();
        meters.deliveries();
        meters.refusals();
    }

    private void gauges() {
        gauge("subscriptions", "Live subscriptions on this node", live -> live.sessions()
                .size());
        gauge("topics", "Topics that are read for them, each by one consumer", live -> live.topics()
                .size());
        gauge(
                "lag",
                "Records that the furthest subscription is behind the end of its topic",
                live -> live.sessions().stream()
                        .mapToLong(session -> session.figures().lag())
                        .max()
                        .orElse(0));
        gauge("replaying", "Subscriptions that are read for from Kafka", live -> count(live, "replaying"));
        gauge("waiting", "Subscriptions that wait for a turn to be", live -> count(live, "waiting"));
    }

    private static long count(LiveHub live, String state) {
        return live.sessions().stream()
                .map(Session::state)
                .filter(state::equals)
                .count();
    }

    private void gauge(String name, String description, ToDoubleFunction<LiveHub> value) {
        Gauge.builder("gateway_live_" + name, hub, value)
                .description(description)
                .register(registry);
    }

    private void deliveries() {
        counter("delivered_bytes", "Bytes written for records", Counters::bytes);
        counter("delivered_records", "Records written to clients", Counters::records);
        counter("dropped_records", "Matching records that slow clients of delivery=latest skipped", Counters::dropped);
        for (Gap.Reason reason : Gap.Reason.values()) {
            FunctionCounter.builder("gateway_live_gaps", hub, live -> sum(live, counters -> counters.gaps(reason)))
                    .description("Gaps that clients were told of")
                    .tag("reason", reason.text())
                    .register(registry);
        }
    }

    private void counter(String name, String description, ToLongFunction<Counters> value) {
        FunctionCounter.builder("gateway_live_" + name, hub, live -> sum(live, value))
                .description(description)
                .register(registry);
    }

    private static long sum(LiveHub live, ToLongFunction<Counters> value) {
        return live.loops().stream().map(LiveLoop::counters).mapToLong(value).sum();
    }

    private void refusals() {
        for (Limit limit : Limit.values()) {
            for (Scope scope : Scope.values()) {
                FunctionCounter.builder("gateway_live_refused", hub.ledger(), ledger -> ledger.refused(limit, scope))
                        .description(
                                "Subscriptions and updates that were refused, and subscriptions that were ended, by a limit")
                        .tag("limit", limit.name().toLowerCase(Locale.ROOT))
                        .tag("scope", scope.name().toLowerCase(Locale.ROOT))
                        .register(registry);
            }
        }
    }
}
