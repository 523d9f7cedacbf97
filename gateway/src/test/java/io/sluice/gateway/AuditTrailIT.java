package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Audit;
import io.sluice.contract.Audit.Event;
import io.sluice.contract.Audit.Outcome;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.contract.Topics;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Peers;
import io.sluice.gateway.support.Reply;
import io.sluice.testkit.TestKafka;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTrailIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Gateway gateway = Gateway.fresh();
    private final Peers peers = gateway.peers();
    private final LinkedBlockingQueue<Event> kept = new LinkedBlockingQueue<>();

    @BeforeEach
    void serve() {
        peers.serve(Audit.APPEND, ask -> {
            kept.addAll(ask.events());
            return Future.succeededFuture(new Done(true));
        });
    }

    private Event next() {
        try {
            Event event = kept.poll(60, TimeUnit.SECONDS);
            assertThat(event).as("an event").isNotNull();
            return event;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** The next event of an action; others may be of tests before. */
    private Event next(String action) {
        return Stream.generate(this::next)
                .filter(event -> event.action().equals(action))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_changes_something_is_told_with_who_what_and_by_which_right_and_without_what_was_said() {
        peers.answer(Topics.DELETE, new Done(true));
        Reply reply =
                gateway.send("editor", request("/api/v1/topics/rides").DELETE().header("X-Request-Id", "my-request"));
        assertThat(reply.status()).isEqualTo(204);

        Event event = next("topic.delete");
        assertThat(event.actor().user()).isEqualTo("editor-user");
        assertThat(event.actor().credential()).isEqualTo("session");
        assertThat(event.actor().address()).isEqualTo("127.0.0.1");
        assertThat(event.thing().kind()).isEqualTo("topic");
        assertThat(event.thing().id()).isEqualTo("rides");
        assertThat(event.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(event.rule()).isEqualTo("role viewer");
        assertThat(event.status()).isEqualTo(204);
        assertThat(event.request()).isEqualTo("my-request");
        assertThat(event.details()).isEmpty();
    }

    @Test
    void a_key_is_named_and_a_role_too_small_is_a_refusal() {
        peers.answer(Identity.VERIFY_KEY, Peers.verified("ada", Role.VIEWER));
        HttpRequest.Builder create = request("/api/v1/topics")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer slk_0123456789abcdef_" + "x".repeat(43));
        assertThat(gateway.send(create).status()).isEqualTo(403);

        Event event = next("topic.create");
        assertThat(event.actor().user()).isEqualTo("ada");
        assertThat(event.actor().credential()).isEqualTo("key notebook");
        assertThat(event.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(event.rule()).isEqualTo("This needs the role editor.");
    }

    @Test
    void a_rotation_is_told_with_the_name_of_the_key_and_not_with_the_key() {
        Identity.Key key = new Identity.Key("notebook", Role.VIEWER, Instant.now(), null, null, null);
        peers.answer(Identity.ROTATE_KEY, new Identity.CreatedKey(key, new Secret("slk_1_hunter2")));
        assertThat(gateway.post("/api/v1/keys/notebook/rotate", "").status()).isEqualTo(200);

        Event event = next("key.rotate");
        assertThat(event.thing().kind()).isEqualTo("key");
        assertThat(event.thing().id()).isEqualTo("notebook");
        assertThat(event.outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(event.toString()).doesNotContain("hunter2");
    }

    @Test
    void a_refusal_by_the_service_has_its_words_but_a_fault_of_the_input_only_its_kind() {
        peers.refuse(Topics.DELETE, new Problem.Forbidden("Only its owner (bob) may."));
        gateway.delete("/api/v1/topics/rides");
        assertThat(next("topic.delete").rule()).isEqualTo("Only its owner (bob) may.");

        gateway.post("/api/v1/topics", "{\"name\": \"hunter2-in-a-wrong-field\", \"partitions\": \"hunter2\"}");
        Event event = next("topic.create");
        assertThat(event.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(event.rule()).isEqualTo("invalid");
        assertThat(event.toString()).doesNotContain("hunter2");
    }

    @Test
    void a_wrong_token_is_told_but_not_somebody_without_any() {
        gateway.send(request("/api/v1/topics").header("X-Request-Id", "without"));
        gateway.send(
                request("/api/v1/topics").header("X-Request-Id", "wrong").header("Authorization", "Bearer nonsense"));
        Event event = next("topic.read");
        assertThat(event.request()).isEqualTo("wrong");
        assertThat(event.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(event.actor().user()).isNull();
        assertThat(event.actor().credential()).isEqualTo("none");
    }

    @Test
    void sign_ins_are_told_with_their_user_and_failures_with_what_was_claimed() {
        peers.answer(
                Identity.SIGN_IN,
                new Identity.AccessToken(new Secret(peers.issuer().token("grace", "viewer")), Instant.now()));
        login("grace");
        Event good = next("session.sign-in");
        assertThat(good.actor().user()).isEqualTo("grace");
        assertThat(good.outcome()).isEqualTo(Outcome.ALLOWED);

        peers.refuse(Identity.SIGN_IN, new Problem.Unauthenticated());
        login("mallory");
        Event bad = next("session.sign-in");
        assertThat(bad.actor().user()).isNull();
        assertThat(bad.actor().claimed()).isEqualTo(new Secret("mallory"));
        assertThat(bad.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(bad.toString()).doesNotContain("mallory");
    }

    private void login(String username) {
        gateway.send(request("/api/v1/login")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\": \"" + username + "\", \"password\": \"correct horse\"}")));
    }

    @Test
    void reading_many_records_is_told_and_reading_nothing_of_anybody_is_not() {
        String topic = TestKafka.shared().newTopic("audited", 1);
        assertThat(gateway.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(gateway.get("/api/v1/topics/" + topic + "/records?where=name%20%3D%20'secret'")
                        .status())
                .isEqualTo(200);
        Event event = next();
        assertThat(event.action()).isEqualTo("topic.records.read");
        assertThat(event.thing().id()).isEqualTo(topic);
        assertThat(event.toString()).doesNotContain("secret");
    }

    @Test
    void a_live_subscription_is_told_when_it_begins_and_when_it_ends_and_one_that_is_refused() throws Exception {
        String topic = TestKafka.shared().newTopic("audited", 1);
        URI live = URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/live?limit=1&until=now&where="
                + "name%20%3D%20'secret'&topic=");
        HttpResponse<String> reply = HTTP.send(live(live + topic), HttpResponse.BodyHandlers.ofString());
        assertThat(reply.statusCode()).isEqualTo(200);

        Event begin = next("live.begin");
        Event end = next("live.end");
        assertThat(begin.thing().id()).isEqualTo(topic);
        assertThat(begin.actor().user()).isEqualTo("viewer-user");
        assertThat(begin.details()).containsEntry("transport", "ndjson").containsKey("filter_sha256");
        assertThat(end.details())
                .containsEntry("session", begin.details().get("session"))
                .containsEntry("reason", "until")
                .containsEntry("sent", "0");
        assertThat(begin.toString() + end).doesNotContain("secret");

        HTTP.send(live(live + "absent-" + UUID.randomUUID()), HttpResponse.BodyHandlers.ofString());
        Event refused = next("live.begin");
        assertThat(refused.rule()).isEqualTo("not_found");
        assertThat(refused.status()).isEqualTo(404);
    }

    private HttpRequest live(String uri) {
        return HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Bearer " + gateway.token("viewer"))
                .build();
    }

    @Test
    void an_administrator_who_looks_at_anothers_thing_is_told() {
        peers.answer(Catalog.FIND_DATASET, ResourcesIT.generator("buoys"));
        gateway.get("/api/v1/datasets/buoys");
        HttpRequest.Builder byAnother = request("/api/v1/datasets/buoys")
                .header("Authorization", "Bearer " + peers.issuer().token("root", "admin"));
        assertThat(gateway.send(byAnother).status()).isEqualTo(200);
        Event event = next("dataset.read");
        assertThat(event.actor().user()).isEqualTo("root");
        assertThat(event.thing().owner()).isEqualTo("admin-user");
        assertThat(event.thing().name()).isEqualTo("buoys");
    }

    @Test
    void while_the_audit_is_away_changes_go_on_as_long_as_they_can_be_kept_and_are_brought_later_in_order() {
        peers.stop(Audit.APPEND);
        peers.answer(Topics.DELETE, new Done(true));
        for (int i = 0; i < 20; i++) {
            assertThat(gateway.delete("/api/v1/topics/kept-" + i).status()).isEqualTo(204);
        }
        serve();
        for (int i = 0; i < 20; i++) {
            assertThat(next("topic.delete").thing().id()).isEqualTo("kept-" + i);
        }
    }

    @Test
    void a_batch_that_was_not_answered_is_brought_again_the_same() {
        List<List<UUID>> brought = new java.util.concurrent.CopyOnWriteArrayList<>();
        Promise<Void> second = Promise.promise();
        peers.serve(Audit.APPEND, ask -> {
            brought.add(ask.events().stream().map(Event::id).toList());
            if (brought.size() == 1) {
                return Future.failedFuture(new Problem.Unavailable("no").toException());
            }
            second.tryComplete();
            return Future.succeededFuture(new Done(true));
        });
        peers.answer(Topics.DELETE, new Done(true));
        gateway.delete("/api/v1/topics/again");
        second.future().await();
        assertThat(brought.get(1)).startsWith(brought.get(0).toArray(UUID[]::new));
    }

    @Test
    void the_audit_is_searched_by_its_terms_and_given_as_lines() {
        Audit.Entry entry = new Audit.Entry(
                7,
                Instant.parse("2026-03-01T12:00:00Z"),
                new Event(
                        UUID.randomUUID(),
                        Instant.parse("2026-03-01T12:00:00Z"),
                        new Audit.Actor("ada", "session", "127.0.0.1", null),
                        "topic.create",
                        new Audit.Thing("topic", "rides", null, "ada"),
                        Outcome.ALLOWED,
                        "role editor",
                        201,
                        "r",
                        java.util.Map.of("a", "b")),
                "0".repeat(64));
        peers.answer(Audit.SEARCH, new Audit.Entries(List.of(entry), 7L));
        Reply page = gateway.get("/api/v1/audit?user=ada&action=topic.create&kind=topic&id=rides&outcome=allowed"
                + "&address=127.0.0.1&from=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z&q=ride&limit=1&cursor=9");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.json().at("/items/0/action").asText()).isEqualTo("topic.create");
        assertThat(page.json().path("next").asText()).isEqualTo("7");
        Audit.Search asked = peers.asked(Audit.Search.class);
        assertThat(asked.caller()).isEqualTo(new Caller("admin-user", Role.ADMIN));
        assertThat(asked.before()).isEqualTo(9);
        assertThat(asked.terms().outcome()).isEqualTo(Outcome.ALLOWED);
        assertThat(asked.terms().from()).isEqualTo("2026-03-01T00:00:00Z");

        Reply lines = gateway.send("admin", request("/api/v1/audit?limit=1").header("Accept", "application/x-ndjson"));
        assertThat(lines.text()).endsWith("\n").contains("\"seq\":7");
        assertThat(lines.header("x-sluice-next")).contains("7");

        assertThat(gateway.get("/api/v1/audit?outcome=maybe&from=yesterday&cursor=x")
                        .json()
                        .path("violations"))
                .hasSize(3);
        peers.answer(Audit.VERIFY, new Audit.Verdict(1, 7, 3L, null));
        Reply verdict = gateway.get("/api/v1/audit/verify");
        assertThat(verdict.json().path("intact").asBoolean()).isFalse();
        assertThat(verdict.json().path("broken_at").asLong()).isEqualTo(3);
    }
}
