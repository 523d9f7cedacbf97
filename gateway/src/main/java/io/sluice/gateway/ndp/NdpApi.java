package io.sluice.gateway.ndp;

import io.sluice.gateway.health.KafkaProbe;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Vault;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Every address below {@code /ndp}. */
public final class NdpApi {
    private final Vertx vertx;
    private final Clock clock;
    private final String bootstrap;
    private final Vault vault;

    /** @param bootstrap of the platform's own broker, which is told to clients */
    public NdpApi(Vertx vertx, Clock clock, String bootstrap, Vault vault) {
        this.vertx = vertx;
        this.clock = clock;
        this.bootstrap = bootstrap;
        this.vault = vault;
    }

    public List<Route> routes(KafkaProbe kafka) {
        return Stream.of(
                        new NdpSystem(vertx, clock, bootstrap, kafka).routes(),
                        new NdpOrganizations(vertx).routes(),
                        new Registry(vertx, bootstrap, vault).routes(),
                        new NdpResources(vertx, bootstrap).routes(),
                        new NdpSearch(vertx, bootstrap).routes(),
                        new NdpStreams(vertx, bootstrap, vault).routes(),
                        Absent.routes())
                .flatMap(List::stream)
                .toList();
    }
}
