package io.sluice.gateway.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.contract.Access;
import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.KafkaName;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Locations;
import io.sluice.gateway.http.Page;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.KafkaLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The caller's own API keys. The key itself is in one answer only, which is why that answer is never stored for a replay. */
public final class KeysResource {
    private static final String PATH = "/api/v1/keys";
    private static final long MAX_SECONDS = Duration.ofDays(3650).toSeconds();

    private final Vertx vertx;
    private final KafkaLink.Users kafka;

    public KeysResource(Vertx vertx, KafkaLink.Users kafka) {
        this.vertx = vertx;
        this.kafka = kafka;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::list),
                Route.post(PATH, Role.VIEWER, this::create).withoutReplay(),
                Route.delete(PATH + "/{key}", Role.VIEWER, this::delete),
                Route.post(PATH + "/{key}/rotate", Role.VIEWER, this::rotate).withoutReplay());
    }

    /**
     * How a Kafka client of one's own connects. Credentials are null where the cluster does not let us manage them.
     *
     * @param groupPrefix what the names of groups and transactional ids must begin with
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Kafka(
            String bootstrap,
            @Nullable String username,
            @Nullable String password,
            @Nullable String mechanism,
            String securityProtocol,
            @Nullable String groupPrefix) {}

    record Created(
            String name,
            String key,
            Role role,
            Instant createdAt,
            @Nullable Instant expiresAt,
            Kafka kafka) {}

    private Future<Answer> list(Call call) {
        call.bare();
        return Identity.LIST_KEYS
                .call(vertx, new Identity.ListKeys(call.caller()))
                .map(keys -> Answer.ok(Page.whole(keys.items())));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.text("name");
        Duration life = life(fields);
        List<String> scopes = fields.texts("scopes", Role.values().length);
        Role role = strongest(fields, scopes);
        fields.end();
        fields.violations().check();
        return Identity.CREATE_KEY
                .call(vertx, new Identity.CreateKey(call.caller(), name, life, role))
                .compose(created -> shown(created, call.caller()))
                .map(shown -> Answer.created(Locations.of(PATH, shown.name()), shown));
    }

    private Future<Answer> rotate(Call call) {
        call.query().end();
        Fields fields = call.optionalFields();
        Duration life = life(fields);
        fields.end();
        fields.violations().check();
        return Identity.ROTATE_KEY
                .call(vertx, new Identity.RotateKey(call.caller(), call.path("key"), life))
                .compose(rotated -> shown(rotated, call.caller()))
                .map(Answer::ok);
    }

    private static @Nullable Duration life(Fields fields) {
        Long seconds = fields.optionalWhole("expires_in", 1, MAX_SECONDS);
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    /** Roles include one another, so of several the strongest says it all; none: the caller's own. */
    private static @Nullable Role strongest(Fields fields, List<String> scopes) {
        try {
            return scopes.stream().map(Role::of).max(Comparator.naturalOrder()).orElse(null);
        } catch (IllegalArgumentException unknown) {
            fields.violations().add(fields.at("scopes"), "expected a list of viewer, editor or admin");
            return null;
        }
    }

    /** Where that is not known at the moment, it is told when it can be used: {@code ready} of the list. */
    private Future<Boolean> usable() {
        return Access.STATE
                .call(vertx, new Access.AskState())
                .map(Access.State::usable)
                .recover(unknown -> Future.succeededFuture(true));
    }

    private Kafka kafka(Identity.CreatedKey created, boolean usable, Caller caller) {
        Identity.KafkaLogin login = created.key().kafka();
        return login == null || !usable
                ? new Kafka(kafka.bootstrap(), null, null, null, kafka.protocol(), null)
                : new Kafka(
                        kafka.bootstrap(),
                        login.username(),
                        created.secret().reveal(),
                        KafkaResource.MECHANISM,
                        kafka.protocol(),
                        KafkaName.prefix(caller.user()));
    }

    private Future<Created> shown(Identity.CreatedKey created, Caller caller) {
        Identity.Key key = created.key();
        return usable().map(usable -> new Created(
                key.name(),
                created.secret().reveal(),
                key.role(),
                key.createdAt(),
                key.expiresAt(),
                kafka(created, usable, caller)));
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return Identity.DELETE_KEY
                .call(vertx, new Identity.DeleteKey(call.caller(), call.path("key")))
                .map(done -> Answer.noContent());
    }
}
