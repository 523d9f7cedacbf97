package io.sluice.catalog;

import io.sluice.catalog.audit.AuditService;
import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Migrations;
import io.sluice.catalog.datasets.DatasetService;
import io.sluice.catalog.datasets.KeywordService;
import io.sluice.catalog.datasets.SearchService;
import io.sluice.catalog.datasets.SourceTopics;
import io.sluice.catalog.datasets.VersionService;
import io.sluice.catalog.federation.FederationService;
import io.sluice.catalog.grants.GrantService;
import io.sluice.catalog.grants.GroupService;
import io.sluice.catalog.grants.RequestService;
import io.sluice.catalog.grants.RightsService;
import io.sluice.catalog.idempotency.IdempotencyService;
import io.sluice.catalog.identity.CodeService;
import io.sluice.catalog.identity.KafkaKeyService;
import io.sluice.catalog.identity.KeyService;
import io.sluice.catalog.identity.Keyset;
import io.sluice.catalog.identity.Passwords;
import io.sluice.catalog.identity.ProviderUsers;
import io.sluice.catalog.identity.RetoldKeys;
import io.sluice.catalog.identity.SessionService;
import io.sluice.catalog.identity.SignInAttempts;
import io.sluice.catalog.identity.SignInService;
import io.sluice.catalog.identity.StandingService;
import io.sluice.catalog.identity.SubjectService;
import io.sluice.catalog.identity.Tokens;
import io.sluice.catalog.identity.UserService;
import io.sluice.catalog.masking.MaskingService;
import io.sluice.catalog.organizations.OrganizationService;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.views.ViewService;
import io.sluice.contract.Served;
import io.sluice.runtime.Patiently;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog-service: answers every endpoint of {@code Catalog} and {@code Identity} from Postgres. Everything runs on the
 * verticle's event loop except migrations and password hashing. It keeps no state of its own, so any number of nodes may run it
 * on one database. The bus codec must be registered before it is deployed.
 */
public final class CatalogVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogVerticle.class);

    private final CatalogConfig config;
    private final Clock clock;
    private final List<Served> served = new ArrayList<>();
    private @Nullable CatalogDatabase database;
    private @Nullable Passwords passwords;
    private @Nullable FederationService federation;

    public CatalogVerticle(CatalogConfig config) {
        this(config, Clock.systemUTC());
    }

    /** @param clock what every time and expiry of the catalog is measured by; cut to microseconds, as Postgres stores them */
    public CatalogVerticle(CatalogConfig config, Clock clock) {
        this.config = config;
        this.clock = Clock.tick(clock, Duration.of(1, ChronoUnit.MICROS));
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::migrate)
                .compose(migrated -> open(CatalogDatabase.open(vertx, config.database())))
                .onSuccess(opened -> LOG.info("catalog started; endpoints={}", served.size()))
                .recover(cause -> stop().transform(stopped -> Future.failedFuture(cause)));
    }

    @Override
    public Future<?> stop() {
        List<Future<?>> closing = new ArrayList<>();
        served.forEach(each -> closing.add(each.close()));
        served.clear();
        if (passwords != null) {
            closing.add(passwords.close());
        }
        if (federation != null) {
            closing.add(federation.close());
        }
        if (database != null) {
            closing.add(database.close());
        }
        return Future.join(closing);
    }

    private boolean migrate() {
        Migrations.run(config.database());
        return true;
    }

    private Future<?> open(CatalogDatabase opened) {
        database = opened;
        Passwords hashing = new Passwords(vertx);
        passwords = hashing;
        Keyset keyset = new Keyset(opened, config.vault(), clock, config.tokenLifetime(), config.rotateKeysAfter());
        return Patiently.ask(vertx, keyset::open)
                .map(key -> features(opened, hashing, keyset, new Tokens(vertx, keyset, config.tokenLifetime(), clock)))
                .compose(this::serve);
    }

    private List<Feature> features(CatalogDatabase opened, Passwords hashing, Keyset keyset, Tokens tokens) {
        FederationService others = new FederationService(vertx, config.federation());
        federation = others;
        CodeService codes = new CodeService(opened, clock, config.tokenLifetime());
        Authority authority = new Authority(clock);
        GrantService grants = new GrantService(vertx, opened, authority, clock);
        KeyService keys = new KeyService(vertx, opened, config.vault(), clock);
        return List.of(
                grants,
                new GroupService(opened, grants, clock),
                new RightsService(opened, authority, grants, clock),
                new RequestService(opened, authority, grants, clock),
                new OrganizationService(opened, authority, new SourceTopics(vertx), clock),
                new DatasetService(opened, authority, new SourceTopics(vertx), clock),
                new MaskingService(vertx, opened, authority, config.vault(), clock),
                new VersionService(opened, authority),
                new SearchService(opened, authority),
                new KeywordService(opened, authority),
                new ViewService(opened, authority, clock),
                others,
                new UserService(vertx, opened, hashing, clock),
                new SignInService(opened, hashing, tokens, codes, new SignInAttempts(opened, clock)),
                codes,
                keys,
                new RetoldKeys(vertx, opened, keys, config.vault()),
                new KafkaKeyService(opened, clock),
                new SubjectService(opened),
                new StandingService(opened, clock),
                new SessionService(vertx, opened, clock, config.tokenLifetime()),
                new ProviderUsers(vertx, opened, clock),
                keyset,
                new IdempotencyService(opened, clock),
                new AuditService(opened, clock, config.auditKeep()));
    }

    private Future<?> serve(List<Feature> features) {
        features.forEach(feature -> served.addAll(feature.serve(vertx)));
        return Future.all(served.stream().map(Served::ready).toList());
    }
}
