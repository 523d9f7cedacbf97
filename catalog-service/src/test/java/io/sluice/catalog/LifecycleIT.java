package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Endpoint;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.contract.SignIns;
import io.sluice.runtime.Database;
import io.sluice.runtime.RecordCodec;
import io.sluice.testkit.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Starting, stopping, starting together, and living without a database. */
class LifecycleIT {
    private static final Identity.GetKeySet KEYS = new Identity.GetKeySet();

    private final CatalogUnderTest catalog = new CatalogUnderTest();

    @BeforeEach
    void start() {
        catalog.start();
    }

    @AfterEach
    void stop() {
        catalog.stop();
    }

    @Test
    void after_a_restart_everything_is_there_and_the_signing_key_is_the_same() {
        catalog.organization("utah");
        Dataset dataset = catalog.create(NewDataset.named("lasting").generated());
        catalog.ask(Identity.BOOTSTRAP, new Identity.Bootstrap(new Secret("a good password")));
        List<String> keys = catalog.ask(Identity.GET_KEY_SET, KEYS).keys();

        catalog.vertx.undeploy(catalog.deployment).await();
        assertThat(catalog.refused(Identity.GET_KEY_SET, KEYS)).isInstanceOf(Problem.Unavailable.class);
        catalog.deploy();

        assertThat(catalog.ask(Identity.GET_KEY_SET, KEYS).keys()).isEqualTo(keys);
        assertThat(catalog.ask(Catalog.FIND_DATASET, new Catalog.FindDataset(VERA, "lasting")))
                .isEqualTo(dataset);
        assertThat(catalog.ask(Identity.SIGN_IN, new Identity.SignIn("admin", new Secret("a good password")))
                        .expiresAt())
                .isNotNull();
    }

    @Test
    void nodes_that_start_together_on_an_empty_database_end_up_with_one_schema_and_one_key() {
        Database empty = TestPostgres.shared().freshDatabase();
        CatalogConfig config = new CatalogConfig(empty, CatalogUnderTest.TOKEN_LIFETIME);
        List<Vertx> nodes = IntStream.range(0, 3).mapToObj(i -> Vertx.vertx()).toList();
        nodes.forEach(RecordCodec::register);
        try {
            Future.all(nodes.stream()
                            .map(node -> node.deployVerticle(new CatalogVerticle(config)))
                            .toList())
                    .await();
            Set<List<String>> keys = nodes.stream()
                    .map(node -> Identity.GET_KEY_SET.call(node, KEYS).await().keys())
                    .collect(Collectors.toSet());

            assertThat(keys).singleElement().satisfies(one -> assertThat(one).hasSize(1));
        } finally {
            nodes.forEach(node -> node.close().await());
        }
    }

    @Test
    void a_database_that_went_away_is_unavailable_and_may_come_back() {
        catalog.ask(Identity.GET_KEY_SET, KEYS);
        String name = catalog.database.name();
        catalog.database = TestPostgres.shared().freshDatabase();
        catalog.sql("alter database " + name + " allow_connections false");
        catalog.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");

        assertThat(catalog.refused(Identity.GET_KEY_SET, KEYS)).isInstanceOf(Problem.Unavailable.class);
        assertThat(catalog.refused(Catalog.FIND_DATASET, new Catalog.FindDataset(VERA, "any")))
                .isInstanceOf(Problem.Unavailable.class);

        catalog.sql("alter database " + name + " allow_connections true");
        assertThat(catalog.ask(Identity.GET_KEY_SET, KEYS).keys()).hasSize(1);
    }

    @Test
    void a_verticle_without_a_database_does_not_start() {
        Database nowhere = new Database("127.0.0.1", 1, "sluice", "nobody", new Secret(""), 2);
        CatalogVerticle verticle = new CatalogVerticle(new CatalogConfig(nowhere, CatalogUnderTest.TOKEN_LIFETIME));

        assertThatThrownBy(() -> catalog.vertx.deployVerticle(verticle).await()).isNotNull();
    }

    @Test
    void every_endpoint_of_the_contract_is_served() {
        Set<String> unserved = Stream.of(Catalog.ENDPOINTS, Identity.ENDPOINTS, SignIns.ENDPOINTS)
                .flatMap(List::stream)
                .map(Endpoint::address)
                .filter(this::isUnserved)
                .collect(Collectors.toSet());

        assertThat(unserved).isEmpty();
    }

    /** A question of the wrong type is a failure of the recipient, when there is one. It logs that as a bug: not here. */
    private boolean isUnserved(String address) {
        Logger log = (Logger) LoggerFactory.getLogger(Endpoint.class);
        log.setLevel(Level.OFF);
        try {
            return catalog.vertx
                    .eventBus()
                    .request(address, "not a question")
                    .map(answered -> true)
                    .otherwise(cause -> ((ReplyException) cause).failureType() != ReplyFailure.RECIPIENT_FAILURE)
                    .await();
        } finally {
            log.setLevel(null);
        }
    }
}
