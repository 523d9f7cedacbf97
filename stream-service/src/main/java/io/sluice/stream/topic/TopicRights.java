package io.sluice.stream.topic;

import io.sluice.contract.Caller;
import io.sluice.contract.Holdings;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Things;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.contract.Topics.TopicAccessChanged;
import io.sluice.contract.Veiling;
import io.sluice.rights.Decision;
import io.sluice.rights.Right;
import io.sluice.rights.Rule;
import io.sluice.rights.Thing;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.rights.Authority;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/**
 * Who may see, read and change a topic: finds the topic, and what it is as a thing, and lets {@link Authority} decide. What the caller may not view
 * does not exist for them, nor does a topic that is being made anew.
 *
 * <p>Live reading can be switched off for everybody by an administrator; other reading stays.
 */
public final class TopicRights {
    private final Vertx vertx;
    private final Broker broker;
    private final TopicRows rows;
    private final TopicFormats formats;
    private final TopicThings things;
    private final Authority authority;
    private final TopicVeils veils;

    public TopicRights(
            Vertx vertx,
            Broker broker,
            TopicRows rows,
            TopicFormats formats,
            Authority authority,
            Derivations derivations) {
        this.things = new TopicThings(vertx, rows);
        this.veils = new TopicVeils(vertx, rows, derivations, this::manages);
        this.authority = authority;
        this.vertx = vertx;
        this.broker = broker;
        this.rows = rows;
        this.formats = formats;
    }

    /**
     * A topic that the caller may see.
     *
     * @param owned null: made outside the platform
     * @param decision what the caller may do with it
     */
    public record Seen(
            TopicDescription description, @Nullable Owned owned, Thing thing, Decision decision) {
        public boolean may(Right right) {
            return decision.may(right);
        }

        /** Not everybody may read it, so not everybody may read what is made of it. */
        public boolean isPrivate() {
            return !thing.openToAll();
        }

        public String id() {
            return description.topicId().toString();
        }
    }

    public Future<TopicAccess> authorize(AuthorizeTopic ask) {
        Future<Seen> seen =
                switch (ask.access()) {
                    case READ -> see(ask.caller(), ask.name());
                    case WRITE -> seeToChange(ask.caller(), ask.name());
                    case LIVE -> see(ask.caller(), ask.name()).compose(this::unlessSilenced);
                    case DOWNLOAD -> see(ask.caller(), ask.name(), Right.DOWNLOAD);
                    case LIVE_DOWNLOAD ->
                        see(ask.caller(), ask.name(), Right.DOWNLOAD).compose(this::unlessSilenced);
                };
        return seen.compose(topic -> formats.find(topic.description().name(), topic.id())
                .compose(stored -> (ask.access() == Topics.Access.WRITE
                                ? Future.succeededFuture(Veiling.NONE)
                                : veiling(ask.caller(), topic))
                        .map(veiling -> new TopicAccess(
                                topic.description().name(),
                                topic.id(),
                                topic.description().partitions().size(),
                                stored.format(),
                                stored.version(),
                                veiling))));
    }

    /** What of the records somebody is not to see. Who may manage a topic that is not made of others is not bound by rules of datasets about it. */
    private Future<Veiling> veiling(Caller caller, Seen seen) {
        Optional<Owned> owned = Optional.ofNullable(seen.owned());
        boolean isMade = owned.map(Owned::stream).isPresent();
        return !isMade && seen.may(Right.MANAGE)
                ? Future.succeededFuture(Veiling.NONE)
                : veils.of(caller, seen.description().name(), owned);
    }

    private Future<Boolean> manages(Caller caller, Owned owned) {
        return things.of(owned)
                .compose(thing -> authority.decide(caller, thing))
                .map(decision -> decision.may(Right.MANAGE));
    }

    /** Fails with {@link Problem.Forbidden} for who does not see everything in it: others could see it in what is made of it. */
    public Future<Seen> requireWhole(Caller caller, Seen seen) {
        return veiling(caller, seen)
                .compose(veiling -> veiling.isNone()
                        ? Future.succeededFuture(seen)
                        : Future.failedFuture(partly(seen.description().name())));
    }

