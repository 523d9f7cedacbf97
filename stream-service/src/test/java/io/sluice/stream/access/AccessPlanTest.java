package io.sluice.stream.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Identity.KafkaKey;
import io.sluice.contract.KafkaName;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

class AccessPlanTest {
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final List<String> USERS = List.of("al", "al.b", "al.b.c", "bo");
    private static final List<String> TOPICS = List.of("rides", "al.b", "sluice-x", "__consumer_offsets");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final AclBinding FOREIGN = new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, "theirs", PatternType.LITERAL),
            new AccessControlEntry("User:*", "*", AclOperation.READ, AclPermissionType.ALLOW));

    /** Kafka and our records of it, as plans make them. */
    private static final class World {
        Map<String, Optional<Instant>> principals = new HashMap<>();
        Set<String> open = new HashSet<>();
        Set<String> credentials = new HashSet<>(Set.of("operator"));
        Set<AclBinding> rules = new HashSet<>(Set.of(FOREIGN));
        Set<String> told = new HashSet<>();

        AccessPlan.State state() {
            return new AccessPlan.State(
                    Map.copyOf(principals), Set.copyOf(open), Set.copyOf(credentials), Set.copyOf(rules));
        }

        void apply(AccessPlan plan, Instant now) {
            plan.newcomers().forEach(name -> principals.put(name, Optional.empty()));
            open.addAll(plan.opened());
            plan.revoked().forEach(name -> principals.put(name, Optional.of(now)));
            credentials.removeAll(plan.revoked());
            rules.removeAll(plan.dropped());
            rules.addAll(plan.added());
            plan.put().forEach(key -> {
                credentials.add(key.username());
                told.add(key.id());
            });
            plan.forgotten().forEach(principals::remove);
            open.removeAll(plan.closed());
        }

        /** As Kafka decides: a denial wins, and what nothing allows is refused. */
        boolean may(String username, AclOperation operation, ResourceType type, String name) {
            return matching(username, operation, type, name)
                            .noneMatch(rule -> rule.entry().permissionType() == AclPermissionType.DENY)
                    && matching(username, operation, type, name).findAny().isPresent();
        }

        private java.util.stream.Stream<AclBinding> matching(
                String username, AclOperation operation, ResourceType type, String name) {
            return rules.stream()
                    .filter(rule -> rule.pattern().resourceType() == type)
                    .filter(rule -> rule.pattern().patternType() == PatternType.PREFIXED
                            ? name.startsWith(rule.pattern().name())
                            : Set.of("*", name).contains(rule.pattern().name()))
                    .filter(rule -> Set.of("User:*", "User:" + username)
                            .contains(rule.entry().principal()))
                    .filter(rule -> Set.of(AclOperation.ALL, operation)
                            .contains(rule.entry().operation()));
        }
    }

    @Property(tries = 300)
    void kafka_lets_everybody_do_what_the_platform_says_and_no_more(
            @ForAll("histories") List<AccessPlan.Wish> history) {
        World world = new World();
        Instant now = START;
        Set<String> ever = new HashSet<>();
        for (AccessPlan.Wish drawn : history) {
            now = now.plusSeconds(60);
            AccessPlan.Wish wish = told(drawn, world);
            AccessPlan plan = AccessPlan.of(wish, world.state(), now, LONGEST);
            world.apply(plan, now);
            wish.keys().forEach(key -> ever.add(key.username()));
            AccessPlan again = AccessPlan.of(told(drawn, world), world.state(), now, LONGEST);
            assertThat(again.added()).isEmpty();
            assertThat(again.dropped()).isEmpty();
            assertThat(again.put()).isEmpty();
            assertThat(world.rules).contains(FOREIGN);
            assertThat(world.credentials).contains("operator");
            check(wish, world, ever);
        }
        Instant later = now.plus(LONGEST).plusSeconds(61);
        AccessPlan.Wish nobody = new AccessPlan.Wish(List.of(), List.of());
        world.apply(AccessPlan.of(nobody, world.state(), later, LONGEST), later);
        Instant atLast = later.plus(LONGEST).plusSeconds(61);
        world.apply(AccessPlan.of(nobody, world.state(), atLast, LONGEST), atLast);
        assertThat(world.rules).containsExactly(FOREIGN);
        assertThat(world.principals).isEmpty();
        assertThat(world.open).isEmpty();
    }

    private static void check(AccessPlan.Wish wish, World world, Set<String> ever) {
        Map<String, KafkaKey> keys = new HashMap<>();
        wish.keys().forEach(key -> keys.put(key.username(), key));
        for (String username : ever) {
            KafkaKey key = keys.get(username);
            for (Entitlement topic : wish.topics()) {
                boolean hidden = topic.topic().startsWith("__");
                boolean admin = key != null && key.role() == Role.ADMIN;
                boolean reads = key != null
                        && !hidden
                        && (admin || topic.everyone() || topic.readers().contains(key.user()));
                boolean writes = key != null
                        && !hidden
                        && (admin
                                || (key.role() != Role.VIEWER && topic.writers().contains(key.user())));
                assertThat(world.may(username, AclOperation.READ, ResourceType.TOPIC, topic.topic()))
                        .isEqualTo(reads);
                assertThat(world.may(username, AclOperation.WRITE, ResourceType.TOPIC, topic.topic()))
                        .isEqualTo(writes);
            }
            for (String user : USERS) {
                boolean own = key != null && key.user().equals(user);
                assertThat(world.may(
                                username, AclOperation.READ, ResourceType.GROUP, KafkaName.prefix(user) + "readers"))
                        .isEqualTo(own);
                assertThat(world.may(
                                username,
                                AclOperation.WRITE,
                                ResourceType.TRANSACTIONAL_ID,
                                KafkaName.prefix(user) + "loader"))
                        .isEqualTo(own && key.role() != Role.VIEWER);
            }
            assertThat(world.credentials.contains(username)).isEqualTo(key != null);
        }
    }

    @Example
    void a_key_that_kafka_has_lost_is_named_and_has_no_rights() {
        KafkaKey lost = new KafkaKey("0011223344556677", "al", Role.EDITOR, null, null);
        AccessPlan plan =
                AccessPlan.of(new AccessPlan.Wish(List.of(lost), List.of()), new World().state(), START, LONGEST);
        assertThat(plan.lost()).containsExactly(lost);
        assertThat(plan.added()).isEmpty();
        assertThat(plan.put()).isEmpty();
    }

    /** The catalog keeps a password only as long as Kafka has not got it. */
    private static AccessPlan.Wish told(AccessPlan.Wish wish, World world) {
        return new AccessPlan.Wish(
                wish.keys().stream()
                        .filter(key -> !world.principals.containsKey(key.username())
                                || world.principals.get(key.username()).isEmpty())
                        .map(key -> world.told.contains(key.id())
                                ? new KafkaKey(key.id(), key.user(), key.role(), key.expiresAt(), null)
                                : key)
                        .toList(),
                wish.topics());
    }

    @Provide
    Arbitrary<List<AccessPlan.Wish>> histories() {
        Arbitrary<KafkaKey> key = Combinators.combine(
                        Arbitraries.integers().between(0, 5), Arbitraries.of(Role.values()))
                .as((n, role) -> new KafkaKey(
                        "000000000000000" + n, USERS.get(n % USERS.size()), role, null, Sealed.of("sealed")));
        Arbitrary<Entitlement> topic = Combinators.combine(
                        Arbitraries.of(TOPICS),
                        Arbitraries.of(true, false),
                        Arbitraries.of(USERS).set().ofMaxSize(2),
                        Arbitraries.of(USERS).set().ofMaxSize(2))
                .as(Entitlement::new);
        Arbitrary<AccessPlan.Wish> wish = Combinators.combine(
                        key.list().ofMaxSize(5).uniqueElements(KafkaKey::id),
                        topic.list().ofMaxSize(4).uniqueElements(Entitlement::topic))
                .as(AccessPlan.Wish::new);
        return wish.list().ofMaxSize(6);
    }
}
