package io.sluice.stream.topic;

import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.util.List;

/** What alert rules watch, and where they tell of it: a notice shows the record that set it off. */
public final class RuleTopics {
    private static final String SELECT = "select distinct source, topic from alert";

    private final Sql sql;

    public RuleTopics(Sql sql) {
        this.sql = sql;
    }

    /** @param source that is watched, and {@code topic} that is written to */
    record Watch(String source, String topic) {}

    Future<List<Watch>> of(String topic) {
        return sql.list(row -> new Watch(row.getString("source"), topic), SELECT + " where topic = $1", topic);
    }

    Future<List<Watch>> all() {
        return sql.list(row -> new Watch(row.getString("source"), row.getString("topic")), SELECT);
    }
}
