package io.sluice.deploy.config;

import io.sluice.runtime.config.Rules;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files (PEM) by which the nodes of a cluster know each other, in place of a secret: all of them or none. */
public record ClusterTls(
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path authority) {
    public static final ClusterTls NONE = new ClusterTls(null, null, null);

    public ClusterTls {
        boolean all = certificate != null && key != null && authority != null;
        new Rules()
                .require(all || certificate == null, "certificate", "expected key and authority beside it")
                .require(all || key == null, "key", "expected certificate and authority beside it")
                .require(all || authority == null, "authority", "expected certificate and key beside it")
                .check();
    }

    public boolean isSet() {
        return certificate != null;
    }
}
