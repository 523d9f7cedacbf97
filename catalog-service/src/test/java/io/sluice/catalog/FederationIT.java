package io.sluice.catalog;

import static io.sluice.catalog.CatalogUnderTest.VERA;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.federation.Remote;
import io.sluice.contract.Catalog;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Other catalogues are servers that a test makes: well-behaved, slow, broken, endless. */
class FederationIT {
    @RegisterExtension
    static final CatalogUnderTest CATALOG = new CatalogUnderTest();

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void fill() {
        CATALOG.organization("utah");
        for (int i = 0; i < 5; i++) {
            CATALOG.create(NewDataset.named("local-" + i).titled("Snow here"));
        }
    }

    @AfterEach
    void close() {
        servers.forEach(server -> server.close().await());
    }

    @Test
    void catalogues_take_turns_and_every_item_says_where_it_is_from() {
        open(ckan("ckan", 3), sluice("lab", 2));

        Catalog.FederatedPage page = search("snow", 9, null);

        assertThat(page.items())
                .extracting(item -> item.server() + " " + name(item))
                .containsExactly(
                        "local local-4",
                        "ckan ckan-0",
                        "lab lab-0",
                        "local local-3",
                        "ckan ckan-1",
                        "lab lab-1",
                        "local local-2",
                        "ckan ckan-2");
        assertThat(page.servers())
                .containsExactly(
                        new Catalog.Server("local", "ok", 5),
                        new Catalog.Server("ckan", "ok", 3),
                        new Catalog.Server("lab", "ok", 2));
        assertThat(page.total()).isEqualTo(10);
        Catalog.Listing listing = page.items().get(1).listing();
        assertThat(listing.resources())
                .containsExactly(new Catalog.Resource("data", "https://example.org/0.csv", "CSV"));
        assertThat(listing.tags()).containsExactly("winter");
        assertThat(listing.organization()).isEqualTo("noaa");
    }

