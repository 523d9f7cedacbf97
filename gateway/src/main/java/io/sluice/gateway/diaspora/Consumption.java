package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Actions;
import io.sluice.contract.Actions.Action;
import io.sluice.contract.Actions.GroupPlace;
import io.sluice.contract.Actions.Mark;
import io.sluice.contract.Actions.Status;
import io.sluice.contract.StartAt;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.filter.Expr;
import io.sluice.filter.Filter;
import io.sluice.filter.Parsed;
import io.sluice.filter.Patterns;
import io.sluice.filter.Violation;
import io.sluice.gateway.browse.TopicReads;
import io.sluice.gateway.http.JsonBody;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads the records that an action asks for, up to the end that the topic has then, as its caller sees them. Of one that finds nothing and
 * names no group it is noted how far it has looked, so that asking again goes on there.
 */
final class Consumption {
    static final String CUT = "cut";

    private static final int MAX_RECORDS = 1_000;
    private static final int MAX_BYTES = 1 << 20;
    private static final String PATTERN = "Pattern";

    private final Vertx vertx;
    private final TopicReads reads;

    Consumption(Vertx vertx, TopicReads reads) {
        this.vertx = vertx;
        this.reads = reads;
    }

    /** A consumption that is claimed. */
    record Job(Guest guest, Action action, String claim, ActionBody body) {
        /** Of the body's group, in Kafka. */
        String group() {
            return guest.prefix() + body.group();
        }
    }

    Future<ActionOutcome> run(Job job) {
        Parsed<Filter> where = filter(job.body());
        if (!where.violations().isEmpty()) {
            return Future.succeededFuture(ActionOutcome.failed(
                    where.violations().stream().map(Violation::message).collect(Collectors.joining("; "))));
        }
        return access(job.guest(), job.action().topic()).compose(access -> start(job, access)
                .compose(from -> reads.find(
                        job.guest().call(),
                        access,
                        new TopicReads.Ask(from, where.orElseThrow(), MAX_RECORDS, MAX_BYTES)))
                .compose(found -> settle(job, access, found)));
    }

    Future<TopicAccess> access(Guest guest, String topic) {
        return Topics.AUTHORIZE.call(vertx, new Topics.AuthorizeTopic(guest.caller(), topic, Topics.Access.DOWNLOAD));
    }

    /** One of the filters, and not before the time where a group says where reading begins. */
    private static Parsed<Filter> filter(ActionBody body) {
        List<Expr> any = new ArrayList<>();
        for (JsonNode filter : body.filters()) {
            JsonNode pattern = filter.path(PATTERN);
            if (filter.size() != 1 || (!pattern.isObject() && !pattern.isTextual())) {
                return fault("filters/" + any.size() + ": expected only a Pattern, which is an object");
            }
            Parsed<Filter> parsed = Patterns.toFilter(pattern.isTextual() ? pattern.asText() : pattern.toString());
            if (!parsed.violations().isEmpty()) {
                return fault("filters/" + any.size() + ": "
                        + parsed.violations().get(0).message());
            }
            any.add(parsed.orElseThrow().tree());
        }
        List<Expr> all = new ArrayList<>();
        if (!any.isEmpty()) {
            all.add(any.size() == 1 ? any.get(0) : new Expr.Or(any));
        }
        if (body.group() != null && body.since() > 0) {
            String since = "$timestamp >= time('" + Instant.ofEpochMilli(body.since()) + "')";
            all.add(Filter.parse(since).orElseThrow().tree());
        }
        return all.isEmpty()
                ? new Parsed.Ok<>(Filter.ALL)
                : Filter.of(all.size() == 1 ? all.get(0) : new Expr.And(all));
    }

    private static Parsed<Filter> fault(String message) {
        return new Parsed.Failed<>(List.of(new Violation(message, 0, 0)));
    }

