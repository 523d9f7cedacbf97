package io.sluice.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One request that has been let in: its parameters, its body (whole, within the limit) and who sent it.
 */
public final class Call {
    private static final String CLAIMED = "sluice.claimed";
    private static final String SIGNED_IN = "sluice.signed-in";
    private static final String NOTES = "sluice.notes";

    private final RoutingContext context;
    private final Identity.@Nullable Verified verified;
    private final Buffer body;
    private final Violations violations = new Violations();

    Call(RoutingContext context, Identity.@Nullable Verified verified, Buffer body) {
        this.context = context;
        this.verified = verified;
        this.body = body;
    }

    /** A path parameter, decoded. */
    public String path(String name) {
        return Objects.requireNonNull(context.pathParam(name), name);
    }

    public Query query() {
        return new Query(context.queryParams(), violations);
    }

    /** The body as a JSON object. */
    public Fields fields() {
        return new Fields(JsonBody.parse(body.getBytes()), "", violations);
    }

    /** The body as a JSON object; none is an empty one. */
    public Fields optionalFields() {
        return body.length() > 0 ? fields() : new Fields(JsonNodeFactory.instance.objectNode(), "", violations);
    }

    /** Refuses a body and query parameters where none are expected. */
    public void bare() {
        query().end();
        if (body.length() > 0 && JsonBody.parse(body.getBytes()).size() > 0) {
            throw Problem.Invalid.at("", "no body is expected here").toException();
        }
    }

    public Buffer body() {
        return body;
    }

    public Violations violations() {
        return violations;
    }

    /** Who asks. Only on routes that need a role. */
    public Caller caller() {
        return verified().caller();
    }

    public Identity.Verified verified() {
        return Objects.requireNonNull(verified, "a public route has no caller");
    }

    /** Where the request comes from, as numbers. */
    public String address() {
        return ClientAddress.of(context);
    }

    public String requestId() {
        return RequestId.of(context);
    }

    /** Somebody says to be this user, and has still to show it. */
    public void claims(String user) {
        context.put(CLAIMED, new Secret(user));
    }

    /** This request signed the user in. */
    public void signedIn(String user) {
        context.put(SIGNED_IN, user);
    }

    /** A particular for the audit; nothing that a client wrote and nobody checked. */
    public void note(String name, String value) {
        Map<String, String> notes = new TreeMap<>(notes(context));
        notes.put(name, value);
        context.put(NOTES, notes);
    }

    public static @Nullable Secret claimed(RoutingContext context) {
        return context.get(CLAIMED);
    }

    public static @Nullable String signedIn(RoutingContext context) {
        return context.get(SIGNED_IN);
    }

    public static Map<String, String> notes(RoutingContext context) {
        return context.get(NOTES, Map.of());
    }

    public HttpServerRequest request() {
        return context.request();
    }

    /** Runs {@code gone} on the event loop if the client closes its connection before it has its answer. */
    public void onGone(Runnable gone) {
        context.response().closeHandler(closed -> gone.run());
    }
}