    @Test
    void pages_neither_repeat_nor_leave_out() {
        open(ckan("ckan", 7), sluice("lab", 4));
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            Catalog.FederatedPage page = search("", 6, cursor);
            page.items().forEach(item -> seen.add(name(item)));
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).doesNotHaveDuplicates().hasSize(5 + 7 + 4);
    }

    @Test
    void who_is_slow_broken_endless_or_gone_is_named_and_holds_up_nobody() {
        Remote gone = ckan("gone", 1);
        servers.remove(servers.size() - 1).close().await();
        open(
                ckan("good", 2),
                remote("slow", Remote.Kind.CKAN, request -> {}),
                remote("stalled", Remote.Kind.SLUICE, request -> request.response()
                        .setChunked(true)
                        .write("{\"items\":[")),
                remote("failing", Remote.Kind.CKAN, request -> request.response()
                        .setStatusCode(500)
                        .end("{}")),
                remote("foreign", Remote.Kind.SLUICE, request -> request.response()
                        .end("<html>")),
                remote("endless", Remote.Kind.CKAN, FederationIT::endless),
                gone);

        Catalog.FederatedPage page = search("snow", 16, null);

        assertThat(page.servers())
                .extracting(server -> server.name() + " " + server.state())
                .containsExactly(
                        "local ok",
                        "good ok",
                        "slow timeout",
                        "stalled timeout",
                        "failing error",
                        "foreign error",
                        "endless error",
                        "gone error");
        assertThat(page.items()).extracting(Catalog.Entry::server).containsExactly("local", "good", "local", "good");
        assertThat(page.exact()).isFalse();
    }

    @Test
    void who_drips_redirects_or_answers_rubbish_is_left_out_and_nothing_of_it_is_shown() {
        List<String> inside = new CopyOnWriteArrayList<>();
        HttpServer hidden = CATALOG.vertx
                .createHttpServer()
                .requestHandler(request -> {
                    inside.add(request.uri());
                    packages(request, "hidden", 3);
                })
                .listen(0, "127.0.0.1")
                .await();
        servers.add(hidden);
        String secret = "http://127.0.0.1:" + hidden.actualPort() + "/api/3/action/package_search?start=0&rows=9";
        open(
                ckan("good", 1),
                remote("dripping", Remote.Kind.CKAN, this::drip),
                remote("redirecting", Remote.Kind.CKAN, request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", secret)
                        .end()),
                remote("numbers", Remote.Kind.SLUICE, request -> request.response()
                        .end("{\"items\":[1,null,\"x\"],\"total\":9}")),
                remote("nameless", Remote.Kind.CKAN, request -> request.response()
                        .end("{\"success\":true,\"result\":{\"count\":1,\"results\":[{\"id\":7}]}}")),
                remote("deep", Remote.Kind.SLUICE, request -> request.response()
                        .end("{\"items\":" + "[".repeat(100_000))),
                remote("cut", Remote.Kind.SLUICE, request -> {
                    request.response().putHeader("Content-Length", "1000").write("{\"items\":[]");
                    request.connection().close();
                }));

        Catalog.FederatedPage page = search("snow", 16, null);

        assertThat(page.servers())
                .extracting(server -> server.name() + " " + server.state())
                .containsExactly(
                        "local ok",
                        "good ok",
                        "dripping timeout",
                        "redirecting error",
                        "numbers error",
                        "nameless error",
                        "deep error",
                        "cut error");
        assertThat(page.items())
                .extracting(Catalog.Entry::server)
                .containsOnly("local", "good")
                .contains("good");
        assertThat(inside).isEmpty();
    }

    /** A byte now and then, for as long as anybody listens. */
    private void drip(HttpServerRequest request) {
        request.response().setChunked(true);
        long timer = CATALOG.vertx.setPeriodic(50, tick -> request.response().write(" "));
        request.response().closeHandler(gone -> CATALOG.vertx.cancelTimer(timer));
    }

    @Test
    void what_others_say_is_bounded_and_their_addresses_are_to_be_opened_not_run() {
        String packages =
                "{\"success\":true,\"result\":{\"count\":-5,\"results\":[{\"id\":\"1\",\"name\":\"odd\",\"title\":null,"
                        + "\"organization\":null,\"tags\":[\"plain\",{\"name\":\"object\"}],"
                        + "\"extras\":[{\"key\":\"station\",\"value\":\"KSLC\"},{\"key\":\"n\",\"value\":3},{\"value\":\"keyless\"}],"
                        + "\"resources\":[{\"name\":\"run\",\"url\":\" JavaScript:alert(1)\"},{\"url\":null},"
                        + "{\"name\":\"file\",\"url\":\"https://example.org/a\"}]}]}}";
        open(remote("odd", Remote.Kind.CKAN, request -> request.response().end(packages)));

        Catalog.FederatedPage page = CATALOG.ask(
                Catalog.SEARCH_FEDERATION,
                new Catalog.SearchFederation(question("snow", 1_000, null).ask(), false));

        assertThat(page.items()).extracting(Catalog.Entry::server).containsExactly("odd");
        Catalog.Listing listing = page.items().get(0).listing();
        assertThat(listing.title()).isEqualTo("odd");
        assertThat(listing.organization()).isNull();
        assertThat(listing.tags()).containsExactly("plain", "object");
        assertThat(listing.extras()).isEqualTo(Map.of("station", "KSLC", "n", "3"));
        assertThat(listing.resources())
                .extracting(Catalog.Resource::url)
                .containsExactly("", "", "https://example.org/a");
        assertThat(page.total()).isEqualTo(1);
        assertThat(asked).singleElement().asString().contains("rows=200");
    }

    @Test
    void a_catalogue_that_was_away_is_asked_from_its_beginning_by_the_next_page() {
        boolean[] awake = {false};
        open(remote("sleepy", Remote.Kind.CKAN, request -> {
            if (awake[0]) {
                packages(request, "sleepy", 2);
            } else {
                request.response().setStatusCode(503).end();
            }
        }));
        Catalog.FederatedPage first = search("snow", 4, null);
        awake[0] = true;
        Catalog.FederatedPage second = search("snow", 4, first.next());

        assertThat(first.items()).extracting(FederationIT::name).containsExactly("local-4", "local-3");
        assertThat(second.items())
                .extracting(FederationIT::name)
                .containsExactly("local-2", "sleepy-0", "local-1", "sleepy-1");
    }

    @Test
    void what_a_catalogue_cannot_be_asked_is_not_asked() {
        open(ckan("ckan", 3), sluice("lab", 1));

        Catalog.FederatedPage page = CATALOG.ask(
                Catalog.SEARCH_FEDERATION,
                new Catalog.SearchFederation(
                        new Catalog.SearchDatasets(VERA, "snow", null, null, null, "alice", "name", 9, null)));

        assertThat(page.servers())
                .extracting(server -> server.name() + " " + server.state())
                .containsExactly("local ok", "ckan skipped", "lab ok");
        assertThat(asked).singleElement().asString().contains("owner=alice").contains("Bearer s3cret");
    }

    @Test
    void a_question_that_is_wrong_is_refused_as_it_is_here() {
        open();
        assertThat(refused("snow", "nonsense")).isEqualTo(Problem.Invalid.at("/cursor", "not a cursor of this list"));
    }

    private void open(Remote... remotes) {
        CATALOG.vertx.undeploy(CATALOG.deployment).await();
        CATALOG.deployment = CATALOG.vertx
                .deployVerticle(new CatalogVerticle(
                        new CatalogConfig(
                                CATALOG.database, CatalogUnderTest.TOKEN_LIFETIME, List.of(remotes), CATALOG.vault),
                        CATALOG.clock))
                .await();
    }

    private static Catalog.FederatedPage search(String q, int limit, @Nullable String cursor) {
        return CATALOG.ask(Catalog.SEARCH_FEDERATION, question(q, limit, cursor));
    }

    private static Problem refused(String q, String cursor) {
        return CATALOG.refused(Catalog.SEARCH_FEDERATION, question(q, 10, cursor));
    }

    private static Catalog.SearchFederation question(String q, int limit, @Nullable String cursor) {
        return new Catalog.SearchFederation(
                new Catalog.SearchDatasets(VERA, q, null, null, null, null, "-name", limit, cursor));
    }

    private static String name(Catalog.Entry item) {
        return item.dataset() == null ? item.listing().name() : item.dataset().name();
    }

    private Remote ckan(String name, int packages) {
        return remote(name, Remote.Kind.CKAN, request -> packages(request, name, packages));
    }

    private static void packages(HttpServerRequest request, String name, int packages) {
        int start = Integer.parseInt(request.getParam("start"));
        int rows = Integer.parseInt(request.getParam("rows"));
        JsonArray results = new JsonArray();
        IntStream.range(start, Math.min(packages, start + rows))
                .forEach(i -> results.add(new JsonObject()
                        .put("id", "id-" + i)
                        .put("name", name + "-" + i)
                        .put("title", "Snow there")
                        .put("organization", new JsonObject().put("name", "noaa"))
                        .put("metadata_modified", "2024-05-01T10:00:00.123456")
                        .put("tags", new JsonArray().add(new JsonObject().put("name", "winter")))
                        .put(
                                "resources",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "data")
                                                .put("url", "https://example.org/" + i + ".csv")
                                                .put("format", "CSV")))));
        JsonObject result = new JsonObject().put("count", packages).put("results", results);
        request.response()
                .end(new JsonObject().put("success", true).put("result", result).toBuffer());
    }

    private Remote sluice(String name, int datasets) {
        return remote(name, Remote.Kind.SLUICE, request -> {
            int from = request.getParam("cursor") == null ? 0 : Integer.parseInt(request.getParam("cursor"));
            int to = Math.min(datasets, from + Integer.parseInt(request.getParam("limit")));
            JsonArray items = new JsonArray();
            IntStream.range(from, to)
                    .forEach(i -> items.add(new JsonObject()
                            .put("id", "0b0e7a0e-2c8b-4b5e-9d0a-3c1d2e3f4a5" + i)
                            .put("name", name + "-" + i)
                            .put("title", "Snow there")
                            .put("notes", "")
                            .put("tags", new JsonArray())
                            .put(
                                    "source",
                                    new JsonObject().put("type", "csv").put("url", "https://example.org/x.csv"))));
            request.response()
                    .end(new JsonObject()
                            .put("items", items)
                            .put("total", datasets)
                            .put("exact", true)
                            .put("next", to < datasets ? Integer.toString(to) : null)
                            .toBuffer());
        });
    }

    private static void endless(HttpServerRequest request) {
        Buffer chunk = Buffer.buffer(" ".repeat(1 << 20));
        request.response().setChunked(true);
        more(request, chunk);
    }

    private static void more(HttpServerRequest request, Buffer chunk) {
        request.response().write(chunk).onSuccess(written -> more(request, chunk));
    }

    private Remote remote(String name, Remote.Kind kind, Handler<HttpServerRequest> handler) {
        HttpServer server = CATALOG.vertx
                .createHttpServer()
                .requestHandler(request -> {
                    asked.add(request.uri() + " " + request.getHeader("Authorization"));
                    handler.handle(request);
                })
                .listen(0, "127.0.0.1")
                .await();
        servers.add(server);
        Secret token = kind == Remote.Kind.SLUICE ? new Secret("s3cret") : null;
        return new Remote(name, kind, "http://127.0.0.1:" + server.actualPort() + "/", token);
    }
}