    private Future<StartAt> start(Job job, TopicAccess access) {
        if (job.body().group() != null) {
            return Actions.GROUP
                    .call(vertx, new Actions.FindGroup(job.guest().caller(), job.group(), access.name()))
                    .map(committed -> offsets(access, committed.offsets()));
        }
        Mark mark = job.action().mark();
        if (mark != null && mark.topicId().equals(access.id())) {
            return Future.succeededFuture(offsets(access, mark.ends()));
        }
        return Future.succeededFuture(
                job.body().since() == 0
                        ? new StartAt.Earliest()
                        : new StartAt.At(Instant.ofEpochMilli(job.body().since())));
    }

    /** Of all partitions; from the beginning where nothing is known. */
    private static StartAt offsets(TopicAccess access, Map<Integer, Long> known) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (int partition = 0; partition < access.partitions(); partition++) {
            offsets.put(partition, known.getOrDefault(partition, 0L));
        }
        return new StartAt.Offsets(offsets);
    }

    private Future<ActionOutcome> settle(Job job, TopicAccess access, TopicReads.Found found) {
        JsonNode items = JsonBody.parse(found.items());
        GroupPlace group = job.body().group() == null ? null : new GroupPlace(job.group(), access.name(), found.next());
        if (items.isEmpty()) {
            ActionOutcome nothing =
                    ActionOutcome.of(Status.ACTIVE, Json.MAPPER.createObjectNode(), sight(access), group);
            return group != null
                    ? Future.succeededFuture(nothing)
                    : Actions.NOTE
                            .call(
                                    vertx,
                                    new Actions.Note(
                                            job.guest().caller(),
                                            job.action().id(),
                                            job.claim(),
                                            new Mark(access.id(), found.next())))
                            .map(nothing);
        }
        return timestampType(job, access)
                .map(type -> ActionOutcome.of(Status.SUCCEEDED, details(items, type, found), sight(access), group));
    }

    private Future<String> timestampType(Job job, TopicAccess access) {
        return Topics.FIND
                .call(vertx, new Topics.FindTopic(job.guest().caller(), access.name()))
                .map(topic -> "LogAppendTime".equals(topic.configs().get("message.timestamp.type"))
                        ? "LOG_APPEND_TIME"
                        : "CREATE_TIME");
    }

    private static ObjectNode details(JsonNode items, String timestampType, TopicReads.Found found) {
        ObjectNode details = Json.MAPPER.createObjectNode();
        for (JsonNode item : items) {
            String lane =
                    item.path("topic").asText() + "-" + item.path("partition").asText();
            details.withArray("/" + lane.replace("~", "~0").replace("/", "~1")).add(record(item, timestampType));
        }
        if (found.isCut()) {
            ObjectNode cut = details.putObject(CUT);
            found.next().forEach((partition, next) -> cut.put(partition.toString(), next));
        }
        return details;
    }

    /** The platform's way of showing a record, in the words of the fabric's. */
    private static ObjectNode record(JsonNode item, String timestampType) {
        ObjectNode record = Json.MAPPER.createObjectNode();
        List.of("topic", "partition", "offset", "timestamp").forEach(name -> record.set(name, item.path(name)));
        record.put("timestampType", timestampType);
        record.set("key", either(item, "key", "key_base64"));
        record.set("value", item.has("value") ? item.get("value") : either(item, "value_text", "value_base64"));
        if (item.has("value_truncated")) {
            record.set("value", item.get("value_truncated"));
            record.set("size", item.path("size"));
        }
        ArrayNode headers = record.putArray("headers");
        item.path("headers")
                .properties()
                .forEach(header -> headers.addArray().add(header.getKey()).add(header.getValue()));
        return record;
    }

    private static JsonNode either(JsonNode item, String one, String other) {
        return item.has(one) ? item.get(one) : item.has(other) ? item.get(other) : Json.MAPPER.nullNode();
    }

    /** What tells whether somebody may still see what they saw. */
    static String sight(TopicAccess access) {
        List<String> fields = access.veiling().fields().stream()
                .map(field -> field.path() + "=" + field.action())
                .sorted()
                .toList();
        return access.id() + " " + fields + " " + access.veiling().rows();
    }
}
