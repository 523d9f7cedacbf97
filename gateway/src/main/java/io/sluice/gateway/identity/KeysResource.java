package io.sluice.gateway.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Locations;
import io.sluice.gateway.http.Page;
import io.sluice.gateway.http.Route;
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
    private final String kafkaBootstrap;

    public KeysResource(Vertx vertx, String kafkaBootstrap) {
        this.vertx = vertx;
        this.kafkaBootstrap = kafkaBootstrap;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::list),
                Route.post(PATH, Role.VIEWER, this::create).withoutReplay(),
                Route.delete(PATH + "/{key}", Role.VIEWER, this::delete));
    }

    /** How a Kafka client of one's own connects. Credentials are null while the broker asks for none. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Kafka(
            String bootstrap,
            @Nullable String username,
            @Nullable String password,
            @Nullable String mechanism) {}

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
        Long seconds = fields.optionalWhole("expires_in", 1, MAX_SECONDS);
        List<String> scopes = fields.texts("scopes", Role.values().length);
        Role role = strongest(fields, scopes);
        fields.end();
        fields.violations().check();
        @Nullable Duration life = seconds == null ? null : Duration.ofSeconds(seconds);
        return Identity.CREATE_KEY
                .call(vertx, new Identity.CreateKey(call.caller(), name, life, role))
                .map(this::created);
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

    private Answer created(Identity.CreatedKey created) {
        Identity.Key key = created.key();
        return Answer.created(
                Locations.of(PATH, key.name()),
                new Created(
                        key.name(),
                        created.secret().reveal(),
                        key.role(),
                        key.createdAt(),
                        key.expiresAt(),
                        new Kafka(kafkaBootstrap, null, null, null)));
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return Identity.DELETE_KEY
                .call(vertx, new Identity.DeleteKey(call.caller(), call.path("key")))
                .map(done -> Answer.noContent());
    }
}
