package io.sluice.gateway.browse;

import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.StartAt;
import io.sluice.contract.Topics;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.FilterTexts;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Violations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reading what a topic holds, a page at a time, or one record. */
public final class BrowseResource {
    private static final String PATH = "/api/v1/topics/{topic}/records";

    private final Vertx vertx;
    private final Readers readers;
    private final Clock clock;

    public BrowseResource(Vertx vertx, Readers readers, Clock clock) {
        this.vertx = vertx;
        this.readers = readers;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::page),
                Route.get(PATH + "/{partition}/{offset}", Role.VIEWER, this::one));
    }

    private Future<Answer> page(Call call) {
        Query query = call.query();
        Violations violations = query.violations();
        StartAt from = violations.collect(() -> StartAt.parse(query.text("from", "earliest"), "/from"));
        Instant until = until(query.text("until", "now"), violations);
        Filter where = FilterTexts.where(query.text("where", ""), "/where", violations);
        Projection select = FilterTexts.select(query.text("select", ""), "/select", violations);
        int limit = query.whole("limit", 100, 1, 1000);
        String cursor = query.text("cursor");
        query.end();
        StartAt begin = from == null ? new StartAt.Earliest() : from;
        return authorize(call)
                .compose(access -> readers.read(call, access.name(), (consumer, reading) -> new PageRead(
                                new PageRead.Ask(
                                        access.name(),
                                        access.id(),
                                        begin,
                                        until,
                                        cursor == null ? null : PageCursor.parse(cursor, access.id()),
                                        where,
                                        select,
                                        limit),
                                readers.limits(),
                                clock,
                                readers.sight(access, clock))
                        .read(consumer, reading)))
                .map(BrowseResource::answer);
    }

    /** Null: the end as it is now. */
    private static @Nullable Instant until(String text, Violations violations) {
        if (text.equals("now")) {
            return null;
        }
        StartAt place = violations.collect(() -> StartAt.parse(text, "/until"));
        if (place instanceof StartAt.At at) {
            return at.time();
        }
        if (place != null || text.equals("never")) {
            violations.add("/until", "expected now or an RFC 3339 time; what never ends is at /api/v1/live");
        }
        return null;
    }

    private static Answer answer(PageRead.Result page) {
        String next = page.next() == null ? "null" : '"' + page.next() + '"';
        String rest = "],\"scanned\":" + page.scanned() + ",\"errors\":" + page.errors() + ",\"until\":\""
                + page.until() + "\",\"reason\":\"" + page.reason().text() + "\",\"next\":" + next + "}";
        Buffer body = Buffer.buffer(page.items().length + rest.length() + 16)
                .appendString("{\"items\":[")
                .appendBytes(page.items())
                .appendString(rest);
        return Answer.text(Answer.JSON, body);
    }

    private Future<Answer> one(Call call) {
        call.bare();
        int partition = (int) number(call, "partition", Integer.MAX_VALUE);
        long offset = number(call, "offset", Long.MAX_VALUE);
        return authorize(call).compose(access -> {
            if (partition >= access.partitions()) {
                throw Problem.NotFound.of("partition", Integer.toString(partition))
                        .toException();
            }
            TopicPartition place = new TopicPartition(access.name(), partition);
            OneRead.Ask ask = new OneRead.Ask(place, offset, readers.sight(access, clock), clock);
            return readers.read(call, access.name(), (consumer, reading) -> OneRead.read(consumer, reading, ask))
                    .map(record -> Answer.text(Answer.JSON, Buffer.buffer(record)));
        });
    }

    private static long number(Call call, String name, long most) {
        String text = call.path(name);
        boolean fits = text.matches("\\d{1,18}") && Long.parseLong(text) <= most;
        if (!fits) {
            throw Problem.NotFound.of(name, text).toException();
        }
        return Long.parseLong(text);
    }

    private Future<Topics.TopicAccess> authorize(Call call) {
        return Topics.AUTHORIZE.call(
                vertx, new Topics.AuthorizeTopic(call.caller(), call.path("topic"), Topics.Access.READ));
    }
}
