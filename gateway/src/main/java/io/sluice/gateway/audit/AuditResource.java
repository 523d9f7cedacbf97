package io.sluice.gateway.audit;

import io.sluice.contract.Audit;
import io.sluice.contract.Audit.Entry;
import io.sluice.contract.Audit.Outcome;
import io.sluice.contract.AuditLine;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The audit: an administrator finds everything, anybody else what they did and what was done to what they own. */
public final class AuditResource {
    private static final String PATH = "/api/v1/audit";
    private static final String LINES = "application/x-ndjson";
    private static final int MAX_LIMIT = 500;
    private static final int MAX_LINES = 10_000;
    private static final int PORTION = 1_000;
    private static final Set<String> OUTCOMES = Set.of("", "allowed", "refused", "failed");

    private final Vertx vertx;

    public AuditResource(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::search), Route.get(PATH + "/verify", Role.ADMIN, this::verify));
    }

    /** @param next the cursor of the next page; written as null on the last one */
    record Page(
            List<AuditLine> items,

            @com.fasterxml.jackson.annotation.JsonInclude(com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS)
            @Nullable String next) {}

    /** @param next where to go on with {@code after} */
    record Verdict(
            boolean intact,
            long first,
            long last,
            @Nullable Long brokenAt,
            @Nullable Long next) {}

    private Future<Answer> search(Call call) {
        String accept = call.request().getHeader("Accept");
        boolean lines = accept != null && accept.toLowerCase(Locale.ROOT).contains("ndjson");
        Query query = call.query();
        Audit.Terms terms = terms(query);
        int limit = query.whole("limit", lines ? MAX_LINES : 100, 1, lines ? MAX_LINES : MAX_LIMIT);
        @Nullable Long before = number(query, "cursor");
        query.end();
        return collect(new Asked(call, terms, limit), before, new ArrayList<>())
                .map(found -> lines ? lines(found) : Answer.ok(page(found)));
    }

    private record Asked(Call call, Audit.Terms terms, int limit) {}

    /** In portions, so that no message of the bus is large. */
    private Future<Audit.Entries> collect(Asked asked, @Nullable Long before, List<Entry> found) {
        int wanted = Math.min(PORTION, asked.limit() - found.size());
        return Audit.SEARCH
                .call(vertx, new Audit.Search(asked.call().caller(), asked.terms(), wanted, before))
                .compose(portion -> {
                    found.addAll(portion.items());
                    boolean enough = portion.next() == null || found.size() >= asked.limit();
                    return enough
                            ? Future.succeededFuture(new Audit.Entries(found, portion.next()))
                            : collect(asked, portion.next(), found);
                });
    }

    private static Page page(Audit.Entries found) {
        return new Page(
                found.items().stream().map(AuditLine::of).toList(),
                found.next() == null ? null : found.next().toString());
    }

    /** One entry a line; where there is more, {@code Link} says where. */
    private static Answer lines(Audit.Entries found) {
        Buffer body = Buffer.buffer();
        for (Entry entry : found.items()) {
            body.appendBytes(line(AuditLine.of(entry)).getBytes(StandardCharsets.UTF_8))
                    .appendByte((byte) '\n');
        }
        Answer answer = Answer.text(LINES, body);
        return found.next() == null
                ? answer
                : answer.with("X-Sluice-Next", found.next().toString());
    }

    private static String line(AuditLine entry) {
        return Json.MAPPER.valueToTree(entry).toString();
    }

    private Future<Answer> verify(Call call) {
        Query query = call.query();
        @Nullable Long after = number(query, "after");
        query.end();
        return Audit.VERIFY
                .call(vertx, new Audit.Verify(call.caller(), after == null ? 0 : after))
                .map(verdict -> Answer.ok(new Verdict(
                        verdict.brokenAt() == null,
                        verdict.first(),
                        verdict.last(),
                        verdict.brokenAt(),
                        verdict.next())));
    }

    private static Audit.Terms terms(Query query) {
        String outcome = query.choice("outcome", "", OUTCOMES);
        return new Audit.Terms(
                query.text("user"),
                query.text("action"),
                query.text("kind"),
                query.text("id"),
                outcome.isEmpty() || !OUTCOMES.contains(outcome)
                        ? null
                        : Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
                query.text("address"),
                time(query, "from"),
                time(query, "until"),
                query.text("q"));
    }

    private static @Nullable Instant time(Query query, String name) {
        @Nullable String text = query.text(name);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            query.violations().add("/" + name, "expected an RFC 3339 time");
            return null;
        }
    }

    private static @Nullable Long number(Query query, String name) {
        @Nullable String text = query.text(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,18}")) {
            query.violations().add("/" + name, "expected a number that an earlier answer gave");
            return null;
        }
        return Long.valueOf(text);
    }
}
