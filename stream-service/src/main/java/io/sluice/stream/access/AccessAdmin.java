package io.sluice.stream.access;

import io.sluice.contract.Identity.KafkaKey;
import io.sluice.contract.Sealed;
import io.sluice.runtime.Vault;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka's credentials and access rules by its admin client. */
final class AccessAdmin {
    private static final Logger LOG = LoggerFactory.getLogger(AccessAdmin.class);
    /** The least that Kafka takes: a password of 256 random bits needs no slow hash. */
    private static final int ITERATIONS = 4_096;

    private static final int MOST_AT_ONCE = 1_000;

    private final Vertx vertx;
    private final Broker broker;
    private final Vault vault;

    AccessAdmin(Vertx vertx, Broker broker, Vault vault) {
        this.vertx = vertx;
        this.broker = broker;
        this.vault = vault;
    }

    Future<Permits> permits() {
        return broker.ask(admin -> admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true))
                        .authorizedOperations())
                .compose(operations -> rules().map(true)
                        .recover(Faults.on(SecurityDisabledException.class, () -> Future.succeededFuture(false)))
                        .recover(Faults.on(ClusterAuthorizationException.class, () -> Future.succeededFuture(false)))
                        .map(authorizer -> Permits.of(Objects.requireNonNullElse(operations, Set.of()), authorizer)));
    }

    Future<Set<AclBinding>> rules() {
        return broker.ask(admin -> admin.describeAcls(AclBindingFilter.ANY).values())
                .map(Set::copyOf);
    }

    /** The usernames that there is a credential of. */
    Future<Set<String>> credentials() {
        return broker.ask(admin -> admin.describeUserScramCredentials().all()).map(all -> Set.copyOf(all.keySet()));
    }

    Future<Void> drop(Set<AclBinding> rules) {
        return inParts(rules, part -> broker.ask(admin -> admin.deleteAcls(
                                part.stream().map(AclBinding::toFilter).toList())
                        .all())
                .mapEmpty());
    }

    Future<Void> add(Set<AclBinding> rules) {
        return inParts(rules, part -> broker.ask(admin -> admin.createAcls(part).all()));
    }

    /** What is gone already is as it should be. */
    Future<Void> remove(Set<String> usernames) {
        List<UserScramCredentialAlteration> changes = usernames.stream()
                .<UserScramCredentialAlteration>map(
                        name -> new UserScramCredentialDeletion(name, ScramMechanism.SCRAM_SHA_512))
                .toList();
        return alter(changes);
    }

    /**
     * Hashes each password, so it works on a worker.
     *
     * @return those that Kafka has now
     */
    Future<List<KafkaKey>> put(List<KafkaKey> keys) {
        return vertx.<Future<List<KafkaKey>>>executeBlocking(() -> {
                    List<KafkaKey> readable = new ArrayList<>();
                    List<UserScramCredentialAlteration> changes = new ArrayList<>();
                    for (KafkaKey key : keys) {
                        Sealed sealed = Objects.requireNonNull(key.password());
                        try {
                            String password = vault.open(sealed).reveal();
                            changes.add(new UserScramCredentialUpsertion(
                                    key.username(),
                                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                                    password.getBytes(StandardCharsets.UTF_8)));
                            readable.add(key);
                        } catch (Vault.WrongKey wrong) {
                            LOG.warn("a key was sealed with another master key; username={}", key.username());
                        }
                    }
                    return alter(changes).map(readable);
                })
                .compose(altered -> altered);
    }

    private Future<Void> alter(List<UserScramCredentialAlteration> changes) {
        if (changes.isEmpty()) {
            return Future.succeededFuture();
        }
        return broker.ask(admin -> {
                    var asked = admin.alterUserScramCredentials(changes);
                    return KafkaFuture.allOf(asked.values().values().toArray(KafkaFuture[]::new));
                })
                .recover(Faults.on(ResourceNotFoundException.class, Future::succeededFuture));
    }

    private static <T> Future<Void> inParts(Collection<T> all, Function<List<T>, Future<Void>> work) {
        List<T> rest = List.copyOf(all);
        if (rest.isEmpty()) {
            return Future.succeededFuture();
        }
        int most = Math.min(MOST_AT_ONCE, rest.size());
        return work.apply(rest.subList(0, most)).compose(done -> inParts(rest.subList(most, rest.size()), work));
    }
}
