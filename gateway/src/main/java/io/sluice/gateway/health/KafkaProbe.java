package io.sluice.gateway.health;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Asks the broker for its cluster id, which tells that it can be reached. */
public final class KafkaProbe {
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Admin admin;

    public KafkaProbe(Vertx vertx, Map<String, Object> kafka) {
        this.vertx = vertx;
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, "sluice-gateway-probe");
        this.admin = Admin.create(config);
    }

    public Future<String> reach(Duration patience) {
        Context context = vertx.getOrCreateContext();
        Promise<String> reached = Promise.promise();
        admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) patience.toMillis()))
                .clusterId()
                .whenComplete((id, failure) -> context.runOnContext(back -> {
                    if (failure == null) {
                        reached.complete(id);
                    } else {
                        reached.fail(failure);
                    }
                }));
        return reached.future();
    }

    public Future<Void> close() {
        return vertx.executeBlocking(() -> {
            admin.close(CLOSE);
            return null;
        });
    }
}
