package io.sluice.deploy.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Completable;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** This node among the others. Vert.x takes a Hazelcast that it is given for somebody else's, so its end is up to us. */
final class Members extends HazelcastClusterManager {
    private final HazelcastInstance hazelcast;
    private @Nullable Vertx vertx;

    Members(HazelcastInstance hazelcast) {
        super(hazelcast);
        this.hazelcast = hazelcast;
    }

    @Override
    public void init(Vertx vertx) {
        super.init(vertx);
        this.vertx = vertx;
    }

    @Override
    public void leave(Completable<Void> left) {
        Vertx closing = Objects.requireNonNull(vertx, "init comes first");
        Callable<Void> shutdown = () -> {
            hazelcast.getLifecycleService().shutdown();
            return null;
        };
        Promise<Void> quiet = Promise.promise();
        super.leave(quiet);
        quiet.future().eventually(() -> closing.executeBlocking(shutdown)).onComplete(left);
    }
}
