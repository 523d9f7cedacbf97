package io.sluice.bench.rig;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.gateway.live.Identities;
import io.sluice.gateway.live.LiveConfig;
import io.sluice.gateway.live.LiveConfig.Limits;
import io.sluice.gateway.live.LiveConfig.Share;
import io.sluice.gateway.live.LiveHub;
import io.sluice.gateway.live.LiveRoutes;
import io.sluice.runtime.RecordCodec;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * The gateway's live delivery as it is in production, in a process of its own: one verticle with the live routes and the hub. The
 * stream-service is played by one answer on the bus: everybody may read every topic that the broker has. No limits but the
 * machine's.
 */
public final class GatewayProcess extends VerticleBase {
    private static final Share NO_LIMIT = new Share(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final Identity.Verified READER =
            new Identity.Verified(new Caller("reader", Role.VIEWER), null, null);

    private final LiveConfig config;
    private final int wanted;
    private final Admin admin;
    private final Map<String, Future<Topics.TopicAccess>> known = new HashMap<>();
    private int port;

    private GatewayProcess(LiveConfig config, int wanted) {
        this.config = config;
        this.wanted = wanted;
        this.admin = Admin.create(config.kafka());
    }

    /** @param port 0: any */
    public static Child launch(String bootstrap, int port) throws IOException {
        return Child.start(GatewayProcess.class, bootstrap, Integer.toString(port));
    }

    public static void main(String[] args) throws IOException {
        Limits usual = Limits.DEFAULT;
        LiveConfig config = LiveConfig.of(Map.of("bootstrap.servers", args[0]))
                .withLimits(new Limits(
                        NO_LIMIT, NO_LIMIT, NO_LIMIT, usual.subscriptionsPerSocket(), usual.replayThreads()));
        Vertx vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        GatewayProcess gateway = new GatewayProcess(config, Integer.parseInt(args[1]));
        vertx.deployVerticle(gateway).await();
        new Answers().serve(gateway.port);
    }

    @Override
    public Future<?> start() {
        Topics.AUTHORIZE.serve(vertx, question -> known.computeIfAbsent(question.name(), this::describe));
        Identity.CHECK.serve(vertx, GatewayProcess::check);
        Router router = Router.router(vertx);
        Identities identities = new Identities(request -> READER, token -> Future.succeededFuture(READER));
        LiveRoutes.mount(vertx, router, new LiveHub(vertx, config, Clock.systemUTC()), identities);
        return vertx.createHttpServer(new HttpServerOptions().setPerMessageWebSocketCompressionSupported(false))
                .requestHandler(router)
                .listen(wanted, "127.0.0.1")
                .onSuccess(this::listening);
    }

    private static Future<Identity.Checked> check(Identity.Check asked) {
        return Future.succeededFuture(new Identity.Checked(asked.identities().stream()
                .map(identity -> new Identity.Standing(identity.caller().role()))
                .toList()));
    }

    private void listening(HttpServer server) {
        port = server.actualPort();
    }

    private Future<Topics.TopicAccess> describe(String topic) {
        return Future.fromCompletionStage(
                        admin.describeTopics(Set.of(topic)).allTopicNames().toCompletionStage())
                .map(all -> access(all.values().iterator().next()));
    }

    private static Topics.TopicAccess access(TopicDescription topic) {
        return new Topics.TopicAccess(
                topic.name(), topic.topicId().toString(), topic.partitions().size());
    }
}
