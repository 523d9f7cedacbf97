package io.sluice.gateway.landings;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.sluice.contract.Caller;
import io.sluice.contract.Landings;
import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Landings.Stats;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What landings have done, for who scrapes; by id, since anybody may scrape, and names are their owners'. The same figures on every gateway, asked of the stream-service at each scrape. At most
 * {@value #MAX} landings, the newest. Belongs to one event loop.
 */
public final class LandingMeters {
    private static final int MAX = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final MultiGauge landed;
    private final MultiGauge dead;
    private final MultiGauge lost;
    private final MultiGauge lag;

    public LandingMeters(Vertx vertx, MeterRegistry registry) {
        this.vertx = vertx;
        this.landed = gauge(registry, "stream_landing_records_landed", "Records that became rows.");
        this.dead = gauge(registry, "stream_landing_dead_letters", "Records that could not land.");
        this.lost = gauge(registry, "stream_landing_records_lost", "Records deleted before they could land.");
        this.lag = gauge(registry, "stream_landing_lag", "Records between a landing and the end of its topic.");
    }

    /** Completes when the figures are those of now; while the stream-service does not answer, they are those of before. */
    public Future<Void> refresh() {
        return Landings.LIST
                .call(vertx, new Landings.ListLandings(Caller.SYSTEM, MAX, null), PATIENCE)
                .onSuccess(page -> show(page.items()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void show(List<Landing> landings) {
        put(landed, landings, Stats::landed);
        put(dead, landings, Stats::dead);
        put(lost, landings, Stats::lost);
        put(lag, landings, Stats::lag);
    }

    private static void put(MultiGauge gauge, List<Landing> landings, ToDoubleFunction<Stats> figure) {
        List<Row<?>> rows = landings.stream()
                .<Row<?>>map(landing ->
                        Row.of(Tags.of("landing", landing.id().toString()), figure.applyAsDouble(landing.stats())))
                .toList();
        gauge.register(rows, true);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String what) {
        return MultiGauge.builder(name).description(what).register(registry);
    }
}
