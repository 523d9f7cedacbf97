package io.sluice.deploy;

import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.node.Node;
import io.sluice.deploy.node.ServiceRole;
import io.sluice.deploy.process.DataDir;
import io.sluice.deploy.process.Parts;
import io.sluice.runtime.config.ConfigLoader.Option;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One node of a cluster, in the foreground, until Ctrl-C or SIGTERM. */
@Command(name = "node", description = "Runs one node of a cluster, with an external Kafka and PostgreSQL.")
final class NodeCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions settings = new ConfigOptions();

    @CommandLine.Option(
            names = "--roles",
            split = ",",
            required = true,
            description = "What this node does: ${COMPLETION-CANDIDATES}.")
    private List<ServiceRole> roles = List.of();

    @CommandLine.Option(names = "--cluster-host", description = "Address of this node for the others.")
    private @Nullable String host;

    @CommandLine.Option(names = "--cluster-port", description = "Port for cluster membership.")
    private @Nullable String port;

    @CommandLine.Option(names = "--join", description = "host:port,… of nodes that may already run.")
    private @Nullable String join;

    @Override
    public Integer call() {
        List<Option> options = new ArrayList<>();
        add(options, "--cluster-host", "cluster.host", host);
        add(options, "--cluster-port", "cluster.port", port);
        add(options, "--join", "cluster.join", join);
        SluiceConfig config = settings.load(options);
        return new Life(config).run((data, parts) -> start(config, data, parts));
    }

    private static void add(List<Option> options, String name, String key, @Nullable String text) {
        if (text != null) {
            options.add(new Option(name, key, text));
        }
    }

    private Banner start(SluiceConfig config, DataDir data, Parts parts) {
        Set<ServiceRole> distinct = EnumSet.copyOf(roles);
        Node node = Node.clustered(config, data, parts, distinct);
        Banner banner = Banner.of(config, node, data.root());
        if (!distinct.contains(ServiceRole.CATALOG)) {
            return banner;
        }
        FirstAdmin admin = parts.await(FirstAdmin.ensure(node.vertx(), config.adminPassword()));
        return banner.withPassword(admin.generated());
    }
}
