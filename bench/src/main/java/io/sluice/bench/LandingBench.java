package io.sluice.bench;

import io.sluice.bench.Rounds.Round;
import io.sluice.bench.rig.Broker;
import io.sluice.bench.rig.LandingTable;
import io.sluice.bench.rig.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Rows per second from a topic to a table: seven typed columns, the rest as JSONB with its index, positions and all; beside {@code COPY} of
 * the very same rows, prepared in Postgres's binary form, to the very same table. And beside what writers of one row a transaction reach.
 */
@Command(name = "landing", description = "Rows landed, beside a plain COPY of the same rows.")
final class LandingBench implements Callable<Integer> {
    private static final String TOPIC = "bench";
    private static final String UNIT = "/s";

    @Mixin
    private Plan plan = new Plan();

    @Option(names = "--records", description = "In the topic (${DEFAULT-VALUE}).")
    private int records = 200_000;

    @Option(names = "--single", description = "Rows that are committed one by one (${DEFAULT-VALUE}).")
    private int single = 2_000;

    @Option(names = "--no-rest", description = "Leave out what no column takes, and its index.")
    private boolean noRest;

    private final List<Round> singles = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        try (Broker broker = Broker.start();
                Load load = new Load(broker, TOPIC, 5)) {
            broker.create(TOPIC, 1);
            load.send(records);
            try (LandingTable table = LandingTable.open(broker, TOPIC, !noRest)) {
                Rounds rounds = Rounds.run(plan, UNIT, () -> round(table), System.out);
                Rounds.of(plan, UNIT, singles).print("landing-single", System.out);
                rounds.print("landing", System.out);
            }
        }
        return 0;
    }

    private Round round(LandingTable table) throws Exception {
        table.clear();
        double landed = records / table.land(records);
        byte[] rows = table.export();
        table.clear();
        double copied = records / table.copy(rows);
        double one = single / table.insert(single);
        singles.add(new Round(landed, one));
        return new Round(landed, copied);
    }
}
