package io.sluice.gateway;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.decode.Decoders;
import io.sluice.decode.RegistryConfig;
import io.sluice.decode.SchemaRegistry;
import io.sluice.gateway.alerts.AlertMeters;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.browse.Readers;
import io.sluice.gateway.edge.Certificates;
import io.sluice.gateway.edge.EdgeConfig;
import io.sluice.gateway.health.KafkaProbe;
import io.sluice.gateway.http.Documents;
import io.sluice.gateway.http.Pages;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.live.LiveHub;
import io.sluice.gateway.live.LiveMeters;
import io.sluice.gateway.sessions.SessionService;
import io.sluice.gateway.topics.RecordProducer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a gateway holds open as long as it runs, besides its server. */
record Parts(
        Decoders decoders,
        Readers readers,
        Readers pollers,
        RecordProducer producer,
        KafkaProbe probe,
        LiveHub hub,
        SessionService sessions,
        PrometheusMeterRegistry metrics,
        AlertMeters alerts,
        List<Route> documents,
        Pages pages,
        @Nullable Certificates certificates) {
    /** Who reads waits no longer for a schema that was never asked for before; then the record is shown without it. */
    private static final Duration SCHEMA_PATIENCE = Duration.ofSeconds(2);

    /** A poll that waits is held by the broker for so long, and then asks again; so is whoever gets its consumer next. */
    private static final Duration POLL_HOLD = Duration.ofMillis(100);

    /** Blocks while clients and files are opened. */
    static Parts open(Vertx vertx, GatewayConfig config, Clock clock) {
        Map<String, Object> kafka = config.kafka().client(Map.of());
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        EdgeConfig.Tls tls = config.edge().tls();
        RegistryConfig registry = config.registry();
        Decoders decoders = new Decoders(registry == null ? null : new SchemaRegistry(registry), SCHEMA_PATIENCE);
        LiveHub hub = new LiveHub(vertx, config.live().withKafka(kafka).withDecoders(decoders), clock);
        LiveMeters.bind(metrics, hub);
        return new Parts(
                decoders,
                new Readers(vertx, kafka, config.browse(), decoders),
                new Readers(vertx, new Readers.Pool("gateway-poll", POLL_HOLD), kafka, BrowseLimits.POLLS, decoders),
                new RecordProducer(vertx, kafka, config.maxBodyBytes()),
                new KafkaProbe(vertx, kafka),
                hub,
                new SessionService(vertx, hub),
                metrics,
                AlertMeters.bind(vertx, metrics),
                Documents.routes(vertx),
                Pages.find(vertx),
                tls == null ? null : Certificates.open(vertx, tls));
    }

    /** Why the newest certificate is not used; null: it is, or there is none. */
    @Nullable String certificateFault() {
        return certificates == null ? null : certificates.fault();
    }

    /** Completes when other nodes can reach what this one serves. */
    Future<Parts> ready() {
        return Future.all(hub.ready(), sessions.open()).map(this);
    }

    /** The hub first: it says goodbye to live connections. */
    Future<Void> close() {
        Future<Void> unwatched = certificates == null ? Future.succeededFuture() : certificates.close();
        return Future.join(hub.close(), sessions.close(), readers.close(), producer.close(), probe.close(), unwatched)
                .eventually(pollers::close)
                .onComplete(done -> metrics.close())
                .onComplete(done -> decoders.close())
                .mapEmpty();
    }
}
