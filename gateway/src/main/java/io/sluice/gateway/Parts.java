package io.sluice.gateway;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.gateway.browse.Readers;
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
import java.util.List;
import java.util.Map;

/** What a gateway holds open as long as it runs, besides its server. */
record Parts(
        Readers readers,
        RecordProducer producer,
        KafkaProbe probe,
        LiveHub hub,
        SessionService sessions,
        PrometheusMeterRegistry metrics,
        List<Route> documents,
        Pages pages) {

    /** Blocks while clients and files are opened. */
    static Parts open(Vertx vertx, GatewayConfig config, Clock clock) {
        Map<String, Object> kafka = config.kafkaClient();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        LiveHub hub = new LiveHub(vertx, config.live().withKafka(kafka), clock);
        LiveMeters.bind(metrics, hub);
        return new Parts(
                new Readers(vertx, kafka, config.browse()),
                new RecordProducer(vertx, kafka, config.maxBodyBytes()),
                new KafkaProbe(vertx, kafka),
                hub,
                new SessionService(vertx, hub),
                metrics,
                Documents.routes(vertx),
                Pages.find(vertx));
    }

    /** Completes when other nodes can reach what this one serves. */
    Future<Parts> ready() {
        return Future.all(hub.ready(), sessions.open()).map(this);
    }

    /** The hub first: it says goodbye to live connections. */
    Future<Void> close() {
        return Future.join(hub.close(), sessions.close(), readers.close(), producer.close(), probe.close())
                .onComplete(done -> metrics.close())
                .mapEmpty();
    }
}
