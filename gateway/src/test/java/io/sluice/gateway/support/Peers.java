package io.sluice.gateway.support;

import io.sluice.contract.Alerts;
import io.sluice.contract.Audit;
import io.sluice.contract.Caller;
import io.sluice.contract.Endpoint;
import io.sluice.contract.Grants;
import io.sluice.contract.Holdings;
import io.sluice.contract.Identity;
import io.sluice.contract.Landings;
import io.sluice.contract.Problem;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Role;
import io.sluice.contract.Served;
import io.sluice.contract.Streams;
import io.sluice.contract.Subjects;
import io.sluice.contract.Topics;
import io.sluice.contract.Veiling;
import io.sluice.testkit.TestKafka;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * The other end of the bus: serves endpoints as a test wants them and keeps what was asked. Out of the box: keys, the right to
 * any topic that exists on the broker, idempotency, and that there are no alerts.
 */
public final class Peers {
    public static final String KEY_ID = "key-1";

    private final Vertx vertx;
    private final Issuer issuer;
    private final List<Record> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Veiling> veilings = new ConcurrentHashMap<>();
    private final Map<String, RecordFormat> formats = new ConcurrentHashMap<>();
    private final Map<String, Served> served = new ConcurrentHashMap<>();
    private final Map<String, Identity.ClaimRequest> claims = new HashMap<>();
    private final Map<String, Identity.SettleRequest> answers = new HashMap<>();

    Peers(Vertx vertx) {
        this.vertx = vertx;
        this.issuer = new Issuer(vertx, KEY_ID);
    }

    public Issuer issuer() {
        return issuer;
    }

    /** Forgets what earlier tests served and asked. */
    void reset() {
        served.keySet().forEach(this::stop);
        asked.clear();
        claims.clear();
        answers.clear();
        serve(Identity.GET_KEY_SET, ask -> Future.succeededFuture(new Identity.KeySet(List.of(issuer.publicKey()))));
        serve(Identity.VERIFY_KEY, ask -> Future.failedFuture(new Problem.Unauthenticated().toException()));
        serve(Identity.CLAIM_REQUEST, this::claim);
        serve(Identity.SETTLE_REQUEST, this::settle);
        serve(Audit.APPEND, ask -> Future.succeededFuture(new io.sluice.contract.Done(true)));
        serve(
                Subjects.FIND,
                ask -> Future.succeededFuture(new Subjects.Subject(
                        UUID.nameUUIDFromBytes(ask.caller().user().getBytes(StandardCharsets.UTF_8)),
                        ask.caller().user())));
        serve(Topics.AUTHORIZE, this::authorize);
        serve(Grants.HOLDINGS, ask -> Future.succeededFuture(Holdings.NONE));
        serve(Landings.LIST, ask -> Future.succeededFuture(new Landings.LandingPage(List.of(), 0, null)));
        serve(Alerts.LIST, ask -> Future.succeededFuture(new Alerts.AlertPage(List.of(), 0, null)));
        serve(Streams.SOURCE_STATES, ask -> Future.succeededFuture(new Streams.SourceStates(List.of())));
    }

    /** Takes the place of what was served before. */
    public <Q extends Record, R extends Record> void serve(Endpoint<Q, R> endpoint, Function<Q, Future<R>> answer) {
        stop(endpoint.address());
        Served open = endpoint.serve(vertx, ask -> {
            asked.add(ask);
            return answer.apply(ask);
        });
        served.put(endpoint.address(), open);
    }

    public <Q extends Record, R extends Record> void answer(Endpoint<Q, R> endpoint, R answer) {
        serve(endpoint, ask -> Future.succeededFuture(answer));
    }

    public <Q extends Record, R extends Record> void refuse(Endpoint<Q, R> endpoint, Problem problem) {
        serve(endpoint, ask -> Future.failedFuture(problem.toException()));
    }

    public void stop(Endpoint<?, ?> endpoint) {
        stop(endpoint.address());
    }

    private void stop(String address) {
        Served open = served.remove(address);
        if (open != null) {
            open.close().await();
        }
    }

    /** The last question of this type. */
    public <Q extends Record> Q asked(Class<Q> type) {
        List<Q> questions = allAsked(type);
        return questions.get(questions.size() - 1);
    }

    public <Q extends Record> List<Q> allAsked(Class<Q> type) {
        return asked.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public static Identity.Verified verified(String user, Role role) {
        return new Identity.Verified(new Caller(user, role), "notebook", null);
    }

    private Future<Topics.TopicAccess> authorize(Topics.AuthorizeTopic ask) {
        return Future.fromCompletionStage(TestKafka.shared()
                        .admin()
                        .describeTopics(List.of(ask.name()))
                        .topicNameValues()
                        .get(ask.name())
                        .toCompletionStage())
                .map(topic -> access(ask.caller().user(), ask.name(), topic))
                .recover(missing -> Future.failedFuture(
                        Problem.NotFound.of("topic", ask.name()).toException()));
    }

    /** The broker's id of a topic. */
    public String topicId(String topic) {
        return TestKafka.shared()
                .admin()
                .describeTopics(List.of(topic))
                .topicNameValues()
                .get(topic)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .topicId()
                .toString();
    }

    private Topics.TopicAccess access(String user, String name, TopicDescription topic) {
        RecordFormat format = formats.getOrDefault(name, RecordFormat.AUTO);
        return new Topics.TopicAccess(
                name,
                topic.topicId().toString(),
                topic.partitions().size(),
                format,
                1,
                veilings.getOrDefault(name + "/" + user, Veiling.NONE));
    }

    /** From now on this user does not see all of the topic's records. */
    public void veil(String topic, String user, Veiling veiling) {
        veilings.put(topic + "/" + user, veiling);
    }

    /** From now on the topic is said to be read like this. */
    public void format(String topic, RecordFormat format) {
        formats.put(topic, format);
    }

    private synchronized Future<Identity.Claim> claim(Identity.ClaimRequest ask) {
        String key = ask.caller().user() + "/" + ask.key();
        Identity.ClaimRequest before = claims.putIfAbsent(key, ask);
        Identity.SettleRequest answer = answers.get(key);
        if (before == null) {
            return claim(Identity.ClaimState.NEW);
        } else if (!before.fingerprint().equals(ask.fingerprint())) {
            return claim(Identity.ClaimState.OTHER);
        } else if (answer == null) {
            return claim(Identity.ClaimState.BUSY);
        }
        return Future.succeededFuture(new Identity.Claim(
                Identity.ClaimState.DONE, answer.status(), answer.location(), answer.contentType(), answer.body()));
    }

    private static Future<Identity.Claim> claim(Identity.ClaimState state) {
        return Future.succeededFuture(new Identity.Claim(state, 0, null, null, ""));
    }

    private synchronized Future<io.sluice.contract.Done> settle(Identity.SettleRequest ask) {
        String key = ask.caller().user() + "/" + ask.key();
        if (ask.status() == 0) {
            claims.remove(key);
        } else {
            answers.put(key, ask);
        }
        return Future.succeededFuture(new io.sluice.contract.Done(true));
    }
}
