package io.sluice.gateway.alerts;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.contract.Alerts;
import io.sluice.contract.Alerts.Figures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The alerts' figures for Prometheus: of the platform, so every gateway gives the same. They are asked for when somebody scrapes; while the
 * stream-service does not answer there are none (NaN). Asked on an event loop, read by any thread.
 */
public final class AlertMeters {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private volatile @Nullable Figures figures;

    private AlertMeters(Vertx vertx) {
        this.vertx = vertx;
    }

    public static AlertMeters bind(Vertx vertx, MeterRegistry registry) {
        AlertMeters meters = new AlertMeters(vertx);
        meters.gauge(registry, "stream_alert_rules", "Alert rules", Figures::rules);
        meters.gauge(registry, "stream_alert_failed", "Alert rules that cannot go on", Figures::failed);
        meters.gauge(
                registry,
                "stream_alert_pending",
                "Groups whose condition holds, not yet long enough",
                Figures::pending);
        meters.gauge(registry, "stream_alert_firing", "Groups that fire", Figures::firing);
        meters.gauge(
                registry, "stream_alert_webhook_waiting", "Notices that webhooks have not taken yet", Figures::waiting);
        meters.counter(registry, "stream_alert_fired", "Firings", Figures::fired);
        meters.counter(registry, "stream_alert_published", "Notices written to topics", Figures::published);
        meters.counter(
                registry, "stream_alert_webhook_delivered", "Notices that webhooks have taken", Figures::delivered);
        meters.counter(
                registry,
                "stream_alert_webhook_failures",
                "Attempts that webhooks have not taken",
                Figures::attemptsFailed);
        meters.counter(registry, "stream_alert_webhook_given_up", "Notices that webhooks never took", Figures::givenUp);
        return meters;
    }

    /** Completes, and never fails, when the figures are those of now. */
    public Future<Void> refresh() {
        return Alerts.FIGURES.call(vertx, new Alerts.GetFigures(), PATIENCE).transform(answered -> {
            figures = answered.succeeded() ? answered.result() : null;
            return Future.succeededFuture();
        });
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<Figures> figure) {
        Gauge.builder(name, this, meters -> meters.read(figure))
                .description(what)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String what, ToDoubleFunction<Figures> figure) {
        FunctionCounter.builder(name, this, meters -> meters.read(figure))
                .description(what)
                .register(registry);
    }

    private double read(ToDoubleFunction<Figures> figure) {
        Figures known = figures;
        return known == null ? Double.NaN : figure.applyAsDouble(known);
    }
}
