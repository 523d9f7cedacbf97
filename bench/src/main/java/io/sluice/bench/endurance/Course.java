package io.sluice.bench.endurance;

import io.sluice.bench.rig.Await;
import io.sluice.bench.rig.Broker;
import io.sluice.bench.rig.Child;
import io.sluice.bench.rig.GatewayProcess;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The run itself: everybody subscribes, records are written, some clients are cut again and again, some are slow, the gateway is
 * killed now and then; at the end everybody catches up, and what each holds is compared with what was written.
 */
final class Course {
    private static final String TOPIC = "endurance";
    private static final int PARTITIONS = 4;
    private static final int RECORD_BYTES = 200;
    /** Without one record for any client for so long, the rest will not come. */
    private static final long STUCK_NANOS = 60_000_000_000L;

    private static final long LOOK_EVERY_NANOS = 100_000_000L;

    private final Settings settings;
    private final PrintStream out;
    private final Random random;
    private final Ledger ledger = new Ledger(PARTITIONS);
    private final List<Client> clients = new ArrayList<>();
    private volatile boolean writing = true;
    private long cuts;
    private int kills;

    /**
     * @param cut subscribers that are cut at random, {@code slow} others that read slowly
     * @param cutsPerSecond of all of them together
     * @param kills how often the gateway is killed
     */
    record Settings(
            int seconds, int rate, int subscribers, int cut, int slow, int cutsPerSecond, int kills, long seed) {}

    /** What it came to. */
    record Outcome(long written, long cuts, int kills, long connects, Verdict verdict) {}

    Course(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
        this.random = new Random(settings.seed());
    }

    Outcome run() throws Exception {
        try (Broker broker = Broker.start();
                Writer writer = open(broker)) {
            Child gateway = GatewayProcess.launch(broker.bootstrap(), 0);
            try {
                subscribe(gateway.port());
                CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(writer));
                gateway = disturb(broker, gateway, written);
                written.join();
                writing = false;
                return compare();
            } finally {
                for (Client client : clients) {
                    client.stop();
                }
                gateway.close();
            }
        }
    }

    private Writer open(Broker broker) throws InterruptedException {
        broker.create(TOPIC, PARTITIONS);
        return new Writer(broker, TOPIC, PARTITIONS, ledger, settings.seed());
    }

    private void write(Writer writer) {
        try {
            writer.write(settings.rate(), settings.seconds());
        } catch (InterruptedException | ExecutionException failed) {
            throw new CompletionException(failed);
        }
    }

    /** A slow one takes nine tenths of what its filter lets through. */
    private void subscribe(int port) {
        Client.Server server = new Client.Server(port, TOPIC, PARTITIONS);
        for (int n = 0; n < settings.subscribers(); n++) {
            Client client = new Client(n, server);
            if (n >= settings.cut() && n < settings.cut() + settings.slow()) {
                long groups = IntStream.range(0, Wanted.GROUPS)
                        .filter(client.wanted().matches())
                        .count();
                client.slow((int) (settings.rate() * groups * RECORD_BYTES * 9 / (Wanted.GROUPS * 10)), () -> writing);
            }
            clients.add(client);
            client.start();
        }
        Await.until("all clients are connected", () -> clients.stream().allMatch(client -> client.connects() > 0));
        out.printf(
                "%d subscribers, %d of them cut at random, %d slow%n", clients.size(), settings.cut(), settings.slow());
    }

    /** Until the writer has written. Answers the gateway that runs then. */
    private Child disturb(Broker broker, Child first, CompletableFuture<Void> written) throws Exception {
        Child gateway = first;
        int port = first.port();
        long start = System.nanoTime();
        long cutEvery = 1_000_000_000L / settings.cutsPerSecond();
        while (!written.isDone()) {
            LockSupport.parkNanos(random.nextLong(2 * cutEvery));
            clients.get(random.nextInt(settings.cut())).cut(random.nextBoolean());
            cuts++;
            double share = (System.nanoTime() - start) / 1e9 / settings.seconds();
            if (kills < settings.kills() && share > (kills + 1.0) / (settings.kills() + 1)) {
                kills++;
                gateway.kill();
                out.printf(
                        Locale.ROOT,
                        "%3.0f %%: gateway killed; %,d records delivered so far%n",
                        share * 100,
                        delivered());
                gateway = GatewayProcess.launch(broker.bootstrap(), port);
            }
        }
        return gateway;
    }

    private long delivered() {
        return clients.stream().mapToLong(client -> client.holding().count()).sum();
    }

    private Outcome compare() throws InterruptedException {
        Map<Wanted, BitSet[]> expected = new HashMap<>();
        Wanted.ALL.forEach(wanted -> expected.put(wanted, ledger.expected(wanted)));
        long due = clients.stream()
                .mapToLong(client -> cardinality(expectedOf(expected, client)))
                .sum();
        out.printf(
                Locale.ROOT,
                "%,d records written, %,d of %,d deliveries still to come%n",
                ledger.records(),
                due - delivered(),
                due);
        catchUp(due);
        Verdict all = Verdict.NONE;
        long connects = 0;
        for (Client client : clients) {
            client.stop();
            Verdict verdict = client.holding().compare(expectedOf(expected, client));
            tell(client, verdict);
            all = all.plus(verdict);
            connects += client.connects();
        }
        return new Outcome(ledger.records(), cuts, kills, connects, all);
    }

    /** Until everything has come, or nothing comes any more. */
    private void catchUp(long due) {
        long start = System.nanoTime();
        long since = start;
        for (long before = -1, now = delivered();
                now < due && System.nanoTime() - since < STUCK_NANOS;
                now = delivered()) {
            if (now != before) {
                before = now;
                since = System.nanoTime();
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        out.printf(Locale.ROOT, "caught up after %.1f s%n", (System.nanoTime() - start) / 1e9);
    }

    private void tell(Client client, Verdict verdict) {
        @Nullable String complaint = client.holding().complaint();
        if (!verdict.isGood() || complaint != null) {
            out.printf(
                    "%s %s: %s%s%n",
                    client.transport(), client.wanted().where(), verdict, complaint == null ? "" : " " + complaint);
        }
    }

    private static BitSet[] expectedOf(Map<Wanted, BitSet[]> expected, Client client) {
        return Objects.requireNonNull(expected.get(client.wanted()));
    }

    private static long cardinality(BitSet[] offsets) {
        return Arrays.stream(offsets).mapToLong(BitSet::cardinality).sum();
    }
}
