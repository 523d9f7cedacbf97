package io.sluice.bench;

import io.sluice.bench.rig.Broker;
import io.sluice.bench.rig.Child;
import io.sluice.bench.rig.GatewayProcess;
import io.sluice.bench.rig.Swarm;
import io.sluice.bench.rig.Swarm.Look;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Heap and direct memory of the gateway's process for each idle WebSocket subscriber: what it has in use with all of them less what
 * it had with one, both after collections. There is no baseline but a limit. What the kernel keeps for a connection is not in it.
 */
@Command(name = "connections", description = "Memory of the gateway for each idle WebSocket subscriber.")
final class ConnectionsBench implements Callable<Integer> {
    private static final String TOPIC = "bench";
    private static final String PATH = "/api/v1/live?topic=" + TOPIC + "&where=region+%3D+'eu-7'";
    private static final int LIMIT_BYTES = 24 << 10;

    @Mixin
    private Plan plan = new Plan();

    @Option(names = "--subscribers", description = "WebSockets (${DEFAULT-VALUE}).")
    private int subscribers = 10_000;

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start()) {
            broker.create(TOPIC, 1);
            try (Child gateway = GatewayProcess.launch(broker.bootstrap(), 0)) {
                Rounds.run(plan, " bytes", () -> new Rounds.Round(bytes(gateway), LIMIT_BYTES), System.out)
                        .printLimit("connections", System.out);
            }
        }
        return 0;
    }

    private double bytes(Child gateway) throws IOException {
        try (Swarm first = Swarm.open(gateway.port(), 1, PATH, Look.LAST_OFFSET)) {
            long before = gateway.memoryBytes();
            try (Swarm swarm = Swarm.open(gateway.port(), subscribers, PATH, Look.LAST_OFFSET)) {
                long with = gateway.memoryBytes();
                System.out.printf(
                        Locale.ROOT,
                        "%,d bytes with %,d more subscribers than %,d%n",
                        with - before,
                        swarm.size(),
                        first.size());
                return (double) (with - before) / subscribers;
            }
        }
    }
}
