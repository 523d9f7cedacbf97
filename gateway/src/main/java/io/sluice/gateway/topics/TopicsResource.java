package io.sluice.gateway.topics;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Role;
import io.sluice.contract.StartAt;
import io.sluice.contract.Topics;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Locations;
import io.sluice.gateway.http.Page;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Topics: administration. Their records are in {@link RecordsResource} and the browser. */
public final class TopicsResource {
    private static final String PATH = "/api/v1/topics";
    private static final String ONE = PATH + "/{topic}";
    private static final int MAX_PARTITIONS = 10_000;

    private final Vertx vertx;

    public TopicsResource(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::list),
                Route.post(PATH, Role.EDITOR, this::create),
                Route.get(ONE, Role.VIEWER, this::find),
                Route.patch(ONE, Role.VIEWER, this::alter),
                Route.delete(ONE, Role.VIEWER, this::delete),
                Route.delete(ONE + "/records", Role.VIEWER, this::purge),
                Route.post(ONE + "/register", Role.EDITOR, this::register),
                Route.post(ONE + "/unregister", Role.VIEWER, this::release),
                Route.post(ONE + "/reset", Role.VIEWER, this::reset));
    }

    /** A line of the list with the configuration and the partitions beside it. */
    record Detail(
            @JsonUnwrapped Topics.Topic topic,
            Map<String, String> configs,
            List<Topics.Partition> partitionDetails,
            RecordFormat format) {
        static Detail of(Topics.TopicDetail detail) {
            return new Detail(detail.topic(), detail.configs(), detail.partitions(), detail.format());
        }
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        Topics.ListTopics list = new Topics.ListTopics(
                call.caller(),
                query.text("q"),
                query.text("owner"),
                query.whole("limit", 100, 1, 500),
                query.text("cursor"));
        query.end();
        return Topics.LIST
                .call(vertx, list)
                .map(page -> Answer.ok(new Page<>(page.items(), page.total(), page.next())));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.text("name");
        int partitions = fields.whole("partitions", 1, 1, MAX_PARTITIONS);
        Long replication = fields.optionalWhole("replication_factor", 1, Short.MAX_VALUE);
        Map<String, @Nullable String> configs = fields.optionalTextMap("configs", false);
        RecordFormat.Change format = FormatReader.read(fields.optionalFields("format"));
        boolean isPrivate = fields.flag("private", true);
        fields.end();
        fields.violations().check();
        Topics.CreateTopic create = new Topics.CreateTopic(
                call.caller(),
                name,
                partitions,
                replication == null ? null : replication.shortValue(),
                withoutNulls(configs),
                null,
                format,
                isPrivate);
        return Topics.CREATE
                .call(vertx, create)
                .map(made -> Answer.created(Locations.of(PATH, made.topic().name()), Detail.of(made)));
    }

    private Future<Answer> find(Call call) {
        call.bare();
        return Topics.FIND
                .call(vertx, new Topics.FindTopic(call.caller(), call.path("topic")))
                .map(found -> Answer.ok(Detail.of(found)));
    }

    private Future<Answer> alter(Call call) {
        call.query().end();
        Fields fields = call.fields();
        Long partitions = fields.optionalWhole("partitions", 1, MAX_PARTITIONS);
        Map<String, @Nullable String> configs = fields.optionalTextMap("configs", true);
        Boolean live = fields.optionalFlag("live");
        Boolean isPrivate = fields.optionalFlag("private");
        String owner = fields.optionalText("owner");
        RecordFormat.Change format = FormatReader.read(fields.optionalFields("format"));
        fields.end();
        fields.violations().check();
        Topics.AlterTopic alter = new Topics.AlterTopic(
                call.caller(),
                call.path("topic"),
                partitions == null ? null : partitions.intValue(),
                configs == null ? Map.of() : configs,
                live,
                format,
                isPrivate,
                owner);
        return Topics.ALTER.call(vertx, alter).map(altered -> Answer.ok(Detail.of(altered)));
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return Topics.DELETE
                .call(vertx, new Topics.DeleteTopic(call.caller(), call.path("topic")))
                .map(done -> Answer.noContent());
    }

    private Future<Answer> register(Call call) {
        call.query().end();
        Fields fields = call.fields();
        int partitions = fields.whole("partitions", 1, 1, MAX_PARTITIONS);
        fields.end();
        fields.violations().check();
        return Topics.REGISTER
                .call(vertx, new Topics.RegisterTopic(call.caller(), call.path("topic"), partitions))
                .map(made -> made.isNew()
                        ? Answer.created(Locations.of(PATH, made.topic().topic().name()), Detail.of(made.topic()))
                        : Answer.ok(Detail.of(made.topic())));
    }

    private Future<Answer> release(Call call) {
        call.bare();
        return Topics.RELEASE
                .call(vertx, new Topics.ReleaseTopic(call.caller(), call.path("topic")))
                .map(done -> Answer.noContent());
    }

    private Future<Answer> reset(Call call) {
        call.bare();
        return Topics.RESET
                .call(vertx, new Topics.ResetTopic(call.caller(), call.path("topic")))
                .map(made -> Answer.ok(Detail.of(made)));
    }

    private Future<Answer> purge(Call call) {
        Query query = call.query();
        String before = query.text("before");
        if (before != null) {
            checkPlace(query, before);
        }
        query.end();
        return Topics.PURGE
                .call(vertx, new Topics.PurgeTopic(call.caller(), call.path("topic"), before))
                .map(done -> Answer.noContent());
    }

    private static void checkPlace(Query query, String before) {
        StartAt place = query.violations().collect(() -> StartAt.parse(before, "/before"));
        if (place != null && !(place instanceof StartAt.At || place instanceof StartAt.Offsets)) {
            query.violations().add("/before", "expected an RFC 3339 time or offsets:0=17,1=4");
        }
    }

    private static Map<String, String> withoutNulls(@Nullable Map<String, @Nullable String> configs) {
        Map<String, String> map = new HashMap<>();
        if (configs != null) {
            configs.forEach((key, value) -> map.put(key, String.valueOf(value)));
        }
        return map;
    }
}
