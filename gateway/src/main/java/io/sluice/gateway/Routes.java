package io.sluice.gateway;

import io.sluice.contract.Role;
import io.sluice.gateway.alerts.AlertsResource;
import io.sluice.gateway.audit.AuditResource;
import io.sluice.gateway.browse.BrowseResource;
import io.sluice.gateway.browse.Places;
import io.sluice.gateway.browse.SampleResource;
import io.sluice.gateway.browse.Verdicts;
import io.sluice.gateway.catalog.DatasetsResource;
import io.sluice.gateway.catalog.MaskingResource;
import io.sluice.gateway.catalog.OrganizationsResource;
import io.sluice.gateway.catalog.SearchResource;
import io.sluice.gateway.catalog.VersionsResource;
import io.sluice.gateway.catalog.exchange.ExchangeResource;
import io.sluice.gateway.cleanup.CleanupResource;
import io.sluice.gateway.filters.FiltersResource;
import io.sluice.gateway.grants.GrantsResource;
import io.sluice.gateway.grants.GroupsResource;
import io.sluice.gateway.health.HealthResource;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.identity.Authentication;
import io.sluice.gateway.identity.KafkaResource;
import io.sluice.gateway.identity.KeysResource;
import io.sluice.gateway.identity.LoginResource;
import io.sluice.gateway.identity.OidcResource;
import io.sluice.gateway.identity.Providers;
import io.sluice.gateway.identity.SecretsResource;
import io.sluice.gateway.identity.SignInsResource;
import io.sluice.gateway.identity.UsersResource;
import io.sluice.gateway.landings.LandingsResource;
import io.sluice.gateway.ndp.NdpApi;
import io.sluice.gateway.sessions.SessionsResource;
import io.sluice.gateway.streams.StreamsResource;
import io.sluice.gateway.topics.RecordsResource;
import io.sluice.gateway.topics.TopicsResource;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The route table: every address of the gateway, the role that it needs, and what it does. */
final class Routes {
    /** Handled by the live hub, behind our authentication. */
    static final Route LIVE = Route.guarded(HttpMethod.GET, "/api/v1/live", Role.VIEWER);

    private Routes() {}

    /** The ways in, and what the routes of signing in share with them. */
    record Door(Authentication authentication, Providers providers) {
        static Door open(Vertx vertx, Clock clock, GatewayConfig config) {
            Providers providers = Providers.of(vertx, clock, config.signIn().provider(), config.vault());
            return new Door(new Authentication(vertx, clock, config.signIn(), providers), providers);
        }
    }

    static List<Route> table(Vertx vertx, Clock clock, GatewayConfig config, Parts parts, Door door) {
        String bootstrap = config.kafka().users().bootstrap();
        Places places = new Places(vertx);
        return Stream.of(
                        new LoginResource(vertx, clock, door.authentication()).routes(),
                        new SignInsResource(vertx, door.authentication()).routes(),
                        new OidcResource(clock, door.authentication(), door.providers()).routes(),
                        new UsersResource(vertx).routes(),
                        new KeysResource(vertx, config.kafka().users()).routes(),
                        new KafkaResource(vertx, config.kafka().users()).routes(),
                        new OrganizationsResource(vertx).routes(),
                        new GrantsResource(vertx).routes(),
                        new GroupsResource(vertx).routes(),
                        new SearchResource(vertx).routes(),
                        new ExchangeResource(vertx).routes(),
                        new DatasetsResource(vertx, bootstrap, config.vault()).routes(),
                        new VersionsResource(vertx).routes(),
                        new MaskingResource(vertx).routes(),
                        new SampleResource(places, parts.readers(), clock).routes(),
                        new TopicsResource(vertx).routes(),
                        new RecordsResource(vertx, parts.producer()).routes(),
                        new BrowseResource(vertx, parts.readers(), clock).routes(),
                        new FiltersResource(places, new Verdicts(parts.readers(), clock)).routes(),
                        new StreamsResource(vertx, config.vault()).routes(),
                        new LandingsResource(vertx, config.vault()).routes(),
                        new AlertsResource(vertx, clock, config.vault()).routes(),
                        new SessionsResource(parts.sessions()).routes(),
                        new CleanupResource(vertx, clock).routes(),
                        new AuditResource(vertx).routes(),
                        new SecretsResource(vertx).routes(),
                        new HealthResource(
                                        vertx,
                                        parts.probe(),
                                        parts.metrics(),
                                        parts.hub()::isClosing,
                                        parts.alerts()::refresh,
                                        parts::certificateFault)
                                .routes(),
                        new NdpApi(vertx, clock, bootstrap, config.vault()).routes(parts.probe()),
                        parts.documents(),
                        List.of(LIVE))
                .flatMap(List::stream)
                .toList();
    }
}
