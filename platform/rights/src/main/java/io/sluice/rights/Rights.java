package io.sluice.rights;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides. In this order, and the first that says something is the rule:
 *
 * <ol>
 *   <li>An administrator may everything.
 *   <li>The recorded owner of the thing, or of what it belongs to, may everything; no grant binds an owner.
 *   <li>A denial that counts, on the thing or on what it belongs to, to the user, a group or an organization of theirs, leaves nothing.
 *   <li>All grants that count, together with what is open to everybody: viewing and downloading what is not private; of a topic that is
 *       nobody's, viewing and downloading for everybody, and the rest for who is an editor of the platform.
 * </ol>
 *
 * The scope of a key then takes away what it does not include: a viewer's scope leaves viewing and downloading, an editor's scope
 * leaves what the user would have without being an administrator.
 */
public final class Rights {
    private static final Set<Right> READING = EnumSet.of(Right.VIEW, Right.DOWNLOAD);

    private Rights() {}

    /** @param grants at least those to this subject on the thing's lineage; others do not count */
    public static Decision decide(Subject subject, Thing thing, Collection<Grant> grants, Instant now) {
        Rank role = subject.role().atMost(subject.scope());
        Decision free = unscoped(subject, role, thing, grants, now);
        Set<Right> left = EnumSet.noneOf(Right.class);
        left.addAll(free.rights());
        if (subject.scope() == Rank.VIEWER) {
            left.retainAll(READING);
        }
        boolean lost = left.size() < free.rights().size()
                || (role != subject.role()
                        && left.size()
                                < unscoped(subject, subject.role(), thing, grants, now)
                                        .rights()
                                        .size());
        return new Decision(left, free.rule(), lost);
    }

    private static Decision unscoped(Subject subject, Rank role, Thing thing, Collection<Grant> grants, Instant now) {
        if (role == Rank.ADMIN) {
            return all(new Rule.Administrator());
        }
        Optional<Thing> owned = thing.lineage().stream()
                .filter(each -> subject.user().equals(each.owner()))
                .findFirst();
        if (owned.isPresent()) {
            return all(new Rule.Owner(owned.get().id()));
        }
        Set<ThingId> lineage = thing.ids();
        List<Grant> counting = grants.stream()
                .filter(grant -> !grant.isExpired(now) && lineage.contains(grant.on()) && subject.is(grant.to()))
                .sorted(Comparator.comparing(Grant::id))
                .toList();
        Optional<Grant> denial =
                counting.stream().filter(grant -> grant.level() == Level.DENY).findFirst();
        return denial.isPresent()
                ? new Decision(Set.of(), new Rule.Denied(denial.get()), false)
                : together(role, thing, counting);
    }

    private static Decision together(Rank role, Thing thing, List<Grant> counting) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        Rule rule = new Rule.Nothing();
        if (thing.isUnownedTopic()) {
            rights.addAll(role.includes(Rank.EDITOR) ? EnumSet.allOf(Right.class) : READING);
            rule = new Rule.Unowned();
        } else if (thing.openToAll()) {
            rights.addAll(READING);
            rule = new Rule.Open();
        }
        if (!counting.isEmpty()) {
            counting.forEach(grant -> rights.addAll(grant.level().rights(grant.download())));
            rule = new Rule.Granted(counting);
        }
        return new Decision(rights, rule, false);
    }

    private static Decision all(Rule rule) {
        return new Decision(EnumSet.allOf(Right.class), rule, false);
    }
}
