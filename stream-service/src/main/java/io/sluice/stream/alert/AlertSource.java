package io.sluice.stream.alert;

import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.query.Aggregation;
import io.sluice.rights.Right;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.store.Sql;
import io.sluice.stream.topic.TopicRights;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/** From what a rule names, a topic or a stream, to the topic that it reads, and who may read that. */
final class AlertSource {
    private final Sql sql;
    private final Broker broker;
    private final TopicRights rights;
    private final Function<String, Optional<Aggregation>> aggregations;

    /** @param aggregations of the queries of streams, by their text */
    AlertSource(Sql sql, Broker broker, TopicRights rights, Function<String, Optional<Aggregation>> aggregations) {
        this.sql = sql;
        this.broker = broker;
        this.rights = rights;
        this.aggregations = aggregations;
    }

    /**
     * @param stream the id that the world knows of the stream whose topic it is; null: nobody spoke of one
     * @param isPrivate not everybody may read it, so not everybody may hear of what is in it
     * @param rows what tells its rows apart, when it is the topic of an aggregation: each record is the newest row of its group; null:
     *     records are no rows
     */
    record Found(
            TopicDescription topic,
            @Nullable UUID stream,
            boolean isPrivate,
            @Nullable List<String> rows) {
        String id() {
            return topic.topicId().toString();
        }
    }

    private record Named(
            String topic, @Nullable UUID stream, @Nullable List<String> rows) {}

    /** Fails with {@link Problem.Invalid} for what is not there, and for what the caller may not see. */
    Future<Found> find(Caller caller, Definition definition) {
        String stream = definition.stream();
        String topic = String.valueOf(definition.topic());
        return stream == null
                ? see(caller, new Named(topic, null, null), "/source/topic", topic)
                : streamTopic(stream).compose(named -> see(caller, named, "/source/stream", stream));
    }

    /** Null: there is no such topic. */
    Future<@Nullable TopicDescription> describe(String topic) {
        return broker.find(topic);
    }

    /** Whether it is known that this user may not read what is there. A catalog that does not answer holds up no rule: it is asked again soon. */
    Future<Boolean> isClosedTo(String user, String topic) {
        return rights.mayWhole(user, topic, Right.VIEW)
                .map(may -> may.isPresent() && !may.get())
                .recover(failure ->
                        failure instanceof ProblemException known && known.problem() instanceof Problem.Unavailable
                                ? Future.succeededFuture(false)
                                : Future.failedFuture(failure));
    }

    private Future<Named> streamTopic(String ref) {
        return sql.first(
                        row -> new Named(row.getString("topic"), row.getUUID("stream"), rows(row.getString("sql"))),
                        "select topic, stream, definition ->> 'sql' as sql from stream"
                                + " where (stream::text = $1 or name = $1) and era = 'CURRENT' and wanted not in ('CREATING', 'DELETING')",
                        ref)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(missing("/source/stream", "stream", ref))));
    }

    private @Nullable List<String> rows(@Nullable String sql) {
        return sql == null || sql.isBlank()
                ? null
                : aggregations.apply(sql).map(RowGroups::of).orElse(null);
    }

    private Future<Found> see(Caller caller, Named named, String pointer, String ref) {
        String kind = pointer.substring(pointer.lastIndexOf('/') + 1);
        return rights.seeIfThere(caller, named.topic())
                .map(seen -> seen.orElseThrow(() -> missing(pointer, kind, ref)))
                .compose(seen -> rights.requireWhole(caller, seen))
                .compose(seen -> rights.isForSome(seen)
                        .map(isPrivate -> new Found(seen.description(), named.stream(), isPrivate, named.rows())));
    }

    private static RuntimeException missing(String pointer, String kind, String ref) {
        return Problem.Invalid.at(pointer, "there is no " + kind + " \"" + ref + "\"")
                .toException();
    }
}
