package io.sluice.stream.flow;

import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/** Positions in Postgres: where versions of streams began and were last, and where applications that streams share were. */
final class StoredPositions {
    private final Sql sql;

    StoredPositions(Sql sql) {
        this.sql = sql;
    }

    /** Where it begins; what is known of a place already stays. */
    Future<Void> begin(UUID version, Map<TopicPartition, Long> positions) {
        return sql.runAll(
                "insert into stream_position (stream, topic, partition, next_offset, first_offset)"
                        + " values ($1, $2, $3, $4, $4) on conflict do nothing",
                batch(version, positions));
    }

    /** Where it is; never back. */
    Future<Void> save(UUID version, Map<TopicPartition, Long> positions) {
        return sql.runAll(
                "insert into stream_position (stream, topic, partition, next_offset)"
                        + " select $1, $2, $3, $4 where exists (select 1 from stream where id = $1)"
                        + " on conflict (stream, topic, partition) do update"
                        + " set next_offset = greatest(stream_position.next_offset, excluded.next_offset)",
                batch(version, positions));
    }

    /**
     * A version begins in these topics where another one has ended, wherever it was to begin there. It has the other one's beginning.
     *
     * @param ends of the other one
     */
    Future<Void> takeOver(UUID version, List<String> topics, UUID other, Map<TopicPartition, Long> ends) {
        List<Tuple> batch = new ArrayList<>();
        ends.forEach((place, offset) -> {
            if (topics.contains(place.topic())) {
                batch.add(Tuple.of(version, place.topic(), place.partition(), offset, other));
            }
        });
        return sql.run(
                        "delete from stream_position where stream = $1 and topic = any($2)",
                        version,
                        topics.toArray(String[]::new))
                .compose(forgotten -> sql.runAll(
                        "insert into stream_position (stream, topic, partition, next_offset, first_offset)"
                                + " values ($1, $2, $3, $4, (select first_offset from stream_position"
                                + " where stream = $5 and topic = $2 and partition = $3))",
                        batch));
    }

    Future<Map<TopicPartition, Long>> of(UUID version) {
        return sql.query("select topic, partition, next_offset from stream_position where stream = $1", version)
                .map(StoredPositions::read);
    }

    /** Where the stream began; lacks what is not known. */
    Future<Map<TopicPartition, Long>> first(UUID version) {
        return sql.query(
                        "select topic, partition, first_offset from stream_position"
                                + " where stream = $1 and first_offset is not null",
                        version)
                .map(StoredPositions::read);
    }

    /** Where an application that streams share was when a node stopped it last. */
    Future<Map<TopicPartition, Long>> ofShared(String application) {
        return sql.query(
                        "select topic, partition, next_offset from shared_position where application = $1", application)
                .map(StoredPositions::read);
    }

    Future<Void> saveShared(String application, Map<TopicPartition, Long> positions) {
        return sql.runAll(
                "insert into shared_position (application, topic, partition, next_offset) values ($1, $2, $3, $4)"
                        + " on conflict (application, topic, partition) do update"
                        + " set next_offset = greatest(shared_position.next_offset, excluded.next_offset)",
                batch(application, positions));
    }

    Future<Void> forgetShared(String application) {
        return sql.run("delete from shared_position where application = $1", application)
                .mapEmpty();
    }

    private static List<Tuple> batch(Object whose, Map<TopicPartition, Long> positions) {
        List<Tuple> batch = new ArrayList<>();
        positions.forEach((place, offset) -> batch.add(Tuple.of(whose, place.topic(), place.partition(), offset)));
        return batch;
    }

    private static Map<TopicPartition, Long> read(Iterable<Row> rows) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        rows.forEach(row -> positions.put(new TopicPartition(row.getString(0), row.getInteger(1)), row.getLong(2)));
        return positions;
    }
}
