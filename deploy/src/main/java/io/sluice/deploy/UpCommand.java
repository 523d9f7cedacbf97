package io.sluice.deploy;

import io.sluice.deploy.config.SluiceConfig;
import io.sluice.deploy.node.Node;
import io.sluice.deploy.process.DataDir;
import io.sluice.deploy.process.Parts;
import io.sluice.runtime.config.ConfigLoader.Option;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Everything in one process, in the foreground, until Ctrl-C. */
@Command(name = "up", description = "Runs everything in one process, with an embedded Kafka and PostgreSQL.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions settings = new ConfigOptions();

    @CommandLine.Option(names = "--no-demo", description = "Do not register the demo sources at the first start.")
    private boolean noDemo;

    @Override
    public Integer call() {
        List<Option> options = noDemo ? List.of(new Option("--no-demo", "demo", "false")) : List.of();
        SluiceConfig config = settings.load(options);
        return new Life(config).run((data, parts) -> start(config, data, parts));
    }

    private static Banner start(SluiceConfig config, DataDir data, Parts parts) {
        Node node = Node.single(config, data, parts);
        FirstAdmin admin = parts.await(FirstAdmin.ensure(node.vertx(), config.adminPassword()));
        String signIn = parts.await(FirstAdmin.signInCode(node.vertx()));
        if (config.demo()) {
            parts.await(new Demo(node.vertx(), data).register());
        }
        return Banner.of(config, node, data.root())
                .withPassword(admin.generated())
                .withSignIn(signIn);
    }
}
