package io.sluice.gateway.health;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.contract.Identity;
import io.sluice.contract.Streams;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.landings.LandingMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether this node is alive, whether it can do its work and if not why, and its figures for Prometheus. */
public final class HealthResource {
    private static final String UP = "up";
    private static final String DOWN = "down";
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Vertx vertx;
    private final KafkaProbe kafka;
    private final PrometheusMeterRegistry metrics;
    private final LandingMeters landings;
    private final BooleanSupplier stopping;
    private final Supplier<Future<Void>> refresh;
    private final Supplier<@Nullable String> certificateFault;
    private @Nullable Future<Health> probing;

    /**
     * @param stopping whether this node lets nobody in any more
     * @param refresh of the figures that are not this node's own; never fails
     * @param certificateFault why the newest certificate is not used
     */
    public HealthResource(
            Vertx vertx,
            KafkaProbe kafka,
            PrometheusMeterRegistry metrics,
            BooleanSupplier stopping,
            Supplier<Future<Void>> refresh,
            Supplier<@Nullable String> certificateFault) {
        this.vertx = vertx;
        this.kafka = kafka;
        this.metrics = metrics;
        this.landings = new LandingMeters(vertx, metrics);
        this.stopping = stopping;
        this.refresh = refresh;
        this.certificateFault = certificateFault;
    }

    public List<Route> routes() {
        return List.of(
                Route.open(HttpMethod.GET, "/health/live", this::live),
                Route.open(HttpMethod.GET, "/health/ready", this::ready),
                Route.open(HttpMethod.GET, "/metrics", this::scrape));
    }

    record Check(String status, @Nullable String reason) {}

    record Health(String status, Map<String, Check> checks) {
        static Health of(Map<String, Check> checks) {
            boolean up =
                    checks.values().stream().allMatch(check -> check.status().equals(UP));
            return new Health(up ? UP : DOWN, checks);
        }
    }

    private Future<Answer> live(Call call) {
        return Future.succeededFuture(Answer.ok(Health.of(Map.of())));
    }

    private Future<Answer> ready(Call call) {
        return probe().map(health -> Answer.json(health.status().equals(UP) ? 200 : 503, health));
    }

    /** However many ask at a time, the services are asked once. */
    private Future<Health> probe() {
        if (probing != null) {
            return probing;
        }
        Future<Check> catalog = check(
                Identity.GET_KEY_SET.call(vertx, new Identity.GetKeySet(), PATIENCE),
                "The catalog service does not answer.");
        Future<Check> stream = check(
                Streams.SOURCE_STATES.call(vertx, new Streams.GetSourceStates(List.of()), PATIENCE),
                "The stream service does not answer.");
        Future<Check> broker = check(kafka.reach(PATIENCE), "Kafka cannot be reached.");
        Future<Health> health = Future.all(catalog, stream, broker).map(done -> {
            Map<String, Check> checks = new LinkedHashMap<>();
            checks.put("catalog", catalog.result());
            checks.put("stream", stream.result());
            checks.put("kafka", broker.result());
            String fault = certificateFault.get();
            if (fault != null) {
                // The one before is still served, so the node can do its work.
                checks.put("certificate", new Check(UP, fault));
            }
            if (stopping.getAsBoolean()) {
                checks.put("gateway", new Check(DOWN, "The gateway is shutting down."));
            }
            return Health.of(checks);
        });
        probing = health;
        health.onComplete(done -> probing = null);
        return health;
    }

    private static Future<Check> check(Future<?> answered, String otherwise) {
        return answered.map(fine -> new Check(UP, null)).otherwise(new Check(DOWN, otherwise));
    }

    private Future<Answer> scrape(Call call) {
        return Future.all(landings.refresh(), refresh.get())
                .map(done -> Answer.text(PROMETHEUS, Buffer.buffer(metrics.scrape())));
    }
}