    /** The same of what lies elsewhere and was made of a topic, which may be gone by now. */
    public Future<Void> requireWhole(Caller caller, String topic) {
        return seeIfThere(caller, topic)
                .compose(seen -> seen.isPresent()
                        ? requireWhole(caller, seen.get()).mapEmpty()
                        : rows.find(topic)
                                .compose(owned -> veils.of(caller, topic, owned))
                                .compose(veiling -> veiling.isNone()
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(partly(topic))));
    }

    private static ProblemException partly(String topic) {
        return new Problem.Forbidden(
                        "You do not see everything in the topic \"" + topic + "\", and so nothing that is made of it.")
                .toException();
    }

    /** Whether what is made of it is not for everybody: not everybody reads it, or not everybody sees everything in it. */
    public Future<Boolean> isForSome(Seen seen) {
        return seen.isPrivate() ? Future.succeededFuture(true) : isMasked(seen);
    }

    private Future<Boolean> isMasked(Seen seen) {
        return rows.all()
                .compose(all -> veils.masked(List.copyOf(all.values())))
                .map(masked -> masked.contains(seen.description().name()));
    }

    private Future<Seen> unlessSilenced(Seen seen) {
        return rows.isSilenced(seen.id())
                .compose(silenced -> silenced
                        ? Future.failedFuture(
                                new Problem.Forbidden("Live reading of this topic is switched off by an administrator.")
                                        .toException())
                        : Future.succeededFuture(seen));
    }

    /** Switches live reading of a topic on or off for everybody, and says so to those who read it. */
    Future<Void> switchLive(Seen seen, boolean live) {
        String name = seen.description().name();
        return (live ? rows.unsilence(name) : rows.silence(name, seen.id()))
                .onSuccess(done -> Topics.ACCESS_CHANGED.publish(vertx, new TopicAccessChanged(name)));
    }

    /** Fails with {@link Problem.NotFound} for what is not there and for what the caller may not see. */
    public Future<Seen> see(Caller caller, String name) {
        return seeIfThere(caller, name)
                .compose(seen ->
                        seen.isPresent() ? Future.succeededFuture(seen.get()) : Future.failedFuture(notFound(name)));
    }

    public Future<Optional<Seen>> seeIfThere(Caller caller, String name) {
        if (TopicName.isInternal(name)) {
            return Future.succeededFuture(Optional.empty());
        }
        return broker.find(name).compose(found -> {
            if (found == null) {
                return Future.succeededFuture(Optional.empty());
            }
            return rows.find(name)
                    .compose(row -> row.isPresent() && row.get().isResetting()
                            ? Future.succeededFuture(Optional.empty())
                            : see(caller, found, current(row.orElse(null), found)));
        });
    }

    private Future<Optional<Seen>> see(Caller caller, TopicDescription topic, @Nullable Owned owned) {
        return things.of(topic, owned)
                .compose(thing -> authority.decide(caller, thing).map(decision -> Optional.of(
                                new Seen(topic, owned, thing, decision))
                        .filter(seen -> seen.may(Right.VIEW))));
    }

    public Future<Seen> seeToChange(Caller caller, String name) {
        return see(caller, name, Right.EDIT);
    }

    /** Fails with {@link Problem.Forbidden} for what the caller may see but not do that with. */
    public Future<Seen> see(Caller caller, String name, Right right) {
        return see(caller, name).compose(seen -> Authority.refusal(seen.decision(), seen.thing(), name, right)
                .map(problem -> Future.<Seen>failedFuture(problem.toException()))
                .orElseGet(() -> Future.succeededFuture(seen)));
    }

    /** Whether a user who is not asking has this right to everything in a topic that is there; empty: there is no such user or topic. */
    public Future<Optional<Boolean>> mayWhole(String user, String name, Right right) {
        return seeIfThere(Caller.SYSTEM, name)
                .compose(seen -> seen.isEmpty()
                        ? Future.succeededFuture(Optional.<Boolean>empty())
                        : authority
                                .decide(user, seen.get().thing())
                                .compose(decision -> decision.isEmpty()
                                        ? Future.succeededFuture(Optional.<Boolean>empty())
                                        : mayWhole(user, seen.get(), decision.get(), right)
                                                .map(Optional::of)));
    }

