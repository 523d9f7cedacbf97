package io.sluice.deploy.identity;

import io.sluice.catalog.CatalogConfig;
import io.sluice.catalog.CatalogVerticle;
import io.sluice.contract.Identity;
import io.sluice.contract.Secret;
import io.sluice.gateway.GatewayConfig;
import io.sluice.gateway.GatewayVerticle;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.identity.SignInConfig;
import io.sluice.gateway.live.LiveConfig;
import io.sluice.runtime.Database;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.RecordCodec;
import io.sluice.runtime.Vault;
import io.sluice.testkit.TestKafka;
import io.sluice.testkit.TestPostgres;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

/** A catalog on a database of its own, and gateways beside it. */
final class IdentityRig implements AutoCloseable {
    static final String PASSWORD = "a long password";
    static final Duration LIFETIME = Duration.ofHours(12);

    final Vertx vertx = Vertx.vertx();
    final Database database = TestPostgres.shared().freshDatabase();
    final LateClock clock = new LateClock();

    IdentityRig() {
        RecordCodec.register(vertx);
        vertx.deployVerticle(new CatalogVerticle(new CatalogConfig(database, LIFETIME), clock))
                .await();
        Identity.BOOTSTRAP
                .call(vertx, new Identity.Bootstrap(new Secret(PASSWORD)))
                .await();
    }

    Browser gateway() {
        return gateway(SignInConfig.PASSWORDS);
    }

    /** Another one; all have the same master key. */
    Browser gateway(SignInConfig signIn) {
        GatewayVerticle gateway = new GatewayVerticle(new GatewayConfig(
                        "127.0.0.1",
                        0,
                        KafkaLink.plain(TestKafka.shared().bootstrap()),
                        256 << 10,
                        BrowseLimits.DEFAULT,
                        LiveConfig.of(Map.of()),
                        Vault.of(new Secret("the tests' master key")))
                .withSignIn(signIn));
        vertx.deployVerticle(gateway).await();
        return new Browser(vertx, gateway.actualPort());
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    /** The catalog's time: that of everybody, less a lag that a test can make up for. Tokens of the future are not accepted. */
    static final class LateClock extends Clock {
        private volatile Duration lag = Duration.ofMinutes(30);

        void advance(Duration step) {
            lag = lag.minus(step);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().minus(lag);
        }
    }
}
