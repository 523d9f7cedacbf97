package io.sluice.bench;

import io.sluice.bench.Rounds.Round;
import io.sluice.bench.rig.BroadcastProcess;
import io.sluice.bench.rig.Broker;
import io.sluice.bench.rig.Child;
import io.sluice.bench.rig.GatewayProcess;
import io.sluice.bench.rig.Latencies;
import io.sluice.bench.rig.Load;
import io.sluice.bench.rig.Swarm;
import io.sluice.bench.rig.Swarm.Look;
import io.sluice.bench.rig.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Records delivered per second of processor time of the gateway's process (the consumer, the filter, the encoding and the sockets)
 * at a steady, moderate rate; beside a process with a bare Vert.x server that sends as many records, encoded before, in frames of
 * the size that the gateway's had, when they are due. Both are warmed up by a flood, as a process is that has run for long, and the
 * gateway by ten times the rate: at the rate itself its compiler would need minutes to be done.
 */
@Command(name = "cpu", description = "Deliveries per CPU-second of the gateway, beside a bare Vert.x server.")
final class CpuBench implements Callable<Integer> {
    private static final String TOPIC = "bench";
    private static final int WINDOW = 100;

    /** How many times as fast the rounds are rehearsed, and for how long. */
    private static final int WARM = 10;

    private static final int WARM_SECONDS = 15;
    private static final int P99_LIMIT_MILLIS = 50;

    private final List<Round> late = new ArrayList<>();

    /** The compiler goes on for a minute at this rate, and what it takes would be counted. */
    @Mixin
    private Plan plan = new Plan(6, 5);

    @Option(names = "--subscribers", description = "WebSockets (${DEFAULT-VALUE}).")
    private int subscribers = 50;

    @Option(names = "--rate", description = "Records per second (${DEFAULT-VALUE}).")
    private int rate = 500;

    @Option(names = "--seconds", description = "Of a round (${DEFAULT-VALUE}).")
    private int seconds = 10;

    @Option(names = "--flood", description = "Records to warm up with (${DEFAULT-VALUE}).")
    private int flood = 200_000;

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start()) {
            broker.create(TOPIC, 1);
            try (Load load = new Load(broker, TOPIC, 0);
                    Child gateway = GatewayProcess.launch(broker.bootstrap(), 0);
                    Child broadcast = BroadcastProcess.launch()) {
                warm(gateway, load, broadcast);
                Rounds rounds = Rounds.run(plan, " per CPU-second", () -> round(gateway, load, broadcast), System.out);
                Rounds.of(plan, " ms", late).printLimit("cpu-p99", System.out);
                rounds.print("cpu", System.out);
            }
        }
        return 0;
    }

    private void warm(Child gateway, Load load, Child broadcast) throws IOException {
        try (Swarm swarm = Swarm.open(gateway.port(), subscribers, live(), Look.LAST_OFFSET)) {
            load.send(flood, WINDOW, swarm);
            load.pace(WARM * rate, (long) WARM * rate * WARM_SECONDS);
            swarm.awaitNumber(load.next() - 1);
        }
        BroadcastProcess.encode(broadcast, flood, 2);
        try (Swarm swarm = Swarm.open(broadcast.port(), subscribers, "/", Look.LAST_OFFSET)) {
            BroadcastProcess.flood(broadcast);
            swarm.awaitNumber(flood - 1);
        }
    }

    private Round round(Child gateway, Load load, Child broadcast) throws IOException {
        long records = (long) rate * seconds;
        Latencies times = new Latencies();
        Look stamps = Look.at(Values.STAMP, (client, stamp) -> times.add(System.nanoTime() - Values.nanoTime(stamp)));
        double value;
        double perFrame;
        try (Swarm swarm = Swarm.open(gateway.port(), subscribers, live(), stamps)) {
            long before = gateway.cpuNanos();
            load.pace(rate, records);
            swarm.awaitTotal(records * subscribers);
            value = perSecond(gateway.cpuNanos() - before);
            perFrame = (double) records * subscribers / swarm.frames();
        }
        System.out.printf(Locale.ROOT, "%.2f records in a frame%n", perFrame);
        late.add(new Round(times.percentile(0.99), P99_LIMIT_MILLIS));
        return new Round(value, baseline(broadcast, records, perFrame));
    }

    private double baseline(Child broadcast, long records, double perFrame) throws IOException {
        BroadcastProcess.encode(broadcast, records, perFrame);
        try (Swarm swarm =
                Swarm.open(broadcast.port(), subscribers, "/", Look.at(Values.STAMP, (client, stamp) -> {}))) {
            long before = broadcast.cpuNanos();
            BroadcastProcess.pace(broadcast, rate);
            swarm.awaitTotal(records * subscribers);
            return perSecond(broadcast.cpuNanos() - before);
        }
    }

    private double perSecond(long cpuNanos) {
        return (double) rate * seconds * subscribers * 1e9 / cpuNanos;
    }

    private static String live() {
        return "/api/v1/live?topic=" + TOPIC;
    }
}
