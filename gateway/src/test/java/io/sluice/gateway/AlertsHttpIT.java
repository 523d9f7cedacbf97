package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Alerts;
import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Alerts.Delivery;
import io.sluice.contract.Alerts.EventState;
import io.sluice.contract.Alerts.State;
import io.sluice.contract.Alerts.Stats;
import io.sluice.contract.Alerts.Until;
import io.sluice.contract.Alerts.Wish;
import io.sluice.contract.Catalog;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Peers;
import io.sluice.gateway.support.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts over HTTP: what is read from requests, and what is shown. */
class AlertsHttpIT {
    private static final UUID ID = UUID.fromString("1b4e28ba-2fa1-41d2-883f-0016d3cca427");
    private static final String MINIMAL = "{\"name\":\"n\",\"source\":{\"topic\":\"t\"}}";

    private Gateway gateway;
    private Peers peers;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        peers = gateway.peers();
    }

    private static Alerts.Alert alert(String webhook) {
        return alert(webhook, Until.QUIET);
    }

    private static Alerts.Alert alert(String webhook, Until until) {
        Definition rule = new Definition(
                "driven",
                null,
                "a > 1",
                List.of("s"),
                3,
                Duration.ofMinutes(10),
                Duration.ZERO,
                Duration.ofMinutes(90),
                "$timestamp",
                until,
                Duration.ofMinutes(10));
        return new Alerts.Alert(
                ID,
                "traffic",
                rule,
                "driven",
                "critical",
                Alerts.TOPIC,
                null,
                webhook,
                State.FIRING,
                null,
                Instant.parse("2020-01-01T00:00:00Z"),
                "admin-user",
                false,
                7,
                Instant.parse("2026-01-01T00:00:00Z"),
                new Stats(10, 3, 0, 0, 1, 0, 0, 0, 1, 1, 0));
    }

    private static Alerts.Event event() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new Alerts.Event(
                UUID.randomUUID(),
                ID,
                "traffic",
                "critical",
                "{\"s\":\"a\"}",
                EventState.ACKNOWLEDGED,
                now,
                now,
                null,
                null,
                3,
                "{\"topic\":\"driven\",\"value\":{\"a\":2.50}}",
                "ada",
                now,
                List.of(new Delivery("webhook", "firing", "waiting", 2, "it answers 500", now)));
    }

    private Wish created(String body) {
        peers.answer(Alerts.CREATE, alert(null));
        Reply reply = gateway.post("/api/v1/alerts", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        assertThat(reply.header("location")).contains("/api/v1/alerts/" + ID);
        return peers.asked(Alerts.CreateAlert.class).wish();
    }

    @Test
    void a_rule_needs_little_and_may_say_a_lot() {
        Wish little = created(MINIMAL);
        assertThat(little)
                .isEqualTo(new Wish(
                        "n",
                        new Definition(
                                "t", null, "", List.of(), 1, null, Duration.ZERO, null, "$timestamp", null, null),
                        "warning",
                        null,
                        null));

        Wish lot = created("""
                {"name":"n","source":{"stream":"s"},"where":"a > 1","group_by":["b.c","lower(d)"],
                 "threshold":{"count":3,"within":"10m"},"for":"30s","every":"1h","time":"at","severity":"critical",
                 "resolve":"no_match","resolve_after":"1d","topic":"mine",
                 "webhook":{"url":"https://example.org/x","secret":"not to be seen"}}""");
        assertThat(lot.definition())
                .isEqualTo(new Definition(
                        null,
                        "s",
                        "a > 1",
                        List.of("b.c", "lower(d)"),
                        3,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1),
                        "at",
                        Until.NO_MATCH,
                        Duration.ofDays(1)));
        assertThat(lot.topic()).isEqualTo("mine");
        assertThat(lot.webhook().url()).isEqualTo("https://example.org/x");
        assertThat(lot.webhook().secret().text()).startsWith("v2.").doesNotContain("not to be seen");
    }

    @Test
    void every_fault_is_told_with_its_place() {
        Reply reply = gateway.post(
                "/api/v1/alerts",
                "{\"name\":\"\",\"source\":{\"topic\":\"t\",\"stream\":\"s\"},\"where\":\"a > and\",\"threshold\":{\"count\":0},"
                        + "\"for\":\"soon\",\"resolve\":\"never\",\"webhook\":{\"url\":\"https://example.org/\"},\"evry\":\"1h\"}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("violations"))
                .extracting(each -> each.path("pointer").asText())
                .containsOnly(
                        "/name",
                        "/source",
                        "/where",
                        "/threshold/count",
                        "/threshold/within",
                        "/for",
                        "/resolve",
                        "/webhook/secret",
                        "/evry");
        assertThat(peers.allAsked(Alerts.CreateAlert.class)).isEmpty();
    }

    @Test
    void what_is_shown_has_everything_but_the_secret() {
        peers.answer(Alerts.FIND, alert("https://example.org/x"));
        JsonNode shown = gateway.get("/api/v1/alerts/traffic").json();
        assertThat(shown.path("state").asText()).isEqualTo("firing");
        assertThat(shown.path("threshold").path("within").asText()).isEqualTo("10m");
        assertThat(shown.path("every").asText()).isEqualTo("1h30m");
        assertThat(shown.path("for").asText()).isEqualTo("0s");
        assertThat(shown.path("webhook").toString()).isEqualTo("{\"url\":\"https://example.org/x\"}");
        assertThat(shown.path("muted_until").isNull()).as("it is over").isTrue();

        peers.answer(Alerts.LIST, new Alerts.AlertPage(List.of(alert(null)), 1, null));
        assertThat(gateway.get("/api/v1/alerts?limit=1").json().path("total").asInt())
                .isEqualTo(1);
        assertThat(gateway.get("/api/v1/alerts?limit=0").status()).isEqualTo(400);
    }

    @Test
    void a_change_leaves_what_it_does_not_name_and_null_takes_away() {
        peers.answer(Alerts.FIND, alert("https://example.org/x"));
        peers.answer(Alerts.UPDATE, alert(null));

        assertThat(gateway.patch("/api/v1/alerts/traffic", "{\"threshold\":{\"within\":\"20m\"},\"every\":null}")
                        .status())
                .isEqualTo(200);

        Alerts.UpdateAlert ask = peers.asked(Alerts.UpdateAlert.class);
        assertThat(ask.revision()).isEqualTo(7);
        Definition rule = ask.wish().definition();
        assertThat(rule.count()).isEqualTo(3);
        assertThat(rule.within()).isEqualTo(Duration.ofMinutes(20));
        assertThat(rule.every()).isNull();
        assertThat(rule.resolveAfter()).as("it follows the threshold").isNull();
        assertThat(rule.groupBy()).containsExactly("s");
        assertThat(ask.wish().webhook()).isEqualTo(new Alerts.Webhook("https://example.org/x", null));

        gateway.patch("/api/v1/alerts/traffic", "{\"source\":{\"stream\":\"other\"},\"webhook\":null}");
        assertThat(peers.asked(Alerts.UpdateAlert.class).wish().definition().stream())
                .isEqualTo("other");
        assertThat(peers.asked(Alerts.UpdateAlert.class).wish().definition().topic())
                .isNull();
        assertThat(peers.asked(Alerts.UpdateAlert.class).wish().webhook()).isNull();
        assertThat(gateway.patch("/api/v1/alerts/traffic", "{\"threshold\":{\"count\":\"3\"}}")
                        .json()
                        .path("violations")
                        .get(0)
                        .path("pointer")
                        .asText())
                .isEqualTo("/threshold/count");
    }

    @Test
    void a_quiet_that_ends_a_rule_of_rows_too_is_not_taken_for_the_usual_one() {
        peers.answer(Alerts.FIND, alert(null, Until.NO_MATCH));
        peers.answer(Alerts.UPDATE, alert(null));

        gateway.patch("/api/v1/alerts/traffic", "{\"severity\":\"info\"}");

        Definition rule = peers.asked(Alerts.UpdateAlert.class).wish().definition();
        assertThat(rule.until()).isEqualTo(Until.NO_MATCH);
        assertThat(rule.resolveAfter()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void rules_are_muted_until_a_time_or_for_a_while() {
        peers.answer(Alerts.MUTE, alert(null));
        String until = Instant.now().plusSeconds(60).toString();
        assertThat(gateway.post("/api/v1/alerts/traffic/mute", "{\"until\":\"" + until + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(peers.asked(Alerts.MuteAlert.class).until()).isEqualTo(Instant.parse(until));
        gateway.post("/api/v1/alerts/traffic/mute", "{\"for\":\"1h\"}");
        assertThat(peers.asked(Alerts.MuteAlert.class).until())
                .isAfter(Instant.now().plusSeconds(3_500));
        gateway.post("/api/v1/alerts/traffic/unmute", "");
        assertThat(peers.asked(Alerts.MuteAlert.class).until()).isNull();
        for (String body : List.of(
                "{}",
                "{\"until\":\"x\"}",
                "{\"until\":\"" + until + "\",\"for\":\"1h\"}",
                "{\"until\":\"2020-01-01T00:00:00Z\"}")) {
            assertThat(gateway.post("/api/v1/alerts/traffic/mute", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void events_are_listed_by_state_and_keep_every_digit_of_their_sample() {
        peers.answer(Alerts.EVENTS, new Alerts.EventPage(List.of(event()), "more"));
        Reply reply = gateway.get("/api/v1/alerts/events?alert=traffic&state=acknowledged&limit=1");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("\"sample\":{\"topic\":\"driven\",\"value\":{\"a\":2.50}}");
        assertThat(reply.json().path("next").asText()).isEqualTo("more");
        assertThat(peers.asked(Alerts.ListEvents.class).state()).isEqualTo(EventState.ACKNOWLEDGED);
        assertThat(gateway.get("/api/v1/alerts/events?state=loud").status()).isEqualTo(400);

        peers.answer(Alerts.ACKNOWLEDGE, event());
        Reply known = gateway.post("/api/v1/alerts/events/" + ID + "/acknowledge", "");
        assertThat(known.json().path("acknowledged_by").asText()).isEqualTo("ada");
        assertThat(gateway.post("/api/v1/alerts/events/nothing/acknowledge", "").status())
                .isEqualTo(404);
    }

    @Test
    void rules_are_cleaned_up_and_what_they_read_names_them() {
        peers.answer(Alerts.LIST, new Alerts.AlertPage(List.of(alert(null)), 1, null));
        peers.answer(Streams.LIST, new Streams.StreamPage(List.of(), 0, null));
        peers.answer(Streams.USAGE, new Streams.Usage(Map.of()));
        peers.answer(Catalog.SEARCH_DATASETS, new Catalog.DatasetPage(List.of(), 0, Map.of(), null));
        peers.answer(
                Topics.LIST,
                new Topics.TopicPage(
                        List.of(new Topics.Topic("driven", 1, 1, 5, 50, "admin-user", null, null, null, true)),
                        1,
                        null));
        peers.answer(Alerts.DELETE, new Done(true));

        JsonNode items = gateway.get("/api/v1/cleanup").json().path("items");
        assertThat(items.get(0).path("kind").asText()).isEqualTo("alert");
        assertThat(items.get(1).path("dependants").get(0).path("id").asText()).isEqualTo(ID.toString());
        Reply removed = gateway.post(
                "/api/v1/cleanup", "{\"items\":[{\"kind\":\"alert\",\"id\":\"traffic\"}],\"dry_run\":false}");
        assertThat(removed.json().path("results").get(0).path("status").asText())
                .isEqualTo("deleted");
        assertThat(peers.asked(Alerts.DeleteAlert.class).ref()).isEqualTo("traffic");
    }

    @Test
    void figures_are_those_of_the_service_and_none_when_it_is_away() {
        peers.answer(Alerts.FIGURES, new Alerts.Figures(4, 1, 2, 3, 5, 60, 70, 80, 90, 10));
        assertThat(gateway.get("/metrics").text())
                .contains("stream_alert_rules 4.0", "stream_alert_firing 3.0", "stream_alert_fired_total 60.0")
                .contains("stream_alert_webhook_failures_total 90.0");
        peers.refuse(Alerts.FIGURES, new Problem.Unavailable("away"));
        assertThat(gateway.get("/metrics").text()).contains("stream_alert_rules NaN");
    }
}
