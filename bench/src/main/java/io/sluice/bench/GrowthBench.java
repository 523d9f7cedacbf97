package io.sluice.bench;

import io.sluice.bench.Rounds.Round;
import io.sluice.bench.rig.Broker;
import io.sluice.bench.rig.Child;
import io.sluice.bench.rig.GatewayProcess;
import io.sluice.bench.rig.Load;
import io.sluice.bench.rig.Swarm;
import io.sluice.bench.rig.Swarm.Look;
import io.sluice.bench.rig.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Processor time of the gateway's process for a million records that none of its subscribers wants, with many subscribers; beside
 * the same with one. They share ten filters; the same with a filter for each is shown before it. The first subscriber's filter
 * matches the very last record of a round, which tells when the gateway is through.
 */
@Command(name = "growth", description = "CPU seconds per million records that match nothing, beside one subscriber.")
final class GrowthBench implements Callable<Integer> {
    private static final String TOPIC = "bench";
    private static final int FEW = 10;
    private static final String UNIT = " CPU s";

    @Mixin
    private Plan plan = new Plan();

    @Option(names = "--subscribers", description = "WebSockets (${DEFAULT-VALUE}).")
    private int subscribers = 1000;

    @Option(names = "--records", description = "Records in a round (${DEFAULT-VALUE}).")
    private int records = 1_000_000;

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start()) {
            broker.create(TOPIC, 1);
            try (Load load = new Load(broker, TOPIC, 5);
                    Child gateway = GatewayProcess.launch(broker.bootstrap(), 0)) {
                System.out.println("a filter for each subscriber");
                run(gateway, load, subscribers).print("growth-distinct", System.out);
                System.out.println("ten filters");
                run(gateway, load, FEW).print("growth", System.out);
            }
        }
        return 0;
    }

    private Rounds run(Child gateway, Load load, int filters) throws Exception {
        List<String> many = paths(subscribers, filters);
        List<String> one = paths(1, 1);
        return Rounds.run(
                plan, UNIT, () -> new Round(seconds(gateway, load, many), seconds(gateway, load, one)), System.out);
    }

    /** The first is the filter of the last record. */
    private static List<String> paths(int subscribers, int filters) {
        List<String> paths = new ArrayList<>();
        for (int n = 0; n < subscribers; n++) {
            String region = n == 0 ? Values.LAST_REGION : "none-" + n % filters;
            paths.add("/api/v1/live?topic=" + TOPIC + "&where=region+%3D+'" + region + "'");
        }
        return paths;
    }

    private double seconds(Child gateway, Load load, List<String> paths) throws IOException {
        try (Swarm swarm = Swarm.open(gateway.port(), paths, Look.LAST_OFFSET)) {
            long before = gateway.cpuNanos();
            load.send(records);
            load.sendLast();
            swarm.awaitNumber(0, load.next() - 1);
            return (gateway.cpuNanos() - before) / 1e9 * 1e6 / records;
        }
    }
}
