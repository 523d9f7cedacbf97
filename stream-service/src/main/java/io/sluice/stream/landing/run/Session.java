package io.sluice.stream.landing.run;

import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.landing.column.Row;
import io.sluice.stream.landing.column.RowReader;
import io.sluice.stream.landing.column.Unfit;
import io.sluice.stream.landing.table.Books;
import io.sluice.stream.landing.table.Books.Counts;
import io.sluice.stream.landing.table.Books.Move;
import io.sluice.stream.landing.table.Books.Place;
import io.sluice.stream.landing.table.DeadLetters;
import io.sluice.stream.landing.table.DeadLetters.Cause;
import io.sluice.stream.landing.table.DeadLetters.Dead;
import io.sluice.stream.landing.table.Expiry;
import io.sluice.stream.landing.table.TableSetup;
import io.sluice.stream.landing.table.TableWriter;
import io.sluice.stream.landing.table.TableWriter.Refused;
import io.sluice.stream.landing.table.TableWriter.Written;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a landing to its database: batches of records become transactions. Belongs to the landing's thread.
 *
 * <p>A transaction first moves the positions, from where this node believes them to be: nobody else can land these partitions until it
 * ends, and if they were elsewhere somebody else has landed them, and this ends without a trace. Then come the rows, the list of records
 * that could not become rows, and the counters. Whatever goes wrong, the next session asks the database how far things have come.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    /** So often somebody looks whether the topic is still there, while nothing comes of it. */
    private static final Duration WATCH = Duration.ofSeconds(3);
    /** Until the group has given something to this node. */
    private static final Duration SHORT = Duration.ofMillis(100);

    private final LandingTask task;
    private final Share share;
    private final Standing standing;
    private final TopicWatch watch;
    private final DeadLetterTopic deadLetterTopic;
    private final Connection on;
    private final Books books;
    private final DeadLetters deadLetters;
    private final TableWriter writer;
    private final RowReader reader;
    private final @Nullable Expiry expiry;
    private long watched = System.nanoTime();

    /** What a landing shares with others of the node. */
    record Surroundings(Share share, Standing standing, TopicWatch watch, DeadLetterTopic deadLetters) {}

    /** Another node has landed something of ours. */
    static final class Fenced extends Exception {
        private static final long serialVersionUID = 1L;

        Fenced() {
            super("another node lands this partition", null, false, false);
        }
    }

    private Session(LandingTask task, Surroundings around, Connection on, String placeIndex) throws SQLException {
        this.task = task;
        this.share = around.share();
        this.standing = around.standing();
        this.watch = around.watch();
        this.deadLetterTopic = around.deadLetters();
        this.on = on;
        this.books = new Books(task.layout().schema());
        this.deadLetters = new DeadLetters(books, task.topics());
        this.writer = new TableWriter(on, task.layout(), placeIndex);
        this.reader = new RowReader(task.layout().shape(), task.decoders().of(task.format()));
        this.expiry = task.retention() == null
                ? null
                : new Expiry(task.layout(), books, task.id(), task.topics(), task.retention());
    }

    static Session open(LandingTask task, Surroundings around) throws SQLException, SourceFault, InterruptedException {
        around.watch().ask().check();
        Connection on = task.target().open();
        try {
            TableSetup.Found found = new TableSetup(on, task.layout()).check();
            String placeIndex = found.placeIndex();
            if (!found.differences().isEmpty() || placeIndex == null) {
                throw SourceFault.lasting("The table is not what it was when the landing was made: "
                        + found.differences().get(0).reason() + ".");
            }
            on.setAutoCommit(false);
            new Books(task.layout().schema()).update(on);
            on.commit();
            around.share().forgetPositions();
            return new Session(task, around, on, placeIndex);
        } catch (SQLException | SourceFault | RuntimeException failed) {
            on.close();
            throw failed;
        }
    }

    /** Lands what is there, or waits a while for something. */
    void step() throws SQLException, SourceFault, Fenced, InterruptedException {
        position();
        Share.Batch batch;
        try {
            batch = share.read(share.owned().isEmpty() ? SHORT : PATIENCE);
        } catch (OffsetOutOfRangeException gone) {
            skip(gone.offsetOutOfRangePartitions());
            return;
        }
        if (!batch.isEmpty()) {
            land(batch);
            watched = System.nanoTime();
        } else if (System.nanoTime() - watched > WATCH.toNanos()) {
            // A consumer says nothing about a topic that is gone, or about brokers that are.
            watch.ask().check();
            watched = System.nanoTime();
        }
        if (batch.isEmpty() && standing.isLast() && !standing.isThrough()) {
            lookForEnd();
        }
        if (expiry != null) {
            standing.put(expiry.step(on, share.owned()));
        }
    }

    /** Partitions that are new here go on where the database says. */
    private void position() throws SQLException, SourceFault {
        if (share.waiting().isEmpty()) {
            return;
        }
        Map<Integer, Place> places = books.places(on, task.id(), task.topic());
        Set<Integer> unknown = new HashSet<>(share.waiting());
        unknown.removeAll(places.keySet());
        if (!unknown.isEmpty()) {
            // Partitions that the topic got after the landing was made: all that is in them came later.
            books.grow(on, task.id(), task.topic(), unknown);
            places.putAll(books.places(on, task.id(), task.topic()));
        }
        on.commit();
        if (places.isEmpty() && standing.isLast()) {
            // Somebody has gone on to the next topic here, and could not tell.
            standing.through();
            return;
        } else if (places.isEmpty()) {
            throw SourceFault.lasting("The positions of this landing are gone.");
        }
        Map<Integer, Place> mine = new HashMap<>();
        for (int partition : share.waiting()) {
            Place place = places.get(partition);
            if (place != null) {
                share.begin(partition, place.next());
                mine.put(partition, place);
            }
        }
        standing.put(mine);
    }

    /** Everything is landed of a topic that gets no more when the positions are behind its last transaction, in all partitions. */
    private void lookForEnd() throws SQLException, InterruptedException {
        if (share.owned().isEmpty()) {
            return;
        }
        Map<Integer, Long> ends = watch.ends();
        Map<Integer, Place> places = books.places(on, task.id(), task.topic());
        on.commit();
        boolean all = ends.entrySet().stream().allMatch(end -> {
            Place place = places.get(end.getKey());
            return place != null && place.next() >= end.getValue();
        });
        if (all) {
            standing.through();
        }
    }

    private void land(Share.Batch batch) throws SQLException, SourceFault, Fenced, InterruptedException {
        TopicWatch.Question question = watch.ask();
        Map<Integer, Place> places = move(moves(batch.from(), batch.to()));
        if (!batch.records().isEmpty()) {
            List<Dead> dead = new ArrayList<>();
            Written written = write(batch.records(), dead);
            deadLetterTopic.write(task.deadLetters(), dead);
            int added = deadLetters.add(on, task.id(), dead);
            int first = batch.records().get(0).partition();
            Counts counts = Counts.landed(written.landed(), written.fresh(), added);
            places.putAll(books.count(on, task.id(), first, counts));
        }
        question.check();
        on.commit();
        share.moved(batch.to());
        standing.put(places);
    }

    /** @param dead gets those that could not be written */
    private Written write(List<ConsumerRecord<byte[], byte[]>> records, List<Dead> dead)
            throws SQLException, SourceFault {
        writer.begin();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Row row;
            try {
                row = reader.read(record);
            } catch (Unfit unfit) {
                dead.add(new Dead(record, new Cause(unfit.reason(), unfit.column(), null)));
                continue;
            } catch (RowReader.NotNow unknown) {
                throw SourceFault.passing("The schema registry does not answer.");
            }
            writer.add(row);
        }
        Written written = writer.end();
        for (Refused refused : written.refused()) {
            Cause cause = new Cause(refused.reason(), refused.column(), refused.sqlstate());
            dead.add(new Dead(refused.row().record(), cause));
        }
        return written;
    }

    /** Records that the topic has forgotten before they could land are counted, and passed over. */
    private void skip(Map<TopicPartition, Long> gone) throws SQLException, SourceFault, Fenced, InterruptedException {
        Map<Integer, Place> places = new HashMap<>();
        Map<Integer, Long> begins = new HashMap<>();
        TopicWatch.Question question = watch.ask();
        for (Map.Entry<TopicPartition, Long> place : gone.entrySet()) {
            int partition = place.getKey().partition();
            long first = share.firstOffset(partition);
            long lost = first - place.getValue();
            if (lost <= 0) {
                question.check();
                throw SourceFault.lasting(
                        "The topic \"" + task.topic() + "\" ends before the place up to which it was landed.");
            }
            LOG.warn(
                    "records were deleted before they could land; landing={} partition={} lost={}",
                    task.id(),
                    partition,
                    lost);
            move(Map.of(partition, new Move(place.getValue(), first)));
            places.putAll(books.count(on, task.id(), partition, new Counts(0, 0, 0, lost, 0)));
            begins.put(partition, first);
        }
        question.check();
        on.commit();
        begins.forEach(share::begin);
        standing.put(places);
    }

    private Map<Integer, Place> move(Map<Integer, Move> moves) throws SQLException, Fenced {
        Optional<Map<Integer, Place>> places = books.move(on, task.id(), task.topic(), moves);
        if (places.isEmpty()) {
            on.rollback();
            throw new Fenced();
        }
        return new HashMap<>(places.get());
    }

    private static Map<Integer, Move> moves(Map<Integer, Long> from, Map<Integer, Long> to) {
        Map<Integer, Move> moves = new HashMap<>();
        from.forEach((partition, before) -> moves.put(partition, new Move(before, to.getOrDefault(partition, before))));
        return moves;
    }

    /** What is not committed is undone. */
    @Override
    public void close() throws SQLException {
        on.close();
    }
}
