package io.sluice.deploy.config;

import io.sluice.runtime.config.Rules;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files (PEM) by which the nodes of a cluster know each other, in place of a secret: all of them or none. */
public record ClusterTls(
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path authority) {
    public static final ClusterTls NONE = new ClusterTls(null, null, null);

    public ClusterTls {
        long set = Stream.of(certificate == null, key == null, authority == null)
                .filter(missing -> !missing)
                .count();
        String rule = "expected a file, as certificate, key and authority go together";
        new Rules()
                .require(set == 0 || certificate != null, "certificate", rule)
                .require(set == 0 || key != null, "key", rule)
                .require(set == 0 || authority != null, "authority", rule)
                .check();
    }

    public boolean isSet() {
        return Objects.nonNull(certificate);
    }
}
