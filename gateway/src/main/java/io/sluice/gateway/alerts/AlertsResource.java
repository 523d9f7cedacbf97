package io.sluice.gateway.alerts;

import io.sluice.contract.Alerts;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Locations;
import io.sluice.gateway.http.Page;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Violations;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Alert rules and the events that they gave. */
public final class AlertsResource {
    private static final String PATH = "/api/v1/alerts";
    private static final String ONE = PATH + "/{alert}";
    private static final String EVENTS = PATH + "/events";
    private static final Duration LONGEST_MUTE = Duration.ofDays(366);
    private static final String ANY = "";
    private static final Set<String> STATES = Set.of(ANY, "firing", "acknowledged", "resolved");

    private final Vertx vertx;
    private final Clock clock;
    private final WishReader reader;

    /** @param vault takes the secrets of webhooks */
    public AlertsResource(Vertx vertx, Clock clock, Vault vault) {
        this.vertx = vertx;
        this.clock = clock;
        this.reader = new WishReader(vault);
    }

    /** Events first: their address would be that of a rule. */
    public List<Route> routes() {
        return List.of(
                Route.get(EVENTS, Role.VIEWER, this::events),
                Route.post(EVENTS + "/{event}/acknowledge", Role.EDITOR, this::acknowledge),
                Route.get(PATH, Role.VIEWER, this::list),
                Route.post(PATH, Role.EDITOR, this::create),
                Route.get(ONE, Role.VIEWER, this::find),
                Route.patch(ONE, Role.VIEWER, this::update),
                Route.delete(ONE, Role.VIEWER, this::delete),
                Route.post(ONE + "/mute", Role.VIEWER, this::mute),
                Route.post(ONE + "/unmute", Role.VIEWER, this::unmute));
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        String owner = query.text("owner");
        int limit = query.whole("limit", 50, 1, 200);
        String cursor = query.text("cursor");
        query.end();
        return Alerts.LIST
                .call(vertx, new Alerts.ListAlerts(call.caller(), owner, limit, cursor))
                .map(page -> Answer.ok(
                        new Page<>(page.items().stream().map(this::view).toList(), page.total(), page.next())));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        Alerts.Wish wish = reader.read(fields, false);
        fields.end();
        fields.violations().check();
        return Alerts.CREATE
                .call(vertx, new Alerts.CreateAlert(call.caller(), wish))
                .map(made -> Answer.created(Locations.of(PATH, made.id().toString()), view(made)));
    }

    private Future<Answer> find(Call call) {
        call.bare();
        return shown(load(call));
    }

    /** What is not named stays; null takes away. */
    private Future<Answer> update(Call call) {
        call.query().end();
        Fields changes = call.fields();
        return load(call).compose(alert -> {
            Fields whole = WishReader.over(changes, alert);
            Alerts.Wish wish = reader.read(whole, alert.webhook() != null);
            whole.end();
            whole.violations().check();
            return shown(Alerts.UPDATE.call(
                    vertx, new Alerts.UpdateAlert(call.caller(), alert.id().toString(), alert.revision(), wish)));
        });
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return Alerts.DELETE
                .call(vertx, new Alerts.DeleteAlert(call.caller(), call.path("alert")))
                .map(done -> Answer.noContent());
    }

    private Future<Answer> mute(Call call) {
        call.query().end();
        Fields fields = call.fields();
        Instant until = until(fields);
        fields.end();
        fields.violations().check();
        return muted(call, until);
    }

    private Future<Answer> unmute(Call call) {
        call.bare();
        return muted(call, null);
    }

    private Future<Answer> muted(Call call, @Nullable Instant until) {
        return shown(Alerts.MUTE.call(vertx, new Alerts.MuteAlert(call.caller(), call.path("alert"), until)));
    }

    private Instant until(Fields fields) {
        Violations violations = fields.violations();
        String time = fields.optionalText("until");
        Duration length = WishReader.duration(fields, "for");
        Instant now = clock.instant();
        if ((time == null) == (length == null)) {
            violations.add("", "expected either \"until\" or \"for\"");
            return now;
        }
        Instant until = length == null ? time(String.valueOf(time), violations) : now.plus(length);
        if (until.isBefore(now) || until.isAfter(now.plus(LONGEST_MUTE))) {
            violations.add(fields.at(length == null ? "until" : "for"), "expected a time within the next 366 days");
        }
        return until;
    }

    private Instant time(String text, Violations violations) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            violations.add("/until", "expected an RFC 3339 time");
            return clock.instant();
        }
    }

    private Future<Answer> events(Call call) {
        Query query = call.query();
        String alert = query.text("alert");
        String state = query.choice("state", ANY, STATES);
        int limit = query.whole("limit", 50, 1, 200);
        String cursor = query.text("cursor");
        query.end();
        Alerts.EventState wanted = state.equals(ANY) ? null : Alerts.EventState.valueOf(state.toUpperCase(Locale.ROOT));
        return Alerts.EVENTS
                .call(vertx, new Alerts.ListEvents(call.caller(), alert, wanted, limit, cursor))
                .map(page -> Answer.ok(new EventView.Events(
                        page.items().stream().map(EventView::of).toList(), page.next())));
    }

    private Future<Answer> acknowledge(Call call) {
        call.bare();
        return Alerts.ACKNOWLEDGE
                .call(vertx, new Alerts.AcknowledgeEvent(call.caller(), id(call.path("event"))))
                .map(event -> Answer.ok(EventView.of(event)));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw Problem.NotFound.of("event", text).toException();
        }
    }

    private Future<Alerts.Alert> load(Call call) {
        return Alerts.FIND.call(vertx, new Alerts.FindAlert(call.caller(), call.path("alert")));
    }

    private Future<Answer> shown(Future<Alerts.Alert> alert) {
        return alert.map(found -> Answer.ok(view(found)));
    }

    private AlertView view(Alerts.Alert alert) {
        return AlertView.of(alert, clock.instant());
    }
}
