package io.sluice.gateway.live;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Served;
import io.sluice.contract.Topics;
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
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/** A gateway reduced to its live routes, on a real Vert.x and a real broker; the bus answers for topics as the broker knows them. */
final class LiveServer implements AutoCloseable {
    final TestKafka kafka = TestKafka.shared();
    final Vertx vertx = Vertx.vertx();
    final LiveHub hub;
    final int port;
    private final Admin admin;
    private final Served authorize;
    private final Map<String, Topics.TopicAccess> seen = new ConcurrentHashMap<>();
    private final String deployment;
    volatile @Nullable Instant expiresAt;

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
        RecordCodec.register(vertx);
        admin = Admin.create(config.kafka());
        authorize = Topics.AUTHORIZE.serve(vertx, this::authorize);
        hub = new LiveHub(vertx, config, clock);
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
            LiveRoutes.mount(vertx, router, hub, request -> identity());
            server = vertx.createHttpServer().requestHandler(router);
            return server.listen(0, "127.0.0.1");
        }
    }

    private Identity.Verified identity() {
        return new Identity.Verified(new Caller("ada", Role.VIEWER), null, expiresAt);
    }

    private static void refuse(RoutingContext context) {
        Problem problem = context.failure() instanceof ProblemException known
                ? known.problem()
                : new Problem.Internal(String.valueOf(context.failure()));
        io.vertx.core.json.JsonObject body = Frames.problem(problem).getJsonObject("problem");
        context.response().setStatusCode(body.getInteger("status")).end(body.encode());
    }

    /** What the broker says; while it says nothing, what it said last. */
    private Future<Topics.TopicAccess> authorize(Topics.AuthorizeTopic question) {
        DescribeTopicsOptions quickly = new DescribeTopicsOptions().timeoutMs(2_000);
        KafkaFuture<Map<String, TopicDescription>> described =
                admin.describeTopics(List.of(question.name()), quickly).allTopicNames();
        return Future.fromCompletionStage(described.toCompletionStage())
                .map(all -> all.get(question.name()))
                .map(topic -> new Topics.TopicAccess(
                        topic.name(),
                        topic.topicId().toString(),
                        topic.partitions().size()))
                .onSuccess(access -> seen.put(access.name(), access))
                .recover(failure -> unknown(question.name(), failure));
    }

    private Future<Topics.TopicAccess> unknown(String topic, Throwable failure) {
        Topics.TopicAccess last = seen.get(topic);
        boolean away = failure instanceof org.apache.kafka.common.errors.TimeoutException;
        return away && last != null
                ? Future.succeededFuture(last)
                : Future.failedFuture(Problem.NotFound.of("topic", topic).toException());
    }

    SocketClient socket(String query) {
        return new SocketClient(vertx, port, query);
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
        authorize.close().await();
        vertx.close().await();
        admin.close(Duration.ofSeconds(5));
    }
}
