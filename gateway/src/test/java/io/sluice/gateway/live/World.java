package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.gateway.live.Turn.Next;
import io.sluice.gateway.record.RecordJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * A hub in one thread: a log that grows, a tail that reads it, an event loop and a replay thread that are mailboxes, and one
 * subscriber whose socket and wishes change at random. The tail's log, ring, scan, chunks and the state machine are the production
 * ones; each mailbox is worked off in order, but when is up to the schedule.
 */
final class World implements Feed, Machine.Effects {
    static final int PARTITIONS = 3;
    private static final LiveConfig CONFIG =
            LiveConfig.of(Map.of()).withMemory(new LiveConfig.Memory(4_000, 900, 300, 1_000, 1 << 20, 32 << 10, 4));
    private static final ChannelKey EVEN =
            new ChannelKey(Filter.parse("n % 2 = 0").orElseThrow(), Projection.ALL, Format.FRAMES);

    private final Random random;
    private final List<List<ConsumerRecord<byte[], byte[]>>> log = new ArrayList<>();
    private final TailLog tail = new TailLog(CONFIG, Clock.systemUTC(), "id", Position.zero(PARTITIONS));
    private final Queue<Runnable> loop = new ArrayDeque<>();
    private final Queue<Runnable> tailInbox = new ArrayDeque<>();
    private final Queue<Runnable> replay = new ArrayDeque<>();
    final List<String> delivered = new ArrayList<>();
    long missed;
    long gaps;
    int mostWaiting;
    private Machine machine;
    private Position outlet = Position.zero(0);
    private Position mark;
    private boolean enrolled;
    private boolean full;
    private int room;

    World(long seed, boolean skips) {
        random = new Random(seed);
        for (int p = 0; p < PARTITIONS; p++) {
            log.add(new ArrayList<>());
        }
        machine = Machine.opening(skips);
        apply(machine.opened(Position.zero(PARTITIONS)));
    }

