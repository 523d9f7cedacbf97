package io.sluice.bench;

import io.sluice.bench.Rounds.Round;
import io.sluice.bench.rig.BareReader;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Time from producing a record to its arrival at a WebSocket client, the 99th percentile over all clients; beside that of a bare
 * consumer. Both read the same records at the same time, so that whatever holds up the broker holds up both. Producer, consumer and
 * clients are in one process and stamp with one clock.
 */
@Command(name = "latency", description = "Time from produce to client (p99), beside a bare KafkaConsumer.")
final class LatencyBench implements Callable<Integer> {
    private static final String TOPIC = "bench";

    private static final String LIVE = "/api/v1/live?topic=" + TOPIC;
    /** How many times as fast the rounds are rehearsed, and for how long. */
    private static final int WARM = 5;

    private static final int WARM_SECONDS = 20;
    private static final String UNIT = " ms";

    private final List<Round> middles = new ArrayList<>();

    @Mixin
    private Plan plan = new Plan();

    @Option(names = "--subscribers", description = "WebSockets (${DEFAULT-VALUE}).")
    private int subscribers = 100;

    @Option(names = "--rate", description = "Records per second (${DEFAULT-VALUE}).")
    private int rate = 1000;

    @Option(names = "--seconds", description = "Of a round (${DEFAULT-VALUE}).")
    private int seconds = 8;

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start()) {
            broker.create(TOPIC, 1);
            try (Load load = new Load(broker, TOPIC, 0);
                    BareReader reader = new BareReader(broker, TOPIC);
                    Child gateway = GatewayProcess.launch(broker.bootstrap(), 0)) {
                warm(gateway, load, reader);
                Rounds rounds = Rounds.run(plan, UNIT, () -> round(gateway, load, reader), System.out);
                Rounds.of(plan, UNIT, middles).print("latency-p50", System.out);
                rounds.print("latency", System.out);
            }
        }
        return 0;
    }

    /** The compiler would need minutes at the rate itself. */
    private void warm(Child gateway, Load load, BareReader reader) throws IOException {
        long from = load.next();
        long records = (long) WARM * rate * WARM_SECONDS;
        try (Swarm swarm =
                Swarm.open(gateway.port(), subscribers, LIVE, Look.at(Values.STAMP, (client, stamp) -> {}))) {
            load.pace(WARM * rate, records);
            swarm.awaitTotal(records * subscribers);
        }
        reader.read(from, from + records, record -> {});
    }

    private Round round(Child gateway, Load load, BareReader reader) throws IOException {
        long records = (long) rate * seconds;
        Latencies bare = new Latencies();
        Latencies live = new Latencies();
        Look stamps = Look.at(Values.STAMP, (client, stamp) -> live.add(System.nanoTime() - Values.nanoTime(stamp)));
        try (Swarm swarm = Swarm.open(gateway.port(), subscribers, LIVE, stamps)) {
            long from = load.next();
            CompletableFuture<Void> read = CompletableFuture.runAsync(() -> reader.read(
                    from, from + records, record -> bare.add(System.nanoTime() - Values.nanoTime(record.value()))));
            load.pace(rate, records);
            read.join();
            swarm.awaitTotal(records * subscribers);
        }
        middles.add(new Round(live.percentile(0.5), bare.percentile(0.5)));
        return new Round(live.percentile(0.99), bare.percentile(0.99));
    }
}
