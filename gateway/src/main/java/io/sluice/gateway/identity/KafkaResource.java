package io.sluice.gateway.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.contract.Access;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.KafkaLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How clients of users' own come to Kafka, and how much of it a user has. */
public final class KafkaResource {
    static final String MECHANISM = "SCRAM-SHA-512";

    private static final String PATH = "/api/v1/kafka";
    private static final String QUOTA = "/api/v1/users/{user}/quota";
    private static final String PEM = "application/x-pem-file";
    private static final long MOST = 1L << 50;

    private final Vertx vertx;
    private final KafkaLink.Users users;

    public KafkaResource(Vertx vertx, KafkaLink.Users users) {
        this.vertx = vertx;
        this.users = users;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::find),
                Route.open(HttpMethod.GET, PATH + "/ca.pem", this::authority),
                Route.get(QUOTA, Role.ADMIN, this::quota),
                Route.put(QUOTA, Role.ADMIN, this::setQuota));
    }

    record Permits(boolean credentials, boolean rules, boolean quotas) {}

    record Found(
            String bootstrap, String securityProtocol, String mechanism, boolean ca, boolean usable, Permits permits) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Quota(
            String user,
            @Nullable Long bytesInPerSecond,
            @Nullable Long bytesOutPerSecond,
            boolean own) {
        static Quota of(Access.Quota quota) {
            return new Quota(quota.user(), quota.bytesIn(), quota.bytesOut(), quota.own());
        }
    }

    private Future<Answer> find(Call call) {
        call.bare();
        return Access.STATE
                .call(vertx, new Access.AskState())
                .map(state -> Answer.ok(new Found(
                        users.bootstrap(),
                        users.protocol(),
                        MECHANISM,
                        users.ca() != null,
                        state.usable(),
                        new Permits(state.credentials(), state.rules(), state.quotas()))));
    }

    private Future<Answer> authority(Call call) {
        call.bare();
        String ca = users.ca();
        return Future.succeededFuture(ca == null ? Answer.noContent() : Answer.text(PEM, Buffer.buffer(ca)));
    }

    private Future<Answer> quota(Call call) {
        call.bare();
        return user(call)
                .compose(user -> Access.FIND_QUOTA.call(vertx, new Access.FindQuota(user)))
                .map(quota -> Answer.ok(Quota.of(quota)));
    }

    private Future<Answer> setQuota(Call call) {
        call.query().end();
        Fields fields = call.fields();
        Long in = fields.optionalWhole("bytes_in_per_second", 1, MOST);
        Long out = fields.optionalWhole("bytes_out_per_second", 1, MOST);
        fields.end();
        fields.violations().check();
        return user(call)
                .compose(user -> Access.SET_QUOTA.call(vertx, new Access.SetQuota(user, in, out)))
                .map(quota -> Answer.ok(Quota.of(quota)));
    }

    /** The user's name as it is written in the catalog. */
    private Future<String> user(Call call) {
        return Identity.FIND_USER
                .call(vertx, new Identity.FindUser(call.caller(), call.path("user")))
                .map(Identity.User::name);
    }
}
