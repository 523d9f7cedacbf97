package io.sluice.stream.access;

import io.sluice.contract.Identity.KafkaKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What must change in Kafka for it to be as the platform says. Pure; applied in the order of the components, so that what is ours is on
 * record before it exists, and rights are taken before others are given.
 *
 * @param newcomers usernames that are put on record
 * @param opened topics that are put on record as open to everybody
 * @param revoked usernames that lose their credential and are denied everything
 * @param dropped rules to remove, {@code added} likewise
 * @param put keys whose credential is put
 * @param lost keys that Kafka had and has no more
 * @param forgotten usernames whose denial has served its time
 * @param closed topics that are open no longer
 * @param refused all usernames that are denied
 */
record AccessPlan(
        Set<String> newcomers,
        Set<String> opened,
        Set<String> revoked,
        Set<AclBinding> dropped,
        Set<AclBinding> added,
        List<KafkaKey> put,
        List<KafkaKey> lost,
        Set<String> forgotten,
        Set<String> closed,
        Set<String> refused) {

    /** What the platform says. */
    record Wish(List<KafkaKey> keys, List<Entitlement> topics) {}

    /**
     * What there is.
     *
     * @param principals usernames that were put there, and since when they are revoked
     * @param open topics on record as open to everybody
     * @param credentials usernames that Kafka has a credential of, of whomever
     * @param rules of whomever
     */
    record State(
            Map<String, Optional<Instant>> principals,
            Set<String> open,
            Set<String> credentials,
            Set<AclBinding> rules) {}

    /** @param longest that a connection may outlive its credential */
    static AccessPlan of(Wish wish, State state, Instant now, Duration longest) {
        List<KafkaKey> usable = wish.keys().stream()
                .filter(key -> !isRevoked(state, key.username()))
                .filter(key -> key.password() != null || state.credentials().contains(key.username()))
                .toList();
        Set<String> wanted = wish.keys().stream().map(KafkaKey::username).collect(Collectors.toSet());
        Set<String> revoked =
                filter(state.principals().keySet(), name -> !isRevoked(state, name) && !wanted.contains(name));
        Set<String> forgotten = filter(state.principals().keySet(), name -> since(state, name)
                .filter(at -> at.plus(longest).isBefore(now))
                .isPresent());
        Set<String> refused = filter(
                state.principals().keySet(),
                name -> revoked.contains(name) || (isRevoked(state, name) && !forgotten.contains(name)));
        Set<AclBinding> rules = AccessRules.of(usable, wish.topics());
        refused.forEach(name -> AccessRules.denials(name).forEach(rules::add));
        Set<String> open = open(wish.topics());
        return new AccessPlan(
                minus(
                        usable.stream().map(KafkaKey::username),
                        state.principals().keySet()),
                minus(open.stream(), state.open()),
                revoked,
                minus(state.rules().stream().filter(rule -> isOurs(rule, state)), rules),
                minus(rules.stream(), state.rules()),
                usable.stream().filter(key -> key.password() != null).toList(),
                wish.keys().stream()
                        .filter(key ->
                                key.password() == null && !state.credentials().contains(key.username()))
                        .toList(),
                forgotten,
                minus(state.open().stream(), open),
                refused);
    }

    /** When a key ends by itself next. */
    static Optional<Instant> nextExpiry(Collection<KafkaKey> keys) {
        return keys.stream()
                .flatMap(key -> Optional.ofNullable(key.expiresAt()).stream())
                .min(Instant::compareTo);
    }

    private static boolean isRevoked(State state, String name) {
        return since(state, name).isPresent();
    }

    private static Optional<Instant> since(State state, String name) {
        return state.principals().getOrDefault(name, Optional.empty());
    }

    private static Set<String> open(List<Entitlement> topics) {
        return topics.stream()
                .filter(Entitlement::everyone)
                .map(Entitlement::topic)
                .collect(Collectors.toSet());
    }

    private static boolean isOurs(AclBinding rule, State state) {
        String who = rule.entry().principal();
        if (who.equals(AccessRules.EVERYONE)) {
            return rule.pattern().resourceType() == ResourceType.TOPIC
                    && state.open().contains(rule.pattern().name());
        }
        int colon = who.indexOf(':');
        return state.principals().containsKey(who.substring(colon + 1));
    }

    private static Set<String> filter(Set<String> names, Predicate<String> which) {
        return names.stream().filter(which).collect(Collectors.toUnmodifiableSet());
    }

    private static <T> Set<T> minus(Stream<T> all, Set<T> without) {
        Set<T> rest = all.collect(Collectors.toCollection(HashSet::new));
        rest.removeAll(without);
        return rest;
    }
}