    private Future<Boolean> mayWhole(String user, Seen seen, Decision decision, Right right) {
        if (!decision.may(right)) {
            return Future.succeededFuture(false);
        }
        Role role = decision.rule() instanceof Rule.Administrator ? Role.ADMIN : Role.VIEWER;
        Seen theirs = new Seen(seen.description(), seen.owned(), seen.thing(), decision);
        return veiling(new Caller(user, role), theirs)
                .map(Veiling::isNone)
                .recover(failure ->
                        failure instanceof ProblemException known && known.problem() instanceof Problem.Forbidden
                                ? Future.succeededFuture(false)
                                : Future.failedFuture(failure));
    }

    /** For those who grant rights to it. */
    public Future<Things.Described> describe(String name) {
        return see(Caller.SYSTEM, name).map(seen -> new Things.Described(seen.thing(), name));
    }

    /** Of many topics' rows, the names of those that the caller may not see; one question for all of them. */
    public Future<Set<String>> hidden(Caller caller, Collection<Owned> owned) {
        if (caller.isAdmin()) {
            return Future.succeededFuture(Set.of());
        }
        return authority.holdings(caller).compose(held -> things.ofAll(owned).map(all -> owned.stream()
                .filter(row -> row.isResetting()
                        || !authority
                                .decide(caller, all.of(row, caller.user(), held), held)
                                .may(Right.VIEW))
                .map(Owned::name)
                .collect(Collectors.toSet())));
    }

    /**
     * Who may do what with a topic, of those who were asked about.
     *
     * @param open whether everybody may read it unless it is denied to them
     * @param masked whether there are people who do not see everything in it
     * @param decisions by user, for whoever there is
     */
    public record Shared(String topic, boolean open, boolean masked, Map<String, Decision> decisions) {}

    /** Of many topics and users: a question for each user, and two for all topics. */
    public Future<List<Shared>> shared(Collection<Owned> owned, Collection<String> users) {
        List<Future<Map.Entry<String, Holdings>>> asked = users.stream()
                .map(user -> authority.holdings(user).map(held -> Map.entry(user, held)))
                .toList();
        return Future.all(asked).compose(all -> veils.masked(List.copyOf(owned))
                .compose(masked -> things.ofAll(owned).map(lineages -> owned.stream()
                        .map(row -> shared(row, lineages, all.list(), masked.contains(row.name())))
                        .toList())));
    }

    private Shared shared(
            Owned row, TopicThings.Lineages lineages, List<Map.Entry<String, Holdings>> holders, boolean masked) {
        Map<String, Decision> decisions = new HashMap<>();
        holders.forEach(holder -> {
            Holdings held = holder.getValue();
            if (held.role() != null) {
                Thing thing = lineages.of(row, holder.getKey(), held);
                decisions.put(holder.getKey(), authority.decide(new Caller(holder.getKey(), held.role()), thing, held));
            }
        });
        boolean open = lineages.of(row, "", Holdings.NONE).openToAll();
        return new Shared(row.name(), open, masked, decisions);
    }

    /** Whether it can be handed over to this user, who may have it already. */
    Future<Boolean> userExists(String user, String owner) {
        return user.equals(owner)
                ? Future.succeededFuture(true)
                : authority.holdings(new Caller(user, Role.VIEWER)).map(held -> held.role() != null);
    }

    /** Who reads it asks for the right again. */
    void announce(String name) {
        Topics.ACCESS_CHANGED.publish(vertx, new TopicAccessChanged(name));
    }

    /** The row, if it is about this incarnation of the topic. */
    static @Nullable Owned current(@Nullable Owned row, TopicDescription topic) {
        return row != null && row.id().equals(topic.topicId().toString()) ? row : null;
    }

    static ProblemException notFound(String name) {
        return Problem.NotFound.of("topic", name).toException();
    }
}
