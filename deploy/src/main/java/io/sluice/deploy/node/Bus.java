package io.sluice.deploy.node;

import io.sluice.contract.Secret;
import io.sluice.deploy.cluster.ClusterBus;
import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.process.DataDir;
import io.sluice.runtime.RecordCodec;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.CompletableFuture;

/** The event bus: inside the process, or between the nodes of a cluster. The codecs are registered before anything can use it. */
final class Bus {
    private Bus() {}

    static CompletableFuture<Vertx> local(DataDir data) {
        Vertx vertx = Vertx.vertx(options(data));
        RecordCodec.register(vertx);
        return CompletableFuture.completedFuture(vertx);
    }

    static CompletableFuture<Vertx> clustered(SluiceConfig.Cluster cluster, DataDir data, Secret master) {
        return ClusterBus.start(cluster, options(data)).thenApply(vertx -> {
            RecordCodec.register(vertx, master);
            return vertx;
        });
    }

    private static VertxOptions options(DataDir data) {
        FileSystemOptions files =
                new FileSystemOptions().setFileCacheDir(data.resolve("cache").toString());
        return new VertxOptions().setFileSystemOptions(files);
    }
}
