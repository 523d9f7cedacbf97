package io.sluice.catalog.masking;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.masking.MaskingStore.Masked;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.ThingStore;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Caller;
import io.sluice.contract.Masking;
import io.sluice.contract.Masking.Rule;
import io.sluice.contract.Masking.Rules;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.contract.Served;
import io.sluice.contract.Topics;
import io.sluice.contract.Veiling;
import io.sluice.rights.Kind;
import io.sluice.rights.Right;
import io.sluice.rights.Thing;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Rules for what people see of a dataset's records. They are about the records wherever these are read, so they are found by the topic; one that several
 * datasets are about has the rules of all of them. Whoever may manage a dataset is not bound by its rules.
 */
public final class MaskingService implements Feature {
    private final Vertx vertx;
    private final CatalogDatabase database;
    private final Authority authority;
    private final Vault vault;
    private final Clock clock;

    public MaskingService(Vertx vertx, CatalogDatabase database, Authority authority, Vault vault, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.authority = authority;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Masking.FIND.serve(vertx, this::find),
                Masking.PUT.serve(vertx, this::put),
                Masking.OF_TOPIC.serve(vertx, this::ofTopic),
                Masking.MASKED.serve(vertx, ask -> masked()));
    }

    private Future<Rules> find(Masking.FindRules ask) {
        return manageable(database, ask.caller(), ask.ref())
                .compose(dataset -> MaskingStore.find(database, dataset))
                .map(found -> found.map(Masked::rules).orElse(Rules.NONE));
    }

    private Future<Rules> put(Masking.PutRules ask) {
        check(ask.rules());
        return database.transaction(session -> manageable(session, ask.caller(), ask.ref())
                        .compose(dataset -> write(session, dataset, ask))
                        .compose(dataset -> MaskingStore.topic(session, dataset)))
                .onSuccess(topic -> topic.ifPresent(
                        name -> Topics.ACCESS_CHANGED.publish(vertx, new Topics.TopicAccessChanged(name))))
                .map(ask.rules());
    }

    private static void check(Rules rules) {
        Violations violations = new Violations()
                .check(rules.items().size() <= Masking.MAX_RULES, "/rules", "at most " + Masking.MAX_RULES + " rules");
        for (int i = 0; i < rules.items().size(); i++) {
            violations.check(
                    rules.items().get(i).mask().size() <= Masking.MAX_FIELDS,
                    "/rules/" + i + "/mask",
                    "at most " + Masking.MAX_FIELDS + " fields");
        }
        violations.refuse();
    }

    private Future<UUID> write(Session session, UUID dataset, Masking.PutRules ask) {
        Future<Void> written = ask.rules().items().isEmpty()
                ? MaskingStore.remove(session, dataset)
                : MaskingStore.put(
                        session,
                        new Masked(dataset, ask.rules(), vault.seal(Vault.newMasterKey())),
                        clock.instant(),
                        ask.caller().user());
        return written.map(dataset);
    }

    private Future<UUID> manageable(Session session, Caller caller, String ref) {
        return thing(session, ref).compose(thing -> authority
                .require(session, caller, thing, ref, Right.MANAGE)
                .map(decision -> UUID.fromString(thing.id().id())));
    }

    private static Future<Thing> thing(Session session, String ref) {
        return ThingStore.find(session, Kind.DATASET, ref).map(found -> found.orElseThrow(
                        () -> Problem.NotFound.of("dataset", ref).toException())
                .thing());
    }

    private Future<Masking.MaskedTopics> masked() {
        return MaskingStore.topics(database).map(Masking.MaskedTopics::new);
    }

    private Future<Veiling> ofTopic(Masking.OfTopic ask) {
        if (ask.caller().isAdmin()) {
            return Future.succeededFuture(Veiling.NONE);
        }
        return MaskingStore.ofTopic(database, ask.topic())
                .compose(masked -> Future.all(
                        masked.stream().map(one -> of(one, ask.caller())).toList()))
                .map(each -> together(each.list()));
    }

    private Future<Veiling> of(Masked masked, Caller caller) {
        return thing(database, masked.dataset().toString())
                .compose(thing -> authority.decide(database, caller, thing))
                .compose(decision -> decision.may(Right.MANAGE)
                        ? Future.succeededFuture(Veiling.NONE)
                        : authority.holdings(database, caller.user()).map(held -> veiling(masked, held.groups())));
    }

    private Veiling veiling(Masked masked, List<String> groups) {
        List<Rule> meant = masked.rules().items().stream()
                .filter(rule -> rule.isFor(groups))
                .toList();
        return new Veiling(
                meant.stream()
                        .flatMap(rule -> rule.mask().entrySet().stream())
                        .map(field -> new Veiling.Field(field.getKey(), field.getValue()))
                        .toList(),
                meant.stream()
                        .map(Rule::rows)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList(),
                salt(masked));
    }

    private Secret salt(Masked masked) {
        try {
            return vault.open(masked.salt());
        } catch (Vault.WrongKey wrong) {
            throw new IllegalStateException("the salt of a dataset's hashes cannot be opened", wrong);
        }
    }

    /** Of several datasets, the first one's salt. */
    private static Veiling together(Collection<Veiling> all) {
        List<Veiling> some = all.stream().filter(each -> !each.isNone()).toList();
        return some.isEmpty()
                ? Veiling.NONE
                : new Veiling(
                        some.stream().flatMap(each -> each.fields().stream()).toList(),
                        some.stream()
                                .flatMap(each -> each.rows().stream())
                                .distinct()
                                .toList(),
                        some.get(0).salt());
    }
}
