package io.sluice.stream.topic;

import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;

/** Topics in which records of other topics are shown as they are: notices of alert rules, and what could not land. */
public final class Copies {
    private static final String SELECT =
            "select source, topic, is_notice from (select source, topic, true as is_notice from alert"
                    + " union select topic, '" + TopicName.LANDING_PREFIX + "' || id || '" + TopicName.DEAD_LETTERS
                    + "', false from landing) copies";

    private final Sql sql;

    public Copies(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param source whose records are shown in {@code topic}
     * @param isNotice each in a notice, which says of which topic it is
     */
    record Copy(String source, String topic, boolean isNotice) {}

    Future<List<Copy>> in(String topic) {
        return sql.list(Copies::read, SELECT + " where topic = $1", topic);
    }

    Future<List<Copy>> all() {
        return sql.list(Copies::read, SELECT);
    }

    private static Copy read(Row row) {
        return new Copy(row.getString("source"), row.getString("topic"), row.getBoolean("is_notice"));
    }
}
