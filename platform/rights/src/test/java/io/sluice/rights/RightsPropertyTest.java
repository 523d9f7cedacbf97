package io.sluice.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Random worlds of things, groups, organizations, grants and times against an oracle written from the rules' text, with sets. */
class RightsPropertyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> USERS = List.of("ada", "bob", "eve");
    private static final List<String> GROUPS = List.of("lab", "night");
    private static final List<String> ORGANIZATIONS = List.of("coast", "harbour");

    record World(Subject subject, Thing thing, List<Grant> grants) {}

    @Provide
    Arbitrary<World> worlds() {
        return Arbitraries.randomValue(RightsPropertyTest::world);
    }

    @Property(tries = 20_000)
    void decides_as_the_oracle_does(@ForAll("worlds") World world) {
        Decision decision = Rights.decide(world.subject(), world.thing(), world.grants(), NOW);
        assertThat(decision.rights()).isEqualTo(oracle(world));
    }

    @Property(tries = 5_000)
    void the_order_of_grants_and_what_has_expired_do_not_matter(@ForAll("worlds") World world, @ForAll long seed) {
        List<Grant> others = new ArrayList<>(world.grants());
        others.removeIf(grant -> grant.expiresAt() != null && !grant.expiresAt().isAfter(NOW));
        Collections.shuffle(others, new Random(seed));
        assertThat(Rights.decide(world.subject(), world.thing(), others, NOW))
                .isEqualTo(Rights.decide(world.subject(), world.thing(), world.grants(), NOW));
    }

    @Property(tries = 5_000)
    void the_rule_says_where_the_rights_come_from(@ForAll("worlds") World world) {
        Decision decision = Rights.decide(world.subject(), world.thing(), world.grants(), NOW);
        boolean admin = least(world.subject()) == Rank.ADMIN;
        Set<String> owners = owners(world.thing());
        switch (decision.rule().name()) {
            case "administrator" -> assertThat(admin).isTrue();
            case "owner" -> assertThat(owners).contains(world.subject().user());
            case "denied" -> assertThat(decision.rights()).isEmpty();
            case "granted" ->
                assertThat(((Rule.Granted) decision.rule()).grants())
                        .isNotEmpty()
                        .allSatisfy(grant -> assertThat(world.grants()).contains(grant))
                        .noneMatch(grant -> grant.level() == Level.DENY);
            case "open" -> assertThat(decision.rights()).containsExactlyInAnyOrder(Right.VIEW, Right.DOWNLOAD);
            case "unowned" -> assertThat(decision.rights()).contains(Right.VIEW, Right.DOWNLOAD);
            default -> assertThat(decision.rights()).isEmpty();
        }
    }

    @Property(tries = 5_000)
    void a_key_never_may_more_than_its_user(@ForAll("worlds") World world) {
        Subject bearer = world.subject();
        Subject user = new Subject(bearer.user(), bearer.role(), Rank.ADMIN, bearer.groups(), bearer.organizations());
        Decision of = Rights.decide(user, world.thing(), world.grants(), NOW);
        Decision through = Rights.decide(bearer, world.thing(), world.grants(), NOW);
        assertThat(of.rights()).containsAll(through.rights());
        assertThat(through.capped()).isEqualTo(!of.rights().equals(through.rights()));
    }

    /** From the text, as sets: who may at all, who has been denied, and the union of everything that is given. */
    private static Set<Right> oracle(World world) {
        Subject subject = world.subject();
        Set<Right> everything = Set.of(Right.values());
        Set<Right> given = new HashSet<>();
        Set<Grant> mine = world.grants().stream()
                .filter(grant -> grant.expiresAt() == null || grant.expiresAt().isAfter(NOW))
                .filter(grant -> below(world.thing(), grant.on()))
                .filter(grant -> holds(subject, grant.to()))
                .collect(Collectors.toSet());
        Set<Level> levels = mine.stream().map(Grant::level).collect(Collectors.toSet());
        if (least(subject) == Rank.ADMIN || owners(world.thing()).contains(subject.user())) {
            given.addAll(everything);
        } else if (!levels.contains(Level.DENY)) {
            Thing thing = world.thing();
            boolean nobodys = thing.id().kind() == Kind.TOPIC && thing.owner() == null;
            if (nobodys || !closed(thing)) {
                given.addAll(Set.of(Right.VIEW, Right.DOWNLOAD));
            }
            if (nobodys && least(subject) != Rank.VIEWER) {
                given.addAll(Set.of(Right.EDIT, Right.MANAGE));
            }
            for (Grant grant : mine) {
                given.add(Right.VIEW);
                if (grant.download() || grant.level() == Level.OWNER) {
                    given.add(Right.DOWNLOAD);
                }
                if (grant.level() == Level.EDITOR || grant.level() == Level.OWNER) {
                    given.add(Right.EDIT);
                }
                if (grant.level() == Level.OWNER) {
                    given.add(Right.MANAGE);
                }
            }
        }
        if (subject.scope() == Rank.VIEWER) {
            given.remove(Right.EDIT);
            given.remove(Right.MANAGE);
        }
        return given;
    }

    private static Rank least(Subject subject) {
        return Collections.min(List.of(subject.role(), subject.scope()));
    }

    private static Set<String> owners(Thing thing) {
        Set<String> owners = new HashSet<>();
        if (thing.owner() != null) {
            owners.add(thing.owner());
        }
        thing.parents().forEach(parent -> owners.addAll(owners(parent)));
        return owners;
    }

    private static boolean closed(Thing thing) {
        return !thing.open() || thing.parents().stream().anyMatch(RightsPropertyTest::closed);
    }

    private static boolean below(Thing thing, ThingId id) {
        return thing.id().equals(id) || thing.parents().stream().anyMatch(parent -> below(parent, id));
    }

    private static boolean holds(Subject subject, Grantee to) {
        return (to.kind() == Grantee.Kind.USER && subject.user().equals(to.name()))
                || (to.kind() == Grantee.Kind.GROUP && subject.groups().contains(to.name()))
                || (to.kind() == Grantee.Kind.ORGANIZATION
                        && subject.organizations().contains(to.name()));
    }

    private static World world(Random random) {
        Thing thing = thing(random);
        List<Grant> grants = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            grants.add(grant(random, Integer.toString(i), thing));
        }
        Subject subject = new Subject(
                pick(random, USERS),
                pick(random, List.of(Rank.VIEWER, Rank.VIEWER, Rank.EDITOR, Rank.EDITOR, Rank.ADMIN)),
                pick(random, List.of(Rank.VIEWER, Rank.EDITOR, Rank.ADMIN, Rank.ADMIN)),
                some(random, GROUPS),
                some(random, ORGANIZATIONS));
        return new World(subject, thing, grants);
    }

    private static Thing thing(Random random) {
        Thing organization = new Thing(Kind.ORGANIZATION, "coast", owner(random), true);
        Thing dataset = new Thing(Kind.DATASET, "d1", owner(random), random.nextBoolean(), organization);
        Thing stream = new Thing(Kind.STREAM, "s1", owner(random), random.nextBoolean());
        return switch (random.nextInt(6)) {
            case 0 -> organization;
            case 1 -> dataset;
            case 2 -> new Thing(Kind.TOPIC, "t1", owner(random), random.nextBoolean(), dataset);
            case 3 -> new Thing(Kind.TOPIC, "t2", owner(random), random.nextBoolean(), stream);
            case 4 -> new Thing(Kind.LANDING, "l1", owner(random), random.nextBoolean());
            default -> new Thing(Kind.TOPIC, "t3", owner(random), random.nextBoolean());
        };
    }

    private static @Nullable String owner(Random random) {
        return random.nextInt(4) == 0 ? pick(random, USERS) : random.nextInt(2) == 0 ? "somebody" : null;
    }

    private static Grant grant(Random random, String id, Thing thing) {
        List<Thing> lineage = thing.lineage();
        ThingId on = random.nextInt(5) == 0
                ? new ThingId(pick(random, List.of(Kind.values())), pick(random, List.of("t1", "d1", "other")))
                : pick(random, lineage).id();
        Grantee to =
                switch (random.nextInt(3)) {
                    case 0 -> new Grantee(Grantee.Kind.USER, pick(random, USERS));
                    case 1 -> new Grantee(Grantee.Kind.GROUP, pick(random, GROUPS));
                    default -> new Grantee(Grantee.Kind.ORGANIZATION, pick(random, ORGANIZATIONS));
                };
        Instant expiry =
                switch (random.nextInt(5)) {
                    case 0 -> NOW.minusSeconds(1);
                    case 1 -> NOW;
                    case 2 -> NOW.plusMillis(1);
                    default -> null;
                };
        Level level = random.nextInt(8) == 0
                ? Level.DENY
                : pick(random, List.of(Level.VIEWER, Level.VIEWER, Level.EDITOR, Level.OWNER));
        return new Grant(id, on, to, level, random.nextBoolean(), expiry);
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static Set<String> some(Random random, List<String> from) {
        return from.stream().filter(each -> random.nextBoolean()).collect(Collectors.toSet());
    }
}
