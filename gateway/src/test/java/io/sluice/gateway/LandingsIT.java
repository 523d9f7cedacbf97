package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Catalog;
import io.sluice.contract.Done;
import io.sluice.contract.Landings;
import io.sluice.contract.Landings.Column;
import io.sluice.contract.Landings.Correction;
import io.sluice.contract.Landings.CreateLanding;
import io.sluice.contract.Landings.DeadLetter;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Landings.Fate;
import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Landings.Mode;
import io.sluice.contract.Landings.Origin;
import io.sluice.contract.Landings.Settlement;
import io.sluice.contract.Landings.Stats;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Peers;
import io.sluice.gateway.support.Reply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Landings as scripts and screens see them. */
class LandingsIT {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String PATH = "/api/v1/landings";

    private Gateway gateway;
    private Peers peers;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        peers = gateway.peers();
    }

    private static Landing landing(String name, String topic, @Nullable String rest) {
        Definition definition = new Definition(
                name,
                "public",
                List.of(new Column("id", "bigint", null, true), new Column("to", "integer", "zone.to", false)),
                List.of(),
                Mode.INSERT,
                rest,
                false,
                "latest",
                "7d");
        return new Landing(
                UUID.randomUUID(),
                name,
                new Origin(topic, null),
                topic,
                "db.example.org:5432/rides",
                definition,
                Streams.State.RUNNING,
                null,
                "admin-user",
                NOW,
                new Stats(12, 10, 2, 0, 3, 1.5, NOW),
                8192,
                "sluice-landing-x-dead-letters");
    }

    @Test
    void a_landing_is_made_of_what_was_written_and_its_password_is_not_shown() {
        peers.answer(Landings.CREATE, landing("rides", "rides", "rest"));
        Reply made = gateway.post(PATH, """
                {"name":"rides","source":{"topic":"rides"},"table":"rides","schema":"public",
                 "database":"postgresql://me:secret-word@db.example.org/rides",
                 "columns":[{"name":"id","type":"bigint"},{"name":"to","type":"integer","path":"zone.to","nullable":false}],
                 "key":["id"],"from":"earliest","retention":"7d"}
                """);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text()).doesNotContain("secret-word");
        CreateLanding asked = peers.asked(CreateLanding.class);
        assertThat(asked.database().text()).startsWith("v2.").doesNotContain("secret-word");
        assertThat(asked.definition())
                .isEqualTo(new Definition(
                        "rides",
                        "public",
                        List.of(new Column("id", "bigint", null, true), new Column("to", "integer", "zone.to", false)),
                        List.of("id"),
                        Mode.UPSERT,
                        "rest",
                        false,
                        "earliest",
                        "7d"));
        JsonNode view = made.json();
        assertThat(view.path("database").asText()).isEqualTo("db.example.org:5432/rides");
        assertThat(view.path("mode").asText()).isEqualTo("insert");
        assertThat(view.at("/dead_letters/topic").asText()).isEqualTo("sluice-landing-x-dead-letters");
        assertThat(view.at("/stats/last_landed_at").asText()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void rest_is_a_column_or_false_and_none_where_nothing_is_let_through() {
        peers.answer(Landings.CREATE, landing("rides", "rides", null));
        Reply none = gateway.post(PATH, "{\"source\":{\"stream\":\"s\"},\"table\":\"t\",\"rest\":false}");
        assertThat(peers.asked(CreateLanding.class).definition().rest()).isNull();
        assertThat(none.json().path("rest").isBoolean()).isTrue();
        gateway.post(PATH, "{\"source\":{\"stream\":\"s\"},\"table\":\"t\",\"strict\":true}");
        assertThat(peers.asked(CreateLanding.class).definition().rest()).isNull();
        gateway.post(PATH, "{\"source\":{\"stream\":\"s\"},\"table\":\"t\",\"rest\":\"more\"}");
        assertThat(peers.asked(CreateLanding.class).definition().rest()).isEqualTo("more");
        assertThat(peers.asked(CreateLanding.class).definition().mode()).isEqualTo(Mode.INSERT);
    }

    @Test
    void faults_are_told_all_at_once_with_their_pointers() {
        Reply reply = gateway.post(
                PATH,
                "{\"source\":{},\"columns\":[{\"name\":\"a\"}],\"mode\":\"replace\",\"rest\":1,\"from\":\"soon\",\"colour\":1}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("violations").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/source", "/table", "/columns/0/type", "/mode", "/rest", "/from", "/colour");
        assertThat(gateway.post("viewer", PATH, "{}").status()).isEqualTo(403);
    }

    @Test
    void landings_are_listed_changed_paused_and_deleted() {
        Landing one = landing("rides", "rides", "rest");
        peers.answer(Landings.LIST, new Landings.LandingPage(List.of(one), 1, "c2"));
        peers.answer(Landings.FIND, one);
        peers.answer(Landings.UPDATE, one);
        peers.answer(Landings.RUN, one);
        peers.answer(Landings.DELETE, new Done(true));
        assertThat(gateway.get(PATH + "?limit=1").json().path("next").asText()).isEqualTo("c2");
        assertThat(gateway.get(PATH + "/rides").json().path("table").asText()).isEqualTo("rides");
        assertThat(gateway.patch(PATH + "/rides", "{\"retention\":null,\"strict\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(peers.asked(Landings.UpdateLanding.class).retention()).isEmpty();
        assertThat(gateway.patch(PATH + "/rides", "{\"table\":\"other\"}").status())
                .isEqualTo(400);
        assertThat(gateway.post(PATH + "/rides/pause", "").status()).isEqualTo(200);
        assertThat(peers.asked(Landings.RunLanding.class).paused()).isTrue();
        assertThat(gateway.delete(PATH + "/rides?keep_table=true").status()).isEqualTo(204);
        assertThat(peers.asked(Landings.DeleteLanding.class).keepTable()).isTrue();
    }

    @Test
    void rows_are_asked_for_by_any_name_and_come_as_they_are() {
        String row =
                "{\"id\":1,\"price\":12.50,\"rest\":{},\"_topic\":\"t\",\"_partition\":0,\"_offset\":9223372036854775807,"
                        + "\"_timestamp\":\"2026-01-02T03:04:05+00:00\"}";
        peers.answer(Landings.ROWS, new Landings.RowPage(List.of(row, row), "c2"));
        peers.answer(Landings.COUNT, new Landings.RowCount(12));

        Reply reply = gateway.get(PATH + "/rides/rows?id=1&a.b%5B0%5D=x&contains=%7B%22c%22%3A1%7D&limit=2");

        assertThat(reply.text()).isEqualTo("{\"items\":[" + row + "," + row + "],\"next\":\"c2\"}");
        Landings.QueryRows asked = peers.asked(Landings.QueryRows.class);
        assertThat(asked.where()).isEqualTo(Map.of("id", "1", "a.b[0]", "x"));
        assertThat(asked.contains()).isEqualTo("{\"c\":1}");
        assertThat(gateway.get(PATH + "/rides/rows?limit=201").status()).isEqualTo(400);
        assertThat(gateway.get(PATH + "/rides/count").json().path("count").asInt())
                .isEqualTo(12);
    }

    @Test
    void dead_letters_are_shown_as_they_were_and_corrected_with_any_json() {
        DeadLetter letter = new DeadLetter(
                "0-17", "rides", 0, 17, NOW, "\"75\"", "{\"fare\":1.50}", "too long", "fare", null, NOW, Fate.WAITING);
        peers.answer(Landings.DEAD_LETTERS, new Landings.DeadLetterPage(List.of(letter), 1, null));
        peers.answer(
                Landings.SETTLE, new Landings.Settlements(List.of(new Settlement("0-17", false, "fare: too long"))));

        Reply list = gateway.get(PATH + "/rides/dead-letters?state=waiting");
        assertThat(list.text())
                .contains("\"key\":\"75\",\"value\":{\"fare\":1.50}")
                .contains("\"state\":\"waiting\"");
        assertThat(peers.asked(Landings.ListDeadLetters.class).fate()).isEqualTo(Fate.WAITING);
        Reply retried = gateway.post(
                PATH + "/rides/dead-letters/retry",
                "{\"items\":[{\"id\":\"0-17\",\"value\":{\"fare\":2}},{\"id\":\"0-18\"}]}");
        assertThat(retried.json().at("/items/0/ok").asBoolean()).isFalse();
        assertThat(peers.asked(Landings.SettleDeadLetters.class).items())
                .containsExactly(new Correction("0-17", "{\"fare\":2}"), new Correction("0-18", null));
        gateway.post(PATH + "/rides/dead-letters/discard", "{\"all\":true}");
        assertThat(peers.asked(Landings.SettleDeadLetters.class).items()).isNull();
        assertThat(peers.asked(Landings.SettleDeadLetters.class).fate()).isEqualTo(Fate.DISCARDED);
        assertThat(gateway.post(PATH + "/rides/dead-letters/retry", "{}").status())
                .isEqualTo(400);
        assertThat(gateway.get(PATH + "/rides/dead-letters?state=lost").status())
                .isEqualTo(400);
    }

    @Test
    void the_cleanup_shows_landings_and_who_would_miss_a_topic() {
        Landing landing = landing("rides", "readings", "rest");
        peers.answer(Landings.LIST, new Landings.LandingPage(List.of(landing), 1, null));
        peers.answer(Landings.DELETE, new Done(true));
        peers.answer(Streams.LIST, new Streams.StreamPage(List.of(), 0, null));
        peers.answer(Streams.USAGE, new Streams.Usage(Map.of()));
        peers.answer(Catalog.SEARCH_DATASETS, new Catalog.DatasetPage(List.of(), 0, Map.of(), null));
        Topics.Topic readings = new Topics.Topic("readings", 1, 1, 7, 700, "admin-user", null, null, 1L, true);
        Topics.Topic letters =
                new Topics.Topic(landing.deadLetters(), 1, 1, 7, 700, "admin-user", null, null, 1L, true);
        peers.answer(Topics.LIST, new Topics.TopicPage(List.of(readings, letters), 2, null));

        JsonNode items = gateway.get("/api/v1/cleanup").json().path("items");

        assertThat(items.findValuesAsText("kind")).containsExactly("landing", "topic", "landing");
        assertThat(items.at("/0/size_bytes").asLong()).isEqualTo(8192);
        assertThat(items.at("/0/last_activity").asLong()).isEqualTo(NOW.toEpochMilli());
        assertThat(items.at("/1/dependants/0/name").asText()).isEqualTo("rides");
        JsonNode results = gateway.post(
                        "/api/v1/cleanup",
                        "{\"items\":[{\"kind\":\"landing\",\"id\":\"rides\"},{\"kind\":\"topic\",\"id\":\""
                                + landing.deadLetters() + "\"}],\"dry_run\":false}")
                .json()
                .path("results");
        assertThat(results.findValuesAsText("status")).containsExactly("deleted", "refused");
    }

    @Test
    void the_figures_of_landings_are_scraped() {
        Landing rides = landing("rides", "t", "rest");
        String label = "{landing=\"" + rides.id() + "\"}";
        peers.answer(Landings.LIST, new Landings.LandingPage(List.of(rides), 1, null));
        assertThat(gateway.get("/metrics").text())
                .contains("stream_landing_records_landed" + label + " 12.0")
                .contains("stream_landing_dead_letters" + label + " 2.0")
                .contains("stream_landing_lag" + label + " 3.0")
                .as("names are told to who may see the landing")
                .doesNotContain("rides");
    }
}
