package io.sluice.gateway.live;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Masking;
import io.sluice.contract.Problem;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.contract.Served;
import io.sluice.contract.Topics;
import io.sluice.contract.Veiling;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.Responder;
import io.sluice.runtime.RecordCodec;
import io.sluice.testkit.TestKafka;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** A gateway reduced to its live routes, on a real Vert.x and a real broker; the bus answers for topics as the broker knows them. */
final class LiveServer implements AutoCloseable {
    /** The header that says who asks. */
    static final String USER = "X-User";

    final TestKafka kafka = TestKafka.shared();
    final Vertx vertx;
    final Register register;
    final LiveHub hub;
    final int port;
    private final Admin admin;
    private final Served authorize;
    private final Map<String, Topics.TopicAccess> seen = new ConcurrentHashMap<>();
    private final Map<String, Veiling> veilings = new ConcurrentHashMap<>();
    private final Map<String, List<RecordFormat>> formats = new ConcurrentHashMap<>();
    private final String deployment;
    /** By topic: who may not read it live, whoever asks. */
    final Map<String, Problem> refusals = new ConcurrentHashMap<>();

    volatile @Nullable Instant expiresAt;
    volatile Identity.@Nullable Verified identity;
    /** A topic for administrators only. */
    volatile @Nullable String secret;

    private final @Nullable LiveServer elder;

    static LiveServer start() {
        return new LiveServer(config());
    }

    static LiveConfig config() {
        return LiveConfig.of(Map.of("bootstrap.servers", TestKafka.shared().bootstrap()));
    }

    LiveServer(LiveConfig config) {
        this(config, Clock.systemUTC());
    }

    LiveServer(LiveConfig config, Clock clock) {
        this(config, Outside.of(clock));
    }

    LiveServer(LiveConfig config, Outside outside) {
        elder = null;
        vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        admin = Admin.create(config.kafka());
        authorize = Topics.AUTHORIZE.serve(vertx, this::authorize);
        register = new Register(vertx);
        hub = new LiveHub(vertx, config, outside);
        Gateway gateway = new Gateway();
        deployment = vertx.deployVerticle(gateway).await();
        port = gateway.server.actualPort();
    }

    /** Another gateway beside one that is there already, on the same bus. Close it first. */
    LiveServer(LiveServer elder) {
        this.elder = elder;
        vertx = elder.vertx;
        admin = elder.admin;
        authorize = elder.authorize;
        register = elder.register;
        hub = new LiveHub(vertx, elder.hub.config(), elder.hub.outside());
        Gateway gateway = new Gateway();
        deployment = vertx.deployVerticle(gateway).await();
        port = gateway.server.actualPort();
    }

    private final class Gateway extends VerticleBase {
        private HttpServer server;

        @Override
        public Future<?> start() {
            Router router = Router.router(vertx);
            router.route().failureHandler(LiveServer::refuse);
            LiveRoutes.mount(vertx, router, hub, new Identities(LiveServer.this::identity, LiveServer.this::verify));
            server = vertx.createHttpServer().requestHandler(router);
            return server.listen(0, "127.0.0.1");
        }
    }

    private Identity.Verified identity(RoutingContext request) {
        return identity != null ? identity : anybody(request.request().getHeader(USER));
    }

    Identity.Verified identity() {
        return identity != null ? identity : anybody(null);
    }

    private Identity.Verified anybody(@Nullable String user) {
        return new Identity.Verified(new Caller(user == null ? "ada" : user, Role.VIEWER), null, expiresAt);
    }

    private Future<Identity.Verified> verify(String token) {
        return Identity.VERIFY_KEY.call(vertx, new Identity.VerifyKey(new Secret(token)));
    }

    private static void refuse(RoutingContext context) {
        Responder.send(context, Problems.answer(context.failure(), "1"));
    }

    /** What the broker says; while it says nothing, what it said last. */
    private Future<Topics.TopicAccess> authorize(Topics.AuthorizeTopic question) {
        if (question.name().equals(secret) && !question.caller().isAdmin()) {
            return Future.failedFuture(
                    Problem.NotFound.of("topic", question.name()).toException());
        }
        @Nullable Problem refused = refusals.get(question.name());
        if (refused != null && question.access() != Topics.Access.WRITE) {
            return Future.failedFuture(refused.toException());
        }
        DescribeTopicsOptions quickly = new DescribeTopicsOptions().timeoutMs(2_000);
        KafkaFuture<Map<String, TopicDescription>> described =
                admin.describeTopics(List.of(question.name()), quickly).allTopicNames();
        return Future.fromCompletionStage(described.toCompletionStage())
                .map(all -> all.get(question.name()))
                .map(topic -> access(question.caller(), topic))
                .onSuccess(access -> seen.put(access.name(), access))
                .recover(failure -> unknown(question.name(), failure));
    }

    private Topics.TopicAccess access(Caller caller, TopicDescription topic) {
        Veiling veiling = veilings.getOrDefault(topic.name() + "/" + caller.user(), Veiling.NONE);
        List<RecordFormat> versions = formats.getOrDefault(topic.name(), List.of());
        RecordFormat format = versions.isEmpty() ? RecordFormat.AUTO : versions.get(versions.size() - 1);
        return new Topics.TopicAccess(
                topic.name(),
                topic.topicId().toString(),
                topic.partitions().size(),
                format,
                versions.size(),
                caller.isAdmin() ? Veiling.NONE : veiling);
    }

    /** This user, who is no administrator, sees the topic's records like this from now on, by rules about another topic. */
    void veil(String topic, String user, Veiling veiling) {
        veilings.put(topic + "/" + user, veiling);
        Masking.CHANGED.publish(vertx, new Masking.Changed("what " + topic + " is made of"));
    }

    /** The topic is read in another way from now on, and all who read it are told. */
    void format(String topic, RecordFormat format) {
        formats.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>()).add(format);
        Topics.ACCESS_CHANGED.publish(vertx, new Topics.TopicAccessChanged(topic));
    }

    private Future<Topics.TopicAccess> unknown(String topic, Throwable failure) {
        Topics.TopicAccess last = seen.get(topic);
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean away = !(cause instanceof UnknownTopicOrPartitionException);
        return away && last != null
                ? Future.succeededFuture(last)
                : Future.failedFuture(Problem.NotFound.of("topic", topic).toException());
    }

    SocketClient socket(String query) {
        return new SocketClient(vertx, port, query);
    }

    /** Of another user, from another address. */
    SocketClient socket(String query, String user, String address) {
        return new SocketClient(vertx, port, query, user, address);
    }

    SocketClient socket() {
        return socket("");
    }

    LineClient lines(String query) {
        return new LineClient(port, query, Map.of());
    }

    LineClient events(String query) {
        return new LineClient(port, query, Map.of("Accept", "text/event-stream"));
    }

    @Override
    public void close() {
        hub.close().await();
        vertx.undeploy(deployment).await();
        if (elder == null) {
            authorize.close().await();
            register.close();
            vertx.close().await();
            admin.close(Duration.ofSeconds(5));
        }
    }
}