    /** One thing that can happen. */
    void step() throws InterruptedException {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> produce(random.nextInt(20));
            case 3, 4 -> poll(1 + random.nextInt(30));
            case 5, 6 -> work(loop);
            case 7 -> work(tailInbox);
            case 8 -> work(replay);
            case 9 -> drain();
            case 10 -> apply(random.nextBoolean() ? machine.pause(live()) : machine.resume());
            default -> apply(machine.suspend(live()));
        }
        if (machine.state() instanceof Machine.Lagging) {
            proceed();
        }
    }

    /** Lets everything that is under way come to its end, the client taking all. */
    void settle() throws InterruptedException {
        apply(machine.resume());
        for (int i = 0; i < 10_000 && !isSettled(); i++) {
            drain();
            poll(50);
            work(tailInbox);
            work(replay);
            work(loop);
            proceed();
        }
    }

    boolean isSettled() {
        return machine.state() instanceof Machine.Live
                && loop.isEmpty()
                && !tail.isPending()
                && tail.position().equals(end());
    }

    long ringBytes() {
        return tail.ringBytes();
    }

    /** What a subscriber from the beginning must get of one partition. */
    List<String> expected(int partition) {
        return log.get(partition).stream()
                .filter(record -> number(record) % 2 == 0)
                .map(record -> partition + "@" + record.offset())
                .toList();
    }

    List<String> delivered(int partition) {
        return delivered.stream()
                .filter(place -> place.startsWith(partition + "@"))
                .toList();
    }

    private void produce(int count) {
        for (int i = 0; i < count; i++) {
            int p = random.nextInt(PARTITIONS);
            List<ConsumerRecord<byte[], byte[]>> records = log.get(p);
            long offset =
                    records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1;
            // A hole now and then, as compaction and transactions leave them.
            long next = offset + (random.nextInt(8) == 0 ? 3 : 0);
            byte[] value = ("{\"n\":" + random.nextInt(100) + "}").getBytes(UTF_8);
            records.add(new ConsumerRecord<>(
                    "t",
                    p,
                    next,
                    0,
                    TimestampType.CREATE_TIME,
                    0,
                    value.length,
                    null,
                    value,
                    new RecordHeaders(),
                    Optional.empty()));
        }
    }

    private Position end() {
        return Position.of(log.stream()
                .mapToLong(records ->
                        records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1)
                .toArray());
    }

    private List<ConsumerRecord<byte[], byte[]>> from(int partition, Position position, int max) {
        return log.get(partition).stream()
                .filter(record -> record.offset() >= position.next(partition))
                .limit(max)
                .toList();
    }

    private void poll(int max) throws InterruptedException {
        long[] next = tail.position().toArray(PARTITIONS);
        List<List<ConsumerRecord<byte[], byte[]>>> batch = new ArrayList<>();
        for (int p = 0; p < PARTITIONS; p++) {
            List<ConsumerRecord<byte[], byte[]>> records = from(p, tail.position(), max);
            if (!records.isEmpty()) {
                batch.add(records);
                next[p] = records.get(records.size() - 1).offset() + 1;
            }
        }
        if (!batch.isEmpty()) {
            tail.take(batch, Position.of(next), 0);
        }
        if (random.nextBoolean()) {
            tail.flush();
        }
    }

    private static void work(Queue<Runnable> mailbox) {
        Runnable task = mailbox.poll();
        if (task != null) {
            task.run();
        }
    }

    /** The client took everything; it can take some more now. */
    private void drain() {
        full = false;
        room = random.nextInt(40);
        gaps += missed;
        missed = 0;
        apply(machine.drained());
    }

    @Override
    public void post(TailBatch batch) {
        loop.add(() -> receive(batch));
    }

    @Override
    public long cost() {
        return 0;
    }

    @Override
    public void gone() {
        throw new AssertionError("the topic is not deleted here");
    }

    private void receive(TailBatch batch) {
        for (Output output : batch.outputs()) {
            for (Chunk chunk : output.chunks()) {
                if (enrolled && full && !machine.slow()) {
                    apply(machine.slowed(live()));
                }
                if (enrolled && machine.slow()) {
                    missed += chunk.count();
                    mark = chunk.after();
                } else if (enrolled) {
                    write(chunk);
                }
            }
        }
        mark = null;
        outlet = batch.after();
    }

    private void write(Chunk chunk) {
        String records = "[" + chunk.buffer().toString() + "]";
        for (Object each : new JsonArray(records)) {
            JsonObject record = (JsonObject) each;
            delivered.add(record.getInteger("partition") + "@" + record.getLong("offset"));
        }
        room -= chunk.count();
        full = room <= 0;
        mark = chunk.after();
    }

    private Position live() {
        return mark != null ? mark : outlet;
    }

    private void apply(Machine.Step step) {
        machine = step.machine();
        step.effects().forEach(effect -> effect.on(this));
    }

    @Override
    public void acknowledge() {}

    @Override
    public void ask(Machine.Ask question) {
        if (question.whom() == Next.KAFKA) {
            replay.add(() -> {
                Turn turn = turn(question.at());
                loop.add(() -> apply(machine.answered(question.number(), turn)));
            });
        } else {
            tailInbox.add(() -> {
                Turn turn = joined(question.at());
                loop.add(() -> apply(machine.answered(question.number(), turn)));
            });
        }
    }

    private Turn joined(Position at) {
        try {
            return tail.join(EVEN, this, "id", at);
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }

    /** A turn of a replay cursor over the model log, of a random length. */
    private Turn turn(Position at) {
        Scan scan = new Scan(Clock.systemUTC(), "id", at);
        scan.add(new ChannelEncoder(EVEN, new RecordJson(1_000), CONFIG.memory().frame()));
        long[] next = at.toArray(PARTITIONS);
        for (int p = 0; p < PARTITIONS; p++) {
            for (ConsumerRecord<byte[], byte[]> record : from(p, at, 1 + random.nextInt(20))) {
                scan.accept(record);
                next[p] = record.offset() + 1;
            }
        }
        Position reached = Position.of(next);
        return Turn.of("id", reached, Next.TAIL, 0, scan.finish(reached));
    }

    @Override
    public void enroll(Turn turn) {
        enrolled = true;
        outlet = turn.at();
    }

    @Override
    public void leave(boolean wasEnrolled) {
        enrolled &= !wasEnrolled;
        tailInbox.add(() -> tail.leave(EVEN, this));
    }

    @Override
    public void deliver(Turn turn) {
        mostWaiting = Math.max(
                mostWaiting, turn.chunks().stream().mapToInt(Chunk::bytes).sum());
        turn.chunks().forEach(this::write);
        mark = null;
    }

    @Override
    public void proceed() {
        if (full && !machine.slow()) {
            apply(machine.slowed(live()));
        }
        apply(machine.proceed());
    }

    @Override
    public void end(EndReason reason) {
        apply(machine.ended(reason));
    }

    @Override
    public void finish(EndReason reason) {
        throw new AssertionError("nothing ends here: " + reason + Arrays.asList(delivered));
    }

    private static int number(ConsumerRecord<byte[], byte[]> record) {
        return new JsonObject(new String(record.value(), UTF_8)).getInteger("n");
    }
}
