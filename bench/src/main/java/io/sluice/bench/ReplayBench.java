package io.sluice.bench;

import io.sluice.bench.rig.BareReader;
import io.sluice.bench.rig.Broker;
import io.sluice.bench.rig.Child;
import io.sluice.bench.rig.GatewayProcess;
import io.sluice.bench.rig.Load;
import io.sluice.bench.rig.Swarm;
import io.sluice.bench.rig.Swarm.Look;
import io.sluice.bench.rig.Values;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Records per second of one replay of a whole topic over a WebSocket, from the request to the end of the connection; beside a bare
 * consumer that polls the same topic and touches each record. One record in a hundred matches and is sent. A replay of all records,
 * which has a hundred times as much to encode and to send, is shown before it.
 */
@Command(name = "replay", description = "Records of one replay from earliest to now, beside a bare KafkaConsumer.")
final class ReplayBench implements Callable<Integer> {
    private static final String TOPIC = "bench";
    /** The last match is not further from the end of the topic. */
    private static final int EVERY = 100;

    private static final int WARM = 6;

    @Mixin
    private Plan plan = new Plan();

    @Option(names = "--records", description = "Records in the topic (${DEFAULT-VALUE}).")
    private int records = 1_000_000;

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start()) {
            broker.create(TOPIC, 1);
            try (Load load = new Load(broker, TOPIC, 5)) {
                load.send(records);
            }
            try (BareReader reader = new BareReader(broker, TOPIC);
                    Child gateway = GatewayProcess.launch(broker.bootstrap(), 0)) {
                PrintStream out = System.out;
                warm(gateway, reader);
                out.println("all records match");
                run(gateway, "", reader).print("replay-all", out);
                out.println("one record in a hundred matches");
                run(gateway, Values.ONE_IN_A_HUNDRED, reader).print("replay", out);
            }
        }
        return 0;
    }

    /** Until the compiler is done. */
    private void warm(Child gateway, BareReader reader) throws IOException {
        for (int n = 0; n < WARM; n++) {
            replay(gateway, "");
            replay(gateway, Values.ONE_IN_A_HUNDRED);
            poll(reader);
        }
    }

    private Rounds run(Child gateway, String where, BareReader reader) throws Exception {
        return Rounds.run(plan.warmup(), plan.rounds(), () -> replay(gateway, where), () -> poll(reader), System.out);
    }

    private double replay(Child gateway, String where) throws IOException {
        String path = "/api/v1/live?topic=" + TOPIC + "&from=earliest&until=now"
                + (where.isEmpty() ? "" : "&where=" + URLEncoder.encode(where, StandardCharsets.UTF_8));
        long start = System.nanoTime();
        try (Swarm swarm = Swarm.open(gateway.port(), 1, path, Look.LAST_OFFSET)) {
            swarm.awaitEnd();
            long nanos = System.nanoTime() - start;
            if (swarm.slowest() < records - EVERY) {
                throw new IllegalStateException("The replay ended at record " + swarm.slowest() + ".");
            }
            return records * 1e9 / nanos;
        }
    }

    private double poll(BareReader reader) {
        long[] bytes = new long[1];
        long start = System.nanoTime();
        reader.read(0, records, record -> bytes[0] += record.value().length);
        double perSecond = records * 1e9 / (System.nanoTime() - start);
        if (bytes[0] < records) {
            throw new IllegalStateException("records without values");
        }
        return perSecond;
    }
}
