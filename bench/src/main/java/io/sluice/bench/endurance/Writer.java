package io.sluice.bench.endurance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.bench.rig.Broker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes records at a steady rate, in batches: most of them plainly, every tenth batch in a transaction, every third of these
 * aborted. What the broker acknowledged and what was committed goes into the ledger. Owned by one thread.
 */
final class Writer implements AutoCloseable {
    private static final int TRANSACTION_EVERY = 10;
    private static final int ABORT_EVERY = 3 * TRANSACTION_EVERY;
    private static final int BATCHES_PER_SECOND = 50;

    private final String topic;
    private final int partitions;
    private final Ledger ledger;
    private final Random random;
    private final KafkaProducer<byte[], byte[]> plain;
    private final KafkaProducer<byte[], byte[]> transactional;
    private long sent;

    private record Sent(int group, Future<RecordMetadata> written) {}

    Writer(Broker broker, String topic, int partitions, Ledger ledger, long seed) {
        this.topic = topic;
        this.partitions = partitions;
        this.ledger = ledger;
        this.random = new Random(seed);
        Map<String, Object> settings = new HashMap<>(broker.client());
        this.plain = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        settings.put("transactional.id", "endurance");
        this.transactional = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        transactional.initTransactions();
    }

    /** For so long; when it returns, everything is acknowledged. */
    void write(int recordsPerSecond, int seconds) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        List<Sent> unsettled = List.of();
        for (long batch = 1; batch <= (long) seconds * BATCHES_PER_SECOND; batch++) {
            long due = start + batch * 1_000_000_000L / BATCHES_PER_SECOND;
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            settle(unsettled);
            long records =
                    batch * recordsPerSecond / BATCHES_PER_SECOND - (batch - 1) * recordsPerSecond / BATCHES_PER_SECOND;
            unsettled = batch % TRANSACTION_EVERY == 0
                    ? transaction(records, batch % ABORT_EVERY == 0)
                    : send(plain, records);
        }
        settle(unsettled);
    }

    /** What is left to be settled: nothing of an aborted one. */
    private List<Sent> transaction(long records, boolean abort) {
        transactional.beginTransaction();
        List<Sent> all = send(transactional, records);
        if (abort) {
            transactional.flush();
            transactional.abortTransaction();
            return List.of();
        }
        transactional.commitTransaction();
        return all;
    }

    private List<Sent> send(KafkaProducer<byte[], byte[]> producer, long records) {
        List<Sent> all = new ArrayList<>();
        for (long n = 0; n < records; n++) {
            int group = random.nextInt(Wanted.GROUPS);
            byte[] value = ("{\"n\":" + sent++ + ",\"group\":" + group + ",\"station\":\"UT" + group
                            + "\",\"note\":\"one of the many records of a long run\"}")
                    .getBytes(US_ASCII);
            int partition = random.nextInt(partitions);
            all.add(new Sent(group, producer.send(new ProducerRecord<>(topic, partition, null, value))));
        }
        return all;
    }

    private void settle(List<Sent> all) throws InterruptedException, ExecutionException {
        for (Sent record : all) {
            RecordMetadata where = record.written().get();
            ledger.add(where.partition(), where.offset(), record.group());
        }
    }

    @Override
    public void close() {
        plain.close();
        transactional.close();
    }
}
