package io.sluice.stream.access;

import io.sluice.contract.Identity.KafkaKey;
import io.sluice.contract.KafkaName;
import io.sluice.contract.Role;
import io.sluice.stream.topic.TopicName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The rules that Kafka is to keep. A key reads and writes the topics that its user is entitled to, uses groups that begin with its user's
 * prefix and, if it may write, transactional ids that do. It creates, alters and deletes nothing: the platform does that. Pure.
 */
final class AccessRules {
    static final String EVERYONE = "User:*";

    private static final String EVERYWHERE = "*";
    private static final List<AclOperation> READING = List.of(AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);

    private AccessRules() {}

    static String principal(String username) {
        return "User:" + username;
    }

    static Set<AclBinding> of(Collection<KafkaKey> keys, Collection<Entitlement> topics) {
        Set<AclBinding> rules = new HashSet<>();
        keys.forEach(key -> ownNames(key).forEach(rules::add));
        topics.stream().filter(topic -> !TopicName.isInternal(topic.topic())).forEach(topic -> ofTopic(topic, keys)
                .forEach(rules::add));
        return rules;
    }

    /** What an open connection of a key that is gone must not do, whatever everybody may. */
    static Stream<AclBinding> denials(String username) {
        return Stream.of(
                        any(ResourceType.TOPIC),
                        any(ResourceType.GROUP),
                        any(ResourceType.TRANSACTIONAL_ID),
                        new ResourcePattern(ResourceType.CLUSTER, Resource.CLUSTER_NAME, PatternType.LITERAL))
                .map(what -> rule(what, principal(username), AclOperation.ALL, AclPermissionType.DENY));
    }

    private static Stream<AclBinding> ownNames(KafkaKey key) {
        String prefix = KafkaName.prefix(key.user());
        ResourcePattern groups = new ResourcePattern(ResourceType.GROUP, prefix, PatternType.PREFIXED);
        ResourcePattern transactions = new ResourcePattern(ResourceType.TRANSACTIONAL_ID, prefix, PatternType.PREFIXED);
        Stream<AclBinding> reading = Stream.of(allow(groups, key, AclOperation.READ));
        return key.scope().includes(Role.EDITOR)
                ? Stream.concat(
                        reading,
                        Stream.of(AclOperation.WRITE, AclOperation.DESCRIBE)
                                .map(operation -> allow(transactions, key, operation)))
                : reading;
    }

    private static Stream<AclBinding> ofTopic(Entitlement topic, Collection<KafkaKey> keys) {
        ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, topic.topic(), PatternType.LITERAL);
        Stream<AclBinding> reading = topic.everyone()
                ? READING.stream().map(operation -> rule(pattern, EVERYONE, operation, AclPermissionType.ALLOW))
                : keys.stream().filter(key -> mayRead(key, topic)).flatMap(key -> READING.stream()
                        .map(operation -> allow(pattern, key, operation)));
        return Stream.concat(
                reading,
                keys.stream().filter(key -> mayWrite(key, topic)).map(key -> allow(pattern, key, AclOperation.WRITE)));
    }

    private static boolean mayRead(KafkaKey key, Entitlement topic) {
        return key.role() == Role.ADMIN || topic.readers().contains(key.user());
    }

    private static boolean mayWrite(KafkaKey key, Entitlement topic) {
        return key.scope().includes(Role.EDITOR)
                && (key.role() == Role.ADMIN || topic.writers().contains(key.user()));
    }

    private static ResourcePattern any(ResourceType type) {
        return new ResourcePattern(type, ResourcePattern.WILDCARD_RESOURCE, PatternType.LITERAL);
    }

    private static AclBinding allow(ResourcePattern what, KafkaKey key, AclOperation operation) {
        return rule(what, principal(key.username()), operation, AclPermissionType.ALLOW);
    }

    private static AclBinding rule(ResourcePattern what, String who, AclOperation does, AclPermissionType type) {
        return new AclBinding(what, new AccessControlEntry(who, EVERYWHERE, does, type));
    }
}
