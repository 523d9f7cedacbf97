package io.sluice.stream.consumer;

import io.sluice.contract.Consumers.Offset;
import io.sluice.contract.Consumers.Partition;
import io.sluice.contract.Consumers.Place;
import io.sluice.contract.Consumers.Step;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where consumers stand, in Postgres. */
final class PositionRows {
    private static final String OF_GROUP = "namespace = $1 and \"group\" = $2";
    private static final String HERE = OF_GROUP + " and id = $3";
    private static final String ONE = HERE + " and topic = $4 and partition = $5";

    private PositionRows() {}

    /**
     * @param shared by subscription, so that it is nobody else's in the group
     * @param begun where the group began with it while nothing was committed
     * @param committed what this consumer committed last; null: nothing
     */
    record Held(
            String id,
            Partition at,
            String topicId,
            boolean shared,
            long next,
            long begun,
            @Nullable Long committed,
            boolean wasRead) {

        static Held read(Row row) {
            return new Held(
                    row.getString("id"),
                    new Partition(row.getString("topic"), row.getInteger("partition")),
                    row.getString("topic_id"),
                    row.getBoolean("shared"),
                    row.getLong("next"),
                    row.getLong("begun"),
                    row.getLong("committed"),
                    row.getValue("read_at") != null);
        }

        /** The same, assigned; others may have it too. */
        Held byHand() {
            return new Held(id, at, topicId, false, next, begun, committed, wasRead);
        }

        boolean isOf(Place place) {
            return id.equals(place.id());
        }
    }

    /** Of all consumers of the group; what was read longest ago first. */
    static Future<List<Held>> ofGroup(Sql tx, Place place) {
        return tx.list(
                Held::read,
                "select * from consumer_position where " + OF_GROUP + " order by read_at nulls first, topic, partition",
                place.namespace(),
                place.group());
    }

    /** Who had them by subscription has them no longer. */
    static Future<Void> take(Sql tx, Place place, List<Held> taken) {
        return tx.runAll(
                        "delete from consumer_position where " + OF_GROUP
                                + " and topic = $3 and partition = $4 and shared",
                        each(
                                taken,
                                held -> Tuple.of(
                                        place.namespace(),
                                        place.group(),
                                        held.at().topic(),
                                        held.at().partition())))
                .compose(freed -> put(tx, place, taken));
    }

    static Future<Void> put(Sql tx, Place place, List<Held> rows) {
        return tx.runAll(
                "insert into consumer_position (namespace, \"group\", id, topic, partition, topic_id, shared, next, begun)"
                        + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                each(rows, held -> here(place, held.at())
                        .addString(held.topicId())
                        .addBoolean(held.shared())
                        .addLong(held.next())
                        .addLong(held.begun())));
    }

    static Future<Void> drop(Sql tx, Place place, Collection<Partition> partitions) {
        return tx.runAll("delete from consumer_position where " + ONE, each(partitions, at -> here(place, at)));
    }

    static Future<Void> dropAll(Sql tx, Place place) {
        return tx.run("delete from consumer_position where " + HERE, place.namespace(), place.group(), place.id())
                .mapEmpty();
    }

    static Future<Void> seek(Sql tx, Place place, List<Offset> offsets) {
        return tx.runAll(
                "update consumer_position set next = $6 where " + ONE,
                each(offsets, offset -> here(place, offset.at()).addLong(offset.offset())));
    }

    static Future<Void> committed(Sql tx, Place place, List<Offset> offsets) {
        return tx.runAll(
                "update consumer_position set committed = $6 where " + ONE,
                each(offsets, offset -> here(place, offset.at()).addLong(offset.offset())));
    }

    /** Each step that begins where the consumer still stands; all others are too late. */
    static Future<List<Partition>> advance(Sql sql, Place place, List<Step> steps) {
        return sql.list(
                row -> new Partition(row.getString(0), row.getInteger(1)),
                "update consumer_position p set next = s.upto, read_at = clock_timestamp()"
                        + " from unnest($4::text[], $5::int[], $6::bigint[], $7::bigint[]) as s (topic, partition, since, upto)"
                        + " where p.namespace = $1 and p.\"group\" = $2 and p.id = $3"
                        + " and p.topic = s.topic and p.partition = s.partition and p.next = s.since"
                        + " returning p.topic, p.partition",
                place.namespace(),
                place.group(),
                place.id(),
                steps.stream().map(Step::topic).toArray(String[]::new),
                steps.stream().map(Step::partition).toArray(Integer[]::new),
                steps.stream().map(Step::from).toArray(Long[]::new),
                steps.stream().map(Step::to).toArray(Long[]::new));
    }

    private static Tuple here(Place place, Partition at) {
        return Tuple.of(place.namespace(), place.group(), place.id(), at.topic(), at.partition());
    }

    private static <T> List<Tuple> each(Collection<T> items, Function<T, Tuple> tuple) {
        return items.stream().map(tuple).toList();
    }
}
