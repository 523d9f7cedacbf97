package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.contract.Access;
import io.sluice.contract.Channels;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.KafkaKey;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.contract.Topics;
import io.sluice.contract.Veiling;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.access.Doorkeeper;
import io.sluice.stream.access.Quotas;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access on a cluster that is not in the process: only what its admin client can do, and only what is the platform's. */
class ExternalAccessIT {
    private static final String ID = "0011223344556677";
    private static final String USERNAME = "ada." + ID;
    private static final String KEY = "slk_0011223344556677_secret";

    @TempDir
    Path data;

    private final List<KafkaKey> keys = new CopyOnWriteArrayList<>();
    private final List<Identity.KafkaKeysPut> told = new CopyOnWriteArrayList<>();

    @Test
    void keys_become_credentials_and_a_revoked_ones_open_connection_is_denied() throws Exception {
        try (Node node = new Node();
                EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            serveKeys(node);
            node.catalog.user(Node.ADA);
            KafkaLink link = new KafkaLink(
                    kafka.internal(), kafka.client(), new KafkaLink.Users(kafka.bootstrap(), kafka.protocol(), null));
            StreamConfig config = node.config(link).withAccess(Doorkeeper.NONE, new Quotas(1_000_000, 0, 0, 0));
            String deployment = Node.await(node.vertx.deployVerticle(new StreamVerticle(config)));
            assertThat(node.ask(Access.STATE, new Access.AskState()).usable()).isTrue();
            node.ask(Topics.CREATE, new Topics.CreateTopic(Node.ADA, "notes", 1, null, Map.of(), null));
            keys.add(new KafkaKey(ID, "ada", Role.EDITOR, null, node.vault.seal(new Secret(KEY))));
            announce(node);
            Node.eventually().untilAsserted(() -> assertThat(told)
                    .anySatisfy(put -> assertThat(put.put()).containsExactly(ID)));

            try (KafkaProducer<String, String> producer = producer(kafka)) {
                producer.send(new ProducerRecord<>("notes", "one")).get();
                Node.eventually().untilAsserted(() -> assertThat(quotas(link)).containsEntry(USERNAME, 1_000_000.0));

                keys.clear();
                announce(node);

                Node.eventually().untilAsserted(() -> assertThat(
                                catchThrowable(() -> producer.send(new ProducerRecord<>("notes", "two"))
                                        .get()))
                        .hasCauseInstanceOf(TopicAuthorizationException.class));
            }
            try (KafkaProducer<String, String> late = producer(kafka)) {
                assertThatThrownBy(() -> late.send(new ProducerRecord<>("notes", "three"))
                                .get())
                        .hasCauseInstanceOf(SaslAuthenticationException.class);
            }
            Node.eventually().untilAsserted(() -> assertThat(quotas(link)).doesNotContainKey(USERNAME));
            node.undeploy(deployment);
        }
    }

    @Test
    void a_topic_with_masked_fields_is_read_by_those_alone_who_manage_it() throws Exception {
        try (Node node = new Node();
                EmbeddedKafka kafka = EmbeddedKafka.start(data, 0)) {
            serveKeys(node);
            node.catalog.user(Node.ADA);
            node.catalog.user(Node.BOB);
            KafkaLink link = new KafkaLink(
                    kafka.internal(), kafka.client(), new KafkaLink.Users(kafka.bootstrap(), kafka.protocol(), null));
            StreamConfig config = node.config(link).withAccess(Doorkeeper.NONE, new Quotas(0, 0, 0, 0));
            String deployment = Node.await(node.vertx.deployVerticle(new StreamVerticle(config)));
            node.ask(Topics.CREATE, new Topics.CreateTopic(Node.ADA, "people", 1, null, Map.of(), null));
            keys.add(new KafkaKey(ID, "ada", Role.EDITOR, null, node.vault.seal(new Secret(KEY))));
            keys.add(new KafkaKey(
                    "8899aabbccddeeff",
                    "bob",
                    Role.EDITOR,
                    null,
                    node.vault.seal(new Secret("slk_8899aabbccddeeff_x"))));
            announce(node);
            Node.eventually().untilAsserted(() -> assertThat(readers(link, "people"))
                    .anyMatch(principal -> principal.equals("User:*") || principal.startsWith("User:bob.")));

            node.catalog.mask("people", new Veiling(Map.of("iban", "hash"), List.of(), new Secret("salt")));
            Node.eventually()
                    .untilAsserted(() -> assertThat(readers(link, "people")).containsExactly("User:" + USERNAME));
            node.undeploy(deployment);
        }
    }

    private static Set<String> readers(KafkaLink link, String topic) throws Exception {
        ResourcePatternFilter pattern = new ResourcePatternFilter(ResourceType.TOPIC, topic, PatternType.MATCH);
        AccessControlEntryFilter reading =
                new AccessControlEntryFilter(null, null, AclOperation.READ, AclPermissionType.ALLOW);
        try (Admin admin = Admin.create(link.client(Map.of()))) {
            return admin.describeAcls(new AclBindingFilter(pattern, reading)).values().get().stream()
                    .map(binding -> binding.entry().principal())
                    .collect(Collectors.toSet());
        }
    }

    /** The tests' shared broker has no authorizer: what everybody may do anyway needs no credential of ours. */
    @Test
    void a_cluster_without_an_authorizer_gets_no_credentials() {
        try (Node node = new Node()) {
            serveKeys(node);
            keys.add(new KafkaKey(ID, "ada", Role.EDITOR, null, node.vault.seal(new Secret(KEY))));
            String deployment = node.deploy();
            Access.State state = node.ask(Access.STATE, new Access.AskState());
            assertThat(state.rules()).isFalse();
            assertThat(state.usable()).isFalse();
            assertThat(told).isEmpty();
            node.undeploy(deployment);
        }
    }

    private void serveKeys(Node node) {
        Identity.LIST_KAFKA_KEYS.serve(
                node.vertx, ask -> Future.succeededFuture(new Identity.KafkaKeys(List.copyOf(keys))));
        Identity.KAFKA_KEYS_PUT.serve(node.vertx, ask -> {
            told.add(ask);
            keys.replaceAll(key -> ask.put().contains(key.id())
                    ? new KafkaKey(key.id(), key.user(), key.role(), key.expiresAt(), null)
                    : key);
            return Future.succeededFuture(new Done(true));
        });
    }

    private static void announce(Node node) {
        node.sql("select pg_notify('" + Channels.KEYS + "', 'ada')");
    }

    private static Map<String, Double> quotas(KafkaLink link) throws Exception {
        try (Admin admin = Admin.create(link.client(Map.of()))) {
            Map<String, Double> rates = new HashMap<>();
            admin.describeClientQuotas(ClientQuotaFilter.all())
                    .entities()
                    .get()
                    .forEach((entity, values) ->
                            rates.put(entity.entries().get(ClientQuotaEntity.USER), values.get("producer_byte_rate")));
            return rates;
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrap(),
                        "security.protocol",
                        kafka.protocol(),
                        "sasl.mechanism",
                        "SCRAM-SHA-512",
                        "sasl.jaas.config",
                        KafkaLink.login(true, USERNAME, new Secret(KEY)),
                        "max.block.ms",
                        20_000),
                new StringSerializer(),
                new StringSerializer());
    }
}
