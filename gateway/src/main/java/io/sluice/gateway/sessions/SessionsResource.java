package io.sluice.gateway.sessions;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Sessions.Figures;
import io.sluice.contract.Sessions.ListSessions;
import io.sluice.contract.Sessions.Place;
import io.sluice.contract.Sessions.Reader;
import io.sluice.contract.Sessions.Reading;
import io.sluice.contract.Sessions.Session;
import io.sluice.contract.Sessions.SessionPage;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Page;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Live subscriptions: everybody sees and ends their own, an administrator all. */
public final class SessionsResource {
    private static final String PATH = "/api/v1/sessions";
    private static final int MAX_LIMIT = 500;

    private final SessionService sessions;

    public SessionsResource(SessionService sessions) {
        this.sessions = sessions;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::list),
                Route.delete(PATH + "/{session}", Role.VIEWER, this::end),
                Route.post(PATH + "/{session}/renew", Role.VIEWER, this::renew).withoutReplay());
    }

    /** A line of the list. */
    record Line(
            String id,
            @JsonUnwrapped Reader reader,
            @JsonUnwrapped Reading reading,
            String state,
            Instant since,
            @JsonUnwrapped Figures figures,
            String node) {
        static Line of(Session session) {
            return new Line(
                    session.place().id(),
                    session.reader(),
                    session.reading(),
                    session.state(),
                    session.place().since(),
                    session.figures(),
                    session.node());
        }
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        @Nullable String topic = query.text("topic");
        @Nullable String user = query.text("user");
        int limit = query.whole("limit", 100, 1, MAX_LIMIT);
        @Nullable String cursor = query.text("cursor");
        @Nullable Place after = cursor == null ? null : query.violations().collect(() -> place(cursor));
        query.end();
        ListSessions ask = new ListSessions(call.caller(), topic, user, after, limit + 1);
        return sessions.list(ask).map(found -> Answer.ok(page(found, limit)));
    }

    private static Page<Line> page(SessionPage found, int limit) {
        boolean more = found.items().size() > limit;
        List<Session> items = more ? found.items().subList(0, limit) : found.items();
        @Nullable String next = more ? cursor(items.get(limit - 1).place()) : null;
        return new Page<>(items.stream().map(Line::of).toList(), found.total(), next);
    }

    private Future<Answer> end(Call call) {
        call.bare();
        return sessions.end(call.caller(), call.path("session")).map(done -> Answer.noContent());
    }

    /** The identity of this very request takes the place of the one that the session's connection came with. */
    private Future<Answer> renew(Call call) {
        call.bare();
        return sessions.renew(call.verified(), call.path("session")).map(Answer::ok);
    }

    private static String cursor(Place place) {
        String text = place.since() + "/" + place.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Place place(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int end = text.indexOf('/');
            return new Place(Instant.parse(text.substring(0, Math.max(0, end))), text.substring(end + 1));
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            throw Problem.Invalid.at("/cursor", "expected the cursor of a previous page")
                    .toException();
        }
    }
}
