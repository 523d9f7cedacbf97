package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Access;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Metadata;
import io.sluice.contract.Organization;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Template;
import io.sluice.contract.Topics;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Peers;
import io.sluice.gateway.support.Reply;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourcesIT {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Gateway gateway;
    private Peers peers;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        peers = gateway.peers();
    }

    static Dataset generator(String name) {
        return dataset(name, new Source.Generator(Template.TIMESTAMP, 0.2, name, 1, null));
    }

    private static Dataset dataset(String name, Source source) {
        return new Dataset(
                UUID.randomUUID(),
                name,
                "Title",
                "demo",
                "",
                List.of("a"),
                null,
                false,
                Map.of("depth", 3),
                source,
                Map.of(),
                Map.of(),
                Metadata.NONE,
                Map.of(),
                false,
                "admin-user",
                1,
                NOW,
                NOW);
    }

    private static Streams.Stream stream(String name, String topic, Streams.StreamSource source) {
        Streams.Definition definition =
                new Streams.Definition(List.of(), true, List.of(), List.of(source.topic()), "a > 1", "", "latest");
        return new Streams.Stream(
                UUID.randomUUID(),
                name,
                topic,
                null,
                null,
                Streams.State.RUNNING,
                null,
                List.of(source),
                definition,
                "admin-user",
                NOW,
                new Streams.Stats(10, 4, 0, 0, 1.5));
    }

    private static Topics.Topic topic(String name, String owner, String dataset, String stream) {
        return new Topics.Topic(name, 1, 1, 7, 700, owner, dataset, stream, 1_763_692_800_000L, true);
    }

    @Test
    void a_dataset_is_registered_with_its_defaults_and_shown_with_its_state() {
        Dataset made = generator("clock");
        peers.answer(Catalog.CREATE_DATASET, made);
        Streams.SourceState state = new Streams.SourceState(
                made.id(),
                Streams.State.RUNNING,
                null,
                new Streams.Progress(12, 12, 0, null, 2, List.of("line 3: torn", "line 7: torn"), false),
                0.2);
        peers.answer(Streams.SOURCE_STATES, new Streams.SourceStates(List.of(state)));
        Reply reply = gateway.post(
                "/api/v1/datasets",
                "{\"name\":\"clock\",\"organization\":\"demo\",\"extras\":{\"n\":12345678901234567890},"
                        + "\"mapping\":{\"zone\":\"z\",\"at\":\"t\",\"a\":\"x\",\"m\":\"y\",\"b\":\"w\"},"
                        + "\"source\":{\"type\":\"generator\",\"template\":\"timestamp\"}}");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("location")).contains("/api/v1/datasets/" + made.id());
        assertThat(reply.json().at("/stats/records").asLong()).isEqualTo(12);
        assertThat(reply.json().at("/stats/last_failure").asText()).isEqualTo("line 7: torn");
        assertThat(reply.json().at("/stats/failures/1").asText()).isEqualTo("line 3: torn");
        assertThat(reply.json().path("state").asText()).isEqualTo("RUNNING");
        Catalog.CreateDataset asked = peers.asked(Catalog.CreateDataset.class);
        assertThat(asked.title()).isEqualTo("clock");
        assertThat(asked.mapping())
                .containsExactly(
                        entry("zone", "z"), entry("at", "t"), entry("a", "x"), entry("m", "y"), entry("b", "w"));
        assertThat(asked.extras().get("n")).hasToString("12345678901234567890");
        assertThat(asked.source()).isEqualTo(new Source.Generator(Template.TIMESTAMP, 0.2, "clock", 1, null));
    }

    @Test
    void sources_that_cannot_be_had_are_refused_at_their_place() {
        String form = "{\"name\":\"d\",\"organization\":\"demo\",\"source\":%s}";
        Map<String, String> faults = Map.of(
                "{\"type\":\"csv\"}", "/source/url",
                "{\"type\":\"telepathy\"}", "/source/type",
                "{\"type\":\"kafka\",\"topic\":\"t\",\"bootstrap\":\"elsewhere:9092\",\"security\":{\"protocol\":\"SASL_SSL\"}}",
                        "/source/security/mechanism",
                "{\"type\":\"kafka\"}", "/source/topic",
                "{\"type\":\"generator\",\"template\":\"orders\",\"rate\":10001}", "/source/rate",
                "{\"type\":\"generator\",\"template\":\"orders\",\"rate\":0}", "/source/rate",
                "{\"type\":\"generator\",\"template\":\"horses\"}", "/source/template",
                "\"kafka\"", "/source");
        faults.forEach((source, pointer) -> {
            Reply reply = gateway.post("/api/v1/datasets", form.formatted(source));
            assertThat(reply.status()).as(source).isEqualTo(400);
            assertThat(reply.json().path("violations").findValuesAsText("pointer"))
                    .contains(pointer);
        });
        assertThat(peers.allAsked(Catalog.CreateDataset.class)).isEmpty();
    }

    @Test
    void search_passes_the_words_on_and_shows_facets() {
        Map<String, List<Catalog.FacetCount>> facets = Map.of("tag", List.of(new Catalog.FacetCount("a", 1)));
        peers.answer(
                Catalog.SEARCH_DATASETS,
                new Catalog.DatasetPage(List.of(dataset("rides", Source.Kafka.of("rides"))), 1, facets, null));
        Reply reply = gateway.get("/api/v1/datasets?q=taxi%20ri&org=demo&sort=-updated&limit=5");
        assertThat(reply.json().at("/items/0/state").asText()).isEqualTo("ACTIVE");
        assertThat(reply.json().at("/facets/tag/0/count").asInt()).isEqualTo(1);
        assertThat(reply.json().path("next").isNull()).isTrue();
        Catalog.SearchDatasets asked = peers.asked(Catalog.SearchDatasets.class);
        assertThat(asked.q()).isEqualTo("taxi ri");
        assertThat(asked.sort()).isEqualTo("-updated");
    }

    @Test
    void a_place_and_a_time_are_read_from_the_address() {
        peers.answer(Catalog.SEARCH_DATASETS, new Catalog.DatasetPage(List.of(), 7, false, Map.of(), null));
        Reply reply = gateway.get("/api/v1/datasets?bbox=170,-30.5,-170,0&during=2020-01-01/..");
        assertThat(reply.json().path("exact").asBoolean()).isFalse();
        Catalog.SearchDatasets asked = peers.asked(Catalog.SearchDatasets.class);
        assertThat(asked.area()).isEqualTo(new Metadata.Spatial(170, -30.5, -170, 0, null));
        assertThat(asked.during()).isEqualTo(new Metadata.Temporal("2020-01-01", null));
        for (String wrong : List.of("bbox=1,2,3", "bbox=a,b,c,d", "during=2020", "during=/", "server=mars")) {
            assertThat(gateway.get("/api/v1/datasets?" + wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void a_global_search_says_where_its_items_are_from_and_who_did_not_answer() {
        Catalog.Listing listing = new Catalog.Listing(
                "id-1", "rain", "Rain", null, "", List.of(), null, "https://x.org/rain", null, List.of(), Map.of());
        peers.answer(
                Catalog.SEARCH_FEDERATION,
                new Catalog.FederatedPage(
                        List.of(
                                new Catalog.Entry("local", dataset("rides", Source.Kafka.of("rides")), null),
                                new Catalog.Entry("noaa", null, listing)),
                        2,
                        false,
                        List.of(new Catalog.Server("local", "ok", 1), new Catalog.Server("noaa", "timeout", 0)),
                        null));
        Reply reply = gateway.get("/api/v1/datasets?server=global&q=r");
        assertThat(reply.json().path("items").findValuesAsText("server")).containsExactly("local", "noaa");
        assertThat(reply.json().at("/items/0/state").asText()).isEqualTo("ACTIVE");
        assertThat(reply.json().at("/servers/1/state").asText()).isEqualTo("timeout");
        assertThat(peers.asked(Catalog.SearchFederation.class).ask().q()).isEqualTo("r");
    }

    @Test
    void what_is_typed_is_completed_and_versions_are_shown() {
        peers.answer(
                Catalog.SUGGEST, new Catalog.Suggestions(List.of(new Catalog.Suggestion("dataset", "rides", "Rides"))));
        assertThat(gateway.get("/api/v1/datasets/suggest?q=ri")
                        .json()
                        .at("/items/0/value")
                        .asText())
                .isEqualTo("rides");
        Catalog.Version version = new Catalog.Version(1, Instant.EPOCH, "ada", List.of("/title"));
        peers.answer(Catalog.LIST_VERSIONS, new Catalog.Versions(List.of(version), 1, null));
        assertThat(gateway.get("/api/v1/datasets/rides/versions")
                        .json()
                        .at("/items/0/by")
                        .asText())
                .isEqualTo("ada");
        peers.answer(Catalog.FIND_VERSION, new Catalog.Revision(version, dataset("rides", Source.Kafka.of("rides"))));
        Reply found = gateway.get("/api/v1/datasets/rides/versions/1");
        assertThat(found.json().at("/dataset/name").asText()).isEqualTo("rides");
        assertThat(found.json().path("dataset").has("credentials")).isFalse();
        assertThat(gateway.get("/api/v1/datasets/rides/versions/none").status()).isEqualTo(404);
    }

    @Test
    void an_explicit_null_takes_away_what_a_dataset_can_be_without() {
        peers.answer(Catalog.FIND_DATASET, dataset("rides", Source.Kafka.of("rides")));
        peers.answer(Catalog.UPDATE_DATASET, dataset("rides", Source.Kafka.of("rides")));
        assertThat(gateway.patch(
                                "/api/v1/datasets/rides",
                                "{\"license\":null,\"notes\":null,\"tags\":null,\"extras\":null,\"metadata\":null}")
                        .status())
                .isEqualTo(200);
        Catalog.UpdateDataset asked = peers.asked(Catalog.UpdateDataset.class);
        assertThat(asked.license()).isEmpty();
        assertThat(asked.notes()).isEmpty();
        assertThat(asked.tags()).isEmpty();
        assertThat(asked.extras()).isEmpty();
        assertThat(asked.metadata()).isEqualTo(Metadata.NONE);
        assertThat(asked.mapping()).isNull();
        gateway.patch("/api/v1/datasets/rides", "{\"metadata\":{\"doi\":\"https://doi.org/10.5066/X\"}}");
        assertThat(peers.asked(Catalog.UpdateDataset.class).metadata().doi()).isEqualTo("10.5066/X");
        assertThat(gateway.patch("/api/v1/datasets/rides", "{\"title\":null}").status())
                .isEqualTo(400);
    }

    @Test
    void a_dataset_goes_out_in_other_words_and_comes_in_again() {
        Dataset dataset = dataset("rides", new Source.Csv("https://x.org/rides.csv", "rides", 1));
        peers.answer(Catalog.FIND_DATASET, dataset);
        peers.serve(
                Catalog.CREATE_DATASET,
                ask -> ask.name().equals("rides")
                        ? Future.succeededFuture(dataset)
                        : Future.failedFuture(
                                Problem.Conflict.taken("dataset", ask.name()).toException()));
        for (String format : List.of("dcat", "schema.org", "ckan")) {
            Reply exported = gateway.get("/api/v1/datasets/rides/export?format=" + format);
            assertThat(exported.status()).as(format).isEqualTo(200);
            Reply imported = gateway.post("/api/v1/datasets/import?organization=utah", exported.text());
            assertThat(imported.json().path("created").asInt())
                    .as(imported.text())
                    .isEqualTo(1);
            Catalog.CreateDataset created = peers.asked(Catalog.CreateDataset.class);
            assertThat(created.source()).isEqualTo(dataset.source());
            assertThat(created.organization()).isEqualTo("utah");
        }
        Reply linked = gateway.send(
                "viewer",
                request("/api/v1/datasets/rides")
                        .header("Accept", "application/ld+json; profile=\"https://schema.org/\"")
                        .GET());
        assertThat(linked.json().path("@type").asText()).isEqualTo("Dataset");
        Reply several = gateway.post(
                "/api/v1/datasets/import?organization=utah",
                "{\"success\":true,\"result\":{\"results\":[{\"name\":\"taken\",\"resources\":[{\"url\":\"http://x.org/a.csv\"}]},"
                        + "{\"name\":\"bare\"}]}}");
        assertThat(several.json().path("items").findValuesAsText("status")).containsExactly("refused", "refused");
        assertThat(several.json().at("/items/0/detail").asText()).contains("taken");
        assertThat(gateway.post("/api/v1/datasets/import", "{\"a\":1}").status())
                .isEqualTo(400);
        assertThat(gateway.post("/api/v1/datasets/import", "[]").status()).isEqualTo(400);
    }

    @Test
    void datasets_change_pause_and_go() {
        Dataset dataset = generator("clock");
        peers.answer(Catalog.FIND_DATASET, dataset);
        peers.answer(Catalog.UPDATE_DATASET, dataset);
        peers.answer(Catalog.RUN_DATASET, dataset);
        peers.answer(Catalog.DELETE_DATASET, new Done(false));
        assertThat(gateway.patch("/api/v1/datasets/clock", "{\"title\":\"T\",\"source\":{\"rate\":5}}")
                        .status())
                .isEqualTo(200);
        assertThat(peers.asked(Catalog.UpdateDataset.class).source())
                .isEqualTo(new Source.Generator(Template.TIMESTAMP, 5, "clock", 1, null));
        assertThat(gateway.patch("/api/v1/datasets/clock", "{\"name\":\"other\"}")
                        .status())
                .isEqualTo(400);
        assertThat(gateway.patch("/api/v1/datasets/clock", "{\"source\":{\"tpoic\":\"x\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(gateway.post("/api/v1/datasets/clock/pause", "").status()).isEqualTo(200);
        assertThat(peers.asked(Catalog.RunDataset.class).paused()).isTrue();
        assertThat(gateway.delete("/api/v1/datasets/clock").status()).isEqualTo(204);
        assertThat(gateway.delete("/api/v1/datasets/clock").status()).isEqualTo(204);
    }

    @Test
    void problems_of_a_service_keep_their_status() {
        peers.refuse(Catalog.FIND_DATASET, Problem.NotFound.of("dataset", "x"));
        assertThat(gateway.get("/api/v1/datasets/x").status()).isEqualTo(404);
        peers.refuse(Catalog.DELETE_DATASET, new Problem.Forbidden("It belongs to ada."));
        assertThat(gateway.delete("/api/v1/datasets/x").status()).isEqualTo(403);
        peers.refuse(Catalog.CREATE_ORGANIZATION, Problem.Conflict.taken("organization", "x"));
        assertThat(gateway.post("/api/v1/organizations", "{\"name\":\"x\"}").status())
                .isEqualTo(409);
        peers.refuse(Identity.SIGN_IN, new Problem.TooMany("Too many.", Duration.ofMillis(1500)));
        Reply reply = gateway.post("/api/v1/login", "{\"username\":\"a\",\"password\":\"b\"}");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("retry-after")).contains("2");
    }

    @Test
    void organisations_are_kept() {
        Organization demo = new Organization("demo", "Demo", "about", "ada", NOW, 3);
        peers.answer(Catalog.LIST_ORGANIZATIONS, new Catalog.Organizations(List.of(demo), 1, "c2"));
        peers.answer(Catalog.UPDATE_ORGANIZATION, demo);
        peers.answer(Catalog.DELETE_ORGANIZATION, new Done(true));
        assertThat(gateway.get("/api/v1/organizations?limit=1")
                        .json()
                        .path("next")
                        .asText())
                .isEqualTo("c2");
        assertThat(gateway.patch("/api/v1/organizations/demo", "{\"title\":\"D\"}")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.delete("/api/v1/organizations/demo?cascade=true").status())
                .isEqualTo(204);
        assertThat(peers.asked(Catalog.DeleteOrganization.class).cascade()).isTrue();
        assertThat(gateway.delete("/api/v1/organizations/demo?cascade=yes").status())
                .isEqualTo(400);
    }

    @Test
    void users_and_keys_are_kept_and_no_password_comes_back() {
        Identity.User ada = new Identity.User("ada", Role.EDITOR, NOW);
        peers.answer(Identity.CREATE_USER, ada);
        peers.answer(Identity.LIST_USERS, new Identity.Users(List.of(ada), 1, null));
        peers.answer(Identity.UPDATE_USER, ada);
        peers.answer(Identity.DELETE_USER, new Done(true));
        Reply made = gateway.post("/api/v1/users", "{\"name\":\"ada\",\"password\":\"pass word\",\"role\":\"editor\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text()).doesNotContain("pass word");
        assertThat(gateway.get("/api/v1/users").json().path("total").asInt()).isEqualTo(1);
        assertThat(gateway.patch("/api/v1/users/ada", "{\"role\":\"king\"}").status())
                .isEqualTo(400);
        assertThat(gateway.delete("/api/v1/users/ada").status()).isEqualTo(204);
        Identity.Key key = new Identity.Key(
                "nb", Role.VIEWER, NOW, NOW, null, new Identity.KafkaLogin("admin-user.0011223344556677", true));
        peers.answer(Identity.CREATE_KEY, new Identity.CreatedKey(key, new Secret("slk_1_x")));
        peers.answer(Identity.LIST_KEYS, new Identity.Keys(List.of(key)));
        Reply created = gateway.post("/api/v1/keys", "{\"name\":\"nb\",\"expires_in\":60,\"scopes\":[\"viewer\"]}");
        assertThat(created.json().at("/kafka/bootstrap").asText()).contains(":");
        assertThat(created.json().at("/kafka/username").asText()).isEqualTo("admin-user.0011223344556677");
        assertThat(created.json().at("/kafka/password").asText()).isEqualTo("slk_1_x");
        assertThat(created.json().at("/kafka/group_prefix").asText()).isEqualTo("admin-user.");
        peers.answer(Access.STATE, new Access.State(false, true, true, false));
        Reply unusable = gateway.post("/api/v1/keys", "{\"name\":\"nb\",\"expires_in\":60,\"scopes\":[\"viewer\"]}");
        assertThat(unusable.json().at("/kafka/username").isNull()).isTrue();
        assertThat(gateway.get("/api/v1/kafka")
                        .json()
                        .at("/permits/credentials")
                        .asBoolean(true))
                .isFalse();
        assertThat(gateway.get("/api/v1/kafka/ca.pem").status()).isEqualTo(204);
        peers.answer(Identity.FIND_USER, ada);
        peers.answer(Access.SET_QUOTA, new Access.Quota("ada", 5L, null, true));
        peers.answer(Access.FIND_QUOTA, new Access.Quota("ada", null, null, false));
        assertThat(gateway.put("/api/v1/users/ada/quota", "{\"bytes_in_per_second\":5}")
                        .json()
                        .path("bytes_in_per_second")
                        .asLong())
                .isEqualTo(5);
        assertThat(gateway.put("/api/v1/users/ada/quota", "{\"bytes_in_per_second\":0}")
                        .status())
                .isEqualTo(400);
        assertThat(gateway.get("/api/v1/users/ada/quota").json().path("own").asBoolean(true))
                .isFalse();
        assertThat(peers.asked(Identity.CreateKey.class).role()).isEqualTo(Role.VIEWER);
        assertThat(peers.asked(Identity.CreateKey.class).expiresIn()).isEqualTo(Duration.ofMinutes(1));
        assertThat(gateway.get("/api/v1/keys").text()).doesNotContain("slk_1_x");
    }

    @Test
    void a_key_is_rotated_with_a_body_or_without() {
        Identity.Key key = new Identity.Key(
                "nb 1", Role.VIEWER, NOW, null, null, new Identity.KafkaLogin("admin-user.0011223344556677", false));
        peers.answer(Identity.ROTATE_KEY, new Identity.CreatedKey(key, new Secret("slk_2_x")));
        Reply bare = gateway.post("/api/v1/keys/nb%201/rotate", "");
        assertThat(bare.status()).isEqualTo(200);
        assertThat(bare.json().path("name").asText()).isEqualTo("nb 1");
        assertThat(bare.json().path("key").asText()).isEqualTo("slk_2_x");
        assertThat(bare.json().at("/kafka/password").asText()).isEqualTo("slk_2_x");
        assertThat(peers.asked(Identity.RotateKey.class).name()).isEqualTo("nb 1");
        assertThat(peers.asked(Identity.RotateKey.class).expiresIn()).isNull();

        assertThat(gateway.post("/api/v1/keys/nb/rotate", "{\"expires_in\":60}").status())
                .isEqualTo(200);
        assertThat(peers.asked(Identity.RotateKey.class).expiresIn()).isEqualTo(Duration.ofMinutes(1));
        for (String wrong : List.of("{\"expires_in\":0}", "{\"name\":\"other\"}", "[]")) {
            assertThat(gateway.post("/api/v1/keys/nb/rotate", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        peers.refuse(Identity.ROTATE_KEY, Problem.NotFound.of("key", "nb"));
        assertThat(gateway.post("/api/v1/keys/nb/rotate", "{}").status()).isEqualTo(404);
    }

    @Test
    void topics_are_administered() {
        Topics.TopicDetail detail = new Topics.TopicDetail(
                topic("t", "ada", null, null),
                Map.of("retention.ms", "1"),
                List.of(new Topics.Partition(0, 1, List.of(1), List.of(1), 0, 7)));
        peers.answer(Topics.CREATE, detail);
        peers.answer(Topics.ALTER, detail);
        peers.answer(Topics.FIND, detail);
        peers.answer(Topics.PURGE, new Done(true));
        Reply made =
                gateway.post("/api/v1/topics", "{\"name\":\"t\",\"partitions\":1,\"configs\":{\"retention.ms\":1}}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().at("/partition_details/0/end_offset").asInt()).isEqualTo(7);
        assertThat(peers.asked(Topics.CreateTopic.class).configs()).containsEntry("retention.ms", "1");
        gateway.patch("/api/v1/topics/t", "{\"configs\":{\"retention.ms\":null}}");
        assertThat(peers.asked(Topics.AlterTopic.class).configs()).containsEntry("retention.ms", null);
        assertThat(gateway.get("/api/v1/topics/t").json().path("size_bytes").asInt())
                .isEqualTo(700);
        assertThat(gateway.delete("/api/v1/topics/t/records?before=offsets:0=5").status())
                .isEqualTo(204);
        assertThat(gateway.delete("/api/v1/topics/t/records?before=latest").status())
                .isEqualTo(400);
        assertThat(gateway.post("/api/v1/topics", "{\"name\":\"t\",\"partitions\":0}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_stream_takes_its_filter_beside_or_inside_the_source() {
        peers.answer(Streams.CREATE, stream("s", "s", new Streams.StreamSource("rides", null)));
        Reply beside = gateway.post("/api/v1/streams", "{\"source\":{\"topics\":[\"rides\"]},\"where\":\"a > 1\"}");
        assertThat(beside.status()).isEqualTo(201);
        assertThat(peers.asked(Streams.CreateStream.class).source().where()).isEqualTo("a > 1");
        assertThat(peers.asked(Streams.CreateStream.class).source().from()).isEqualTo("latest");
        gateway.post(
                "/api/v1/streams", "{\"source\":{\"keywords\":[\"taxi\"],\"where\":\"b = 2\",\"from\":\"earliest\"}}");
        assertThat(peers.asked(Streams.CreateStream.class).source().where()).isEqualTo("b = 2");
        assertThat(peers.asked(Streams.CreateStream.class).source().matchAll()).isTrue();
    }

    @Test
    void a_stream_with_a_faulty_filter_is_400_at_its_position() {
        Reply reply = gateway.post("/api/v1/streams", "{\"source\":{\"topics\":[\"t\"],\"where\":\"a > and\"}}");
        assertThat(reply.status()).isEqualTo(400);
        JsonNode violation = reply.json().path("violations").get(0);
        assertThat(violation.path("pointer").asText()).isEqualTo("/source/where");
        assertThat(violation.path("position").asInt()).isEqualTo(4);
        for (String body : List.of(
                "{\"source\":{}}",
                "{}",
                "{\"source\":{\"topics\":[\"a\"],\"datasets\":[\"b\"]}}",
                "{\"source\":{\"topics\":[\"a\"],\"from\":\"yesterday\"}}",
                "{\"source\":{\"topics\":[\"a\"],\"where\":\"x=1\"},\"where\":\"x=2\"}",
                "{\"source\":{\"topics\":[\"a\"]},\"window\":{}}")) {
            assertThat(gateway.post("/api/v1/streams", body).status()).as(body).isEqualTo(400);
        }
        assertThat(peers.allAsked(Streams.CreateStream.class)).isEmpty();
    }

    @Test
    void streams_are_listed_paused_and_deleted() {
        Streams.Stream stream = stream("s", "s", new Streams.StreamSource("rides", "rides"));
        peers.answer(Streams.LIST, new Streams.StreamPage(List.of(stream), 1, null));
        peers.answer(Streams.RUN, stream);
        peers.answer(Streams.UPDATE, stream);
        peers.answer(Streams.DELETE, new Done(false));
        assertThat(gateway.get("/api/v1/streams")
                        .json()
                        .at("/items/0/stats/matched")
                        .asInt())
                .isEqualTo(4);
        assertThat(gateway.post("/api/v1/streams/s/resume", "").status()).isEqualTo(200);
        assertThat(gateway.patch("/api/v1/streams/s", "{\"title\":\"T\"}").status())
                .isEqualTo(200);
        assertThat(gateway.patch("/api/v1/streams/s", "{\"upgrade\":{}}").status())
                .isEqualTo(400);
        assertThat(gateway.delete("/api/v1/streams/s").status()).isEqualTo(204);
    }

    @Test
    void cleanup_shows_what_is_mine_with_what_hangs_on_it_and_removes_it() {
        Dataset clock = generator("clock");
        Streams.Stream stream = stream("derived", "derived", new Streams.StreamSource("clock", "clock"));
        peers.answer(Streams.LIST, new Streams.StreamPage(List.of(stream), 1, null));
        peers.answer(Streams.USAGE, new Streams.Usage(Map.of(stream.id(), 4_096L)));
        peers.answer(Catalog.SEARCH_DATASETS, new Catalog.DatasetPage(List.of(clock), 1, Map.of(), null));
        peers.answer(
                Topics.LIST,
                new Topics.TopicPage(
                        List.of(
                                topic("clock", "admin-user", "clock", null),
                                topic("derived", "admin-user", null, "derived"),
                                topic("free", "admin-user", null, null)),
                        3,
                        null));
        JsonNode items = gateway.get("/api/v1/cleanup").json().path("items");
        assertThat(items.findValuesAsText("kind")).containsSubsequence("stream", "dataset", "topic");
        assertThat(items.get(1).at("/dependants/0/name").asText()).isEqualTo("derived");
        assertThat(items.get(0).path("size_bytes").asInt()).isEqualTo(4_096);
        assertThat(items.get(1).path("size_bytes").asInt()).isEqualTo(700);
        assertThat(gateway.send("editor", Gateway.request("/api/v1/cleanup"))
                        .json()
                        .path("items"))
                .isEmpty();

        String targets = "{\"items\":[{\"kind\":\"stream\",\"id\":\"" + stream.id()
                + "\"},{\"kind\":\"topic\",\"id\":\"clock\"},"
                + "{\"kind\":\"topic\",\"id\":\"gone\"}],\"dry_run\":%s}";
        JsonNode preview =
                gateway.post("/api/v1/cleanup", targets.formatted(true)).json().path("results");
        assertThat(preview.findValuesAsText("status")).containsExactly("would_delete", "refused", "not_found");
        peers.answer(Streams.DELETE, new Done(true));
        JsonNode removed =
                gateway.post("/api/v1/cleanup", targets.formatted(false)).json().path("results");
        assertThat(removed.findValuesAsText("status")).containsExactly("deleted", "refused", "not_found");
        assertThat(peers.allAsked(Streams.DeleteStream.class)).hasSize(1);
        assertThat(peers.allAsked(Topics.DeleteTopic.class)).isEmpty();
        assertThat(gateway.post("/api/v1/cleanup", "{\"items\":[{\"kind\":\"planet\",\"id\":\"x\"}]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void tickets_are_for_one_minute() {
        peers.answer(
                Identity.ISSUE_CODE,
                new Identity.OneTimeCode(new Secret("tick"), Instant.now().plusSeconds(60)));
        Reply reply = gateway.post("viewer", "/api/v1/live/tickets", "");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("ticket").asText()).isEqualTo("tick");
        assertThat(peers.asked(Identity.IssueCode.class).purpose()).isEqualTo(Identity.Purpose.LIVE);
    }
}
