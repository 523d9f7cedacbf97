package io.sluice.bench;

import io.sluice.bench.Rounds.Round;
import io.sluice.bench.rig.BroadcastProcess;
import io.sluice.bench.rig.Broker;
import io.sluice.bench.rig.Child;
import io.sluice.bench.rig.GatewayProcess;
import io.sluice.bench.rig.Load;
import io.sluice.bench.rig.Swarm;
import io.sluice.bench.rig.Swarm.Look;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Records per second that arrive at the WebSocket subscribers of one filter, all of them together. The load keeps a window: it is
 * never further ahead of the slowest client than that, so nobody falls behind the live path and nobody waits for the load. Beside a
 * bare Vert.x server that has the same frames ready, with as many records in each as the gateway had put in its own.
 */
@Command(name = "fanout", description = "Deliveries to the subscribers of one filter, beside a bare Vert.x broadcast.")
final class FanoutBench implements Callable<Integer> {
    private static final String TOPIC = "bench";

    @Mixin
    private Plan plan = new Plan();

    @Option(names = "--subscribers", description = "WebSockets (${DEFAULT-VALUE}).")
    private int subscribers = 1000;

    @Option(names = "--records", description = "Records in a round (${DEFAULT-VALUE}).")
    private int records = 20_000;

    @Option(names = "--window", description = "Records that the load may be ahead of the slowest (${DEFAULT-VALUE}).")
    private int window = 1000;

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start()) {
            broker.create(TOPIC, 1);
            try (Load load = new Load(broker, TOPIC, 0);
                    Child gateway = GatewayProcess.launch(broker.bootstrap(), 0);
                    Child broadcast = BroadcastProcess.launch()) {
                Rounds.run(plan, "/s", () -> round(gateway, load, broadcast), System.out)
                        .print("fanout", System.out);
            }
        }
        return 0;
    }

    private Round round(Child gateway, Load load, Child broadcast) throws Exception {
        double value;
        double perFrame;
        String path = "/api/v1/live?topic=" + TOPIC + "&where=status+%3D+'ok'";
        try (Swarm swarm = Swarm.open(gateway.port(), subscribers, path, Look.LAST_OFFSET)) {
            long start = System.nanoTime();
            load.send(records, window, swarm);
            swarm.awaitNumber(load.next() - 1);
            value = perSecond(start);
            perFrame = (double) records * subscribers / swarm.frames();
        }
        System.out.printf(Locale.ROOT, "%.1f records in a frame%n", perFrame);
        BroadcastProcess.encode(broadcast, records, perFrame);
        try (Swarm swarm = Swarm.open(broadcast.port(), subscribers, "/", Look.LAST_OFFSET)) {
            long start = System.nanoTime();
            BroadcastProcess.flood(broadcast);
            swarm.awaitNumber(records - 1);
            return new Round(value, perSecond(start));
        }
    }

    private double perSecond(long start) {
        return (double) records * subscribers * 1e9 / (System.nanoTime() - start);
    }
}
