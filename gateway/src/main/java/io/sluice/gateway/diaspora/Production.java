package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Actions;
import io.sluice.contract.Actions.Action;
import io.sluice.contract.Actions.Mark;
import io.sluice.contract.Actions.Status;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.StartAt;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.filter.Filter;
import io.sluice.filter.Patterns;
import io.sluice.gateway.browse.TopicReads;
import io.sluice.gateway.http.JsonBody;
import io.sluice.gateway.topics.NewRecord;
import io.sluice.gateway.topics.RecordProducer;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of an action once. Before the first of them is written it is noted where the topic ends, and each carries the
 * action's id and its own number in the header {@value #HEADER}. Whoever finds an action that was cut off looks for them from there on, and writes
 * only those that are missing.
 */
final class Production {
    static final String HEADER = "sluice.action";

    private static final Pattern LABEL = Pattern.compile(".*:(\\d+)/(\\d+)");
    private static final int MAX_FOUND_BYTES = 8 << 20;

    private final Vertx vertx;
    private final TopicReads reads;
    private final RecordProducer producer;

    Production(Vertx vertx, TopicReads reads, RecordProducer producer) {
        this.vertx = vertx;
        this.reads = reads;
        this.producer = producer;
    }

    /**
     * A production that is claimed.
     *
     * @param body null: nobody has brought the records now
     */
    record Job(
            Guest guest,
            Action action,
            String claim,
            @Nullable ActionBody body) {}

    Future<ActionOutcome> run(Job job) {
        String fault = job.body() == null ? null : job.body().writeFault();
        if (fault != null) {
            return Future.succeededFuture(ActionOutcome.failed(fault));
        }
        return Topics.AUTHORIZE
                .call(
                        vertx,
                        new Topics.AuthorizeTopic(
                                job.guest().caller(), job.action().topic(), Topics.Access.WRITE))
                // What is looked for are the action's own records, whatever else the caller does not see.
                .map(access -> new TopicAccess(access.name(), access.id(), access.partitions()))
                .compose(access -> job.action().mark() == null ? begin(job, access) : resume(job, access));
    }

    private Future<ActionOutcome> begin(Job job, TopicAccess access) {
        ActionBody body = job.body();
        if (body == null) {
            return Future.succeededFuture(
                    ActionOutcome.active("Nothing was written; send the request again with the same request_id."));
        }
        return reads.ends(job.guest().call(), access)
                .compose(ends -> Actions.NOTE.call(
                        vertx,
                        new Actions.Note(
                                job.guest().caller(), job.action().id(), job.claim(), new Mark(access.id(), ends))))
                .compose(noted -> write(job, body, access, new TreeMap<>()));
    }

    /** A record that was written, by its number in the action. */
    private record Written(int partition, long offset, long timestamp) {}

    private Future<ActionOutcome> resume(Job job, TopicAccess access) {
        Mark mark = job.action().mark();
        if (mark == null || !mark.topicId().equals(access.id())) {
            return Future.succeededFuture(
                    ActionOutcome.failed("The topic was made anew since; what was written to it before is gone."));
        }
        Filter own = Patterns.toFilter(pattern(job.action().id())).orElseThrow();
        TopicReads.Ask ask =
                new TopicReads.Ask(new StartAt.Offsets(mark.ends()), own, ActionBody.MAX_RECORDS, MAX_FOUND_BYTES);
        return reads.find(job.guest().call(), access, ask).compose(found -> {
            Map<Integer, Written> written = new TreeMap<>();
            int all = read(found.items(), written);
            ActionBody body = job.body();
            if (all > 0 && written.size() == all) {
                return Future.succeededFuture(succeeded(written));
            } else if (found.isCut()) {
                return Future.succeededFuture(ActionOutcome.failed(
                        "Too much was written to the topic since to say whether all of this was written."));
            } else if (body == null) {
                return Future.succeededFuture(ActionOutcome.active(
                        written.size() + " records were written; send the request again with the same request_id."));
            }
            return write(job, body, access, written);
        });
    }

    private static String pattern(String id) {
        ObjectNode pattern = Json.MAPPER.createObjectNode();
        pattern.putObject("headers").putArray(HEADER).addObject().put("prefix", id + ":");
        return pattern.toString();
    }

    /** @return how many records the action has, 0 if none of them was found */
    private static int read(byte[] items, Map<Integer, Written> written) {
        int all = 0;
        for (JsonNode item : JsonBody.parse(items)) {
            Matcher label = LABEL.matcher(item.path("headers").path(HEADER).asText());
            if (label.matches()) {
                all = Integer.parseInt(label.group(2));
                written.putIfAbsent(
                        Integer.parseInt(label.group(1)),
                        new Written(
                                item.path("partition").asInt(),
                                item.path("offset").asLong(),
                                item.path("timestamp").asLong()));
            }
        }
        return all;
    }

    private Future<ActionOutcome> write(Job job, ActionBody body, TopicAccess access, Map<Integer, Written> written) {
        List<JsonNode> values = body.values() == null ? List.of() : body.values();
        List<Integer> missing = new ArrayList<>();
        List<NewRecord> records = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (!written.containsKey(i)) {
                missing.add(i);
                records.add(record(job.action().id() + ":" + i + "/" + values.size(), body.key(i), values.get(i)));
            }
        }
        return producer.write(access.name(), records)
                .map(done -> {
                    for (int i = 0; i < done.size(); i++) {
                        RecordMetadata one = done.get(i);
                        written.put(missing.get(i), new Written(one.partition(), one.offset(), one.timestamp()));
                    }
                    return succeeded(written);
                })
                .recover(failure -> Future.succeededFuture(failed(failure)));
    }

    private static NewRecord record(String label, @Nullable String key, JsonNode value) {
        return new NewRecord(
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                bytes(value),
                Map.of(HEADER, label),
                null,
                null);
    }

    private static byte[] bytes(JsonNode value) {
        try {
            return Json.MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ActionOutcome succeeded(Map<Integer, Written> written) {
        ObjectNode details = Json.MAPPER.createObjectNode();
        written.values().forEach(one -> details.put(one.partition() + "-" + one.offset(), one.timestamp()));
        return ActionOutcome.of(Status.SUCCEEDED, details, null, null);
    }

    /** What may go well another time leaves the action active; what was written by then is found when it is asked for again. */
    private static ActionOutcome failed(Throwable failure) {
        boolean known = failure instanceof ProblemException;
        boolean forGood = known
                && (((ProblemException) failure).problem() instanceof Problem.TooLarge
                        || ((ProblemException) failure).problem() instanceof Problem.Invalid
                        || ((ProblemException) failure).problem() instanceof Problem.NotFound);
        String words = known ? ((ProblemException) failure).problem().detail() : "Kafka does not take records now.";
        return forGood
                ? ActionOutcome.failed(words)
                : ActionOutcome.active(words + " Send the request again with the same request_id.");
    }
}
