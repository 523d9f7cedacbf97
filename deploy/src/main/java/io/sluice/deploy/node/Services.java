package io.sluice.deploy.node;

import io.sluice.catalog.CatalogConfig;
import io.sluice.catalog.CatalogVerticle;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.DataDir;
import io.sluice.gateway.GatewayConfig;
import io.sluice.gateway.GatewayVerticle;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.runtime.Database;
import io.sluice.stream.StreamConfig;
import io.sluice.stream.StreamVerticle;
import java.util.Map;

/** The doors of the services: the one place that knows how each is made from the configuration. */
record Services(SluiceConfig config, DataDir data) {

    CatalogVerticle catalog(Database database) {
        return new CatalogVerticle(new CatalogConfig(database, config.identity().tokenLifetime()));
    }

    StreamVerticle stream(Database database, String bootstrap) {
        return new StreamVerticle(new StreamConfig(
                database, bootstrap, data.resolve("streams"), config.kafka().replicationFactor()));
    }

    GatewayVerticle gateway(String bootstrap) {
        SluiceConfig.Http http = config.http();
        int maxBody = Math.toIntExact(http.maxBody().bytes());
        return new GatewayVerticle(
                new GatewayConfig(http.host(), http.port(), bootstrap, Map.of(), maxBody, BrowseLimits.DEFAULT));
    }
}
