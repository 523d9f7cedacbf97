package io.sluice.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RightsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Thing LAB = new Thing(Kind.ORGANIZATION, "lab", "root", true);
    private static final Thing DATASET = new Thing(Kind.DATASET, "d", "ada", false, LAB);
    private static final Thing TOPIC = new Thing(Kind.TOPIC, "t", "ada", true, DATASET);

    @Test
    void an_organizations_owner_owns_the_topics_of_its_datasets() {
        Decision decision = decide(user("root", Rank.VIEWER), TOPIC);
        assertThat(decision.rights()).containsExactlyInAnyOrder(Right.values());
        assertThat(decision.rule()).isEqualTo(new Rule.Owner(LAB.id()));
    }

    @Test
    void what_is_open_in_something_private_is_not_open() {
        assertThat(decide(user("bob", Rank.EDITOR), TOPIC).rule()).isEqualTo(new Rule.Nothing());
    }

    @Test
    void a_grant_raises_a_viewer_of_the_platform() {
        Grant grant = grant("1", TOPIC, "bob", Level.EDITOR, true);
        assertThat(decide(user("bob", Rank.VIEWER), TOPIC, grant).rights())
                .containsExactlyInAnyOrder(Right.VIEW, Right.DOWNLOAD, Right.EDIT);
    }

    @Test
    void viewing_without_downloading() {
        Grant grant = grant("1", DATASET, "bob", Level.VIEWER, false);
        assertThat(decide(user("bob", Rank.EDITOR), TOPIC, grant).rights()).containsExactly(Right.VIEW);
    }

    @Test
    void a_denial_above_beats_every_grant_below() {
        Grant denial = grant("2", LAB, "bob", Level.DENY, true);
        Decision decision =
                decide(user("bob", Rank.EDITOR), TOPIC, grant("1", TOPIC, "bob", Level.OWNER, true), denial);
        assertThat(decision.rights()).isEmpty();
        assertThat(decision.rule()).isEqualTo(new Rule.Denied(denial));
    }

    @Test
    void a_denial_binds_neither_the_owner_nor_an_administrator() {
        assertThat(decide(user("ada", Rank.EDITOR), TOPIC, grant("1", TOPIC, "ada", Level.DENY, true))
                        .may(Right.MANAGE))
                .isTrue();
        assertThat(decide(user("carl", Rank.ADMIN), TOPIC, grant("1", TOPIC, "carl", Level.DENY, true))
                        .may(Right.MANAGE))
                .isTrue();
    }

    @Test
    void a_denial_closes_what_is_open_and_what_is_nobodys() {
        Thing open = new Thing(Kind.STREAM, "s", "ada", true);
        Thing nobodys = new Thing(Kind.TOPIC, "k", null, false);
        assertThat(decide(user("bob", Rank.EDITOR), open, grant("1", open, "bob", Level.DENY, true))
                        .rights())
                .isEmpty();
        assertThat(decide(user("bob", Rank.EDITOR), nobodys, grant("1", nobodys, "bob", Level.DENY, true))
                        .rights())
                .isEmpty();
    }

    @Test
    void a_grant_ends_at_its_very_instant() {
        Grant grant = new Grant("1", TOPIC.id(), new Grantee(Grantee.Kind.USER, "bob"), Level.VIEWER, true, NOW);
        Subject bob = user("bob", Rank.EDITOR);
        assertThat(Rights.decide(bob, TOPIC, List.of(grant), NOW.minusNanos(1)).may(Right.VIEW))
                .isTrue();
        assertThat(Rights.decide(bob, TOPIC, List.of(grant), NOW).may(Right.VIEW))
                .isFalse();
    }

    @Test
    void a_key_of_the_owner_with_a_viewers_scope_only_reads() {
        Subject key = new Subject("ada", Rank.EDITOR, Rank.VIEWER, Set.of(), Set.of());
        Decision decision = decide(key, TOPIC);
        assertThat(decision.rights()).containsExactlyInAnyOrder(Right.VIEW, Right.DOWNLOAD);
        assertThat(decision.capped()).isTrue();
    }

    @Test
    void an_administrators_key_with_an_editors_scope_is_no_administrator() {
        Subject key = new Subject("carl", Rank.ADMIN, Rank.EDITOR, Set.of(), Set.of());
        assertThat(decide(key, TOPIC)).isEqualTo(new Decision(Set.of(), new Rule.Nothing(), true));
    }

    private static Decision decide(Subject subject, Thing thing, Grant... grants) {
        return Rights.decide(subject, thing, List.of(grants), NOW);
    }

    private static Subject user(String name, Rank role) {
        return new Subject(name, role, Rank.ADMIN, Set.of(), Set.of());
    }

    private static Grant grant(String id, Thing on, String user, Level level, boolean download) {
        return new Grant(id, on.id(), new Grantee(Grantee.Kind.USER, user), level, download, null);
    }
}
