package io.sluice.gateway.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Audit.Actor;
import io.sluice.contract.Audit.Event;
import io.sluice.contract.Audit.Thing;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.gateway.audit.Deed.Weight;
import io.sluice.gateway.audit.Events.Result;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.ClientAddress;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.RequestId;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Witness;
import io.sluice.gateway.identity.Authentication;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notes what requests do: everything that changes something, every refusal of somebody who showed a credential, every reading of many
 * records, and administrators who look at what belongs to others. Of a body only the id, the name and the owner in an answer are looked at. Belongs
 * to one event loop.
 */
public final class Observer implements Witness {
    private static final int MOST_BODY = 256 << 10;

    private final Trail trail;
    private final Events events;
    private final Map<Route, Deed> deeds = new HashMap<>();

    public Observer(Trail trail, Events events) {
        this.trail = trail;
        this.events = events;
    }

    @Override
    public Future<Answer> watch(Route route, RoutingContext context, Supplier<Future<Answer>> exchange) {
        Deed deed = deeds.computeIfAbsent(route, Deed::of);
        boolean change = deed.weight() == Weight.CHANGE;
        if (change) {
            try {
                trail.reserve();
            } catch (RuntimeException full) {
                return Future.failedFuture(full);
            }
        }
        return Future.succeededFuture().compose(begun -> exchange.get()).onComplete(done -> {
            Seen seen = done.succeeded() ? Seen.of(done.result()) : Seen.of(done.cause());
            Event event = event(route, deed, context, seen);
            if (change) {
                trail.addReserved(event);
            } else if (isWanted(deed, context, seen, event)) {
                trail.add(event);
            }
        });
    }

    @Override
    public void refused(Route route, RoutingContext context, Throwable failure) {
        Deed deed = deeds.computeIfAbsent(route, Deed::of);
        Seen seen = Seen.of(failure);
        if (isRefusal(context, seen)) {
            trail.add(event(route, deed, context, seen));
        }
    }

    private static boolean isWanted(Deed deed, RoutingContext context, Seen seen, Event event) {
        if (isRefusal(context, seen)) {
            return true;
        }
        return switch (deed.weight()) {
            case CHANGE, NOTHING -> false;
            case BULK -> seen.status() < 500;
            case LOOK -> isForeign(context, event.thing().owner());
        };
    }

    /** Nobody is told about those who only came by without any credential. */
    private static boolean isRefusal(RoutingContext context, Seen seen) {
        return seen.status() == 403 || (seen.status() == 401 && showsCredential(context.request()));
    }

    private static boolean showsCredential(HttpServerRequest request) {
        return request.headers().contains("Authorization")
                || request.headers().contains("Cookie")
                || request.headers().contains("Sec-WebSocket-Protocol")
                || request.params().contains("access_token");
    }

    private static boolean isForeign(RoutingContext context, @Nullable String owner) {
        return Authentication.known(context)
                .map(Identity.Verified::caller)
                .filter(caller -> caller.role() == Role.ADMIN && owner != null && !owner.equals(caller.user()))
                .isPresent();
    }

    private Event event(Route route, Deed deed, RoutingContext context, Seen seen) {
        String rule = seen.rule() == null ? needed(route) : seen.rule();
        Result result = seen.status() < 400 ? Result.allowed(rule, seen.status()) : Result.notDone(rule, seen.status());
        return events.of(
                actor(context),
                deed.action(),
                thing(deed, context, seen),
                result,
                RequestId.of(context),
                Call.notes(context));
    }

    private static String needed(Route route) {
        Role role = route.role();
        return role == null ? "open to all" : "role " + role.text();
    }

    private static Actor actor(RoutingContext context) {
        Optional<Identity.Verified> verified = Authentication.known(context);
        @Nullable String signedIn = Call.signedIn(context);
        @Nullable Secret claimed = signedIn == null ? Call.claimed(context) : null;
        String user = verified.map(known -> known.caller().user()).orElse(signedIn);
        return new Actor(user, Authentication.credential(context), ClientAddress.of(context), claimed);
    }

    private static Thing thing(Deed deed, RoutingContext context, Seen seen) {
        @Nullable String asked = deed.parameter() == null ? null : context.pathParam(deed.parameter());
        @Nullable String id = seen.id() == null ? asked : seen.id();
        @Nullable String name = seen.name() == null && id != null && !id.equals(asked) ? asked : seen.name();
        return id == null
                ? new Thing(deed.kind(), name, null, seen.owner())
                : new Thing(deed.kind(), id, name, seen.owner());
    }

    /**
     * What is seen of an answer.
     *
     * @param rule why it was not done; null: it was
     */
    private record Seen(
            int status,
            @Nullable String rule,
            @Nullable String id,
            @Nullable String name,
            @Nullable String owner) {

        static Seen of(Throwable failure) {
            return Problems.known(failure)
                    .map(problem -> new Seen(Problems.status(problem), why(problem), null, null, null))
                    .orElseGet(() -> ofHttp(failure));
        }

        private static Seen ofHttp(Throwable failure) {
            int status = failure instanceof io.vertx.ext.web.handler.HttpException http ? http.getStatusCode() : 500;
            return new Seen(status, status == 500 ? "internal" : "malformed", null, null, null);
        }

        /** What is said to a caller may have the caller's own words in it; only the words of a refusal are ours alone. */
        private static String why(Problem problem) {
            return problem instanceof Problem.Forbidden forbidden ? forbidden.detail() : problem.code();
        }

        static Seen of(Answer answer) {
            @Nullable JsonNode body = body(answer);
            if (answer.status() >= 400) {
                String code = text(body, "code");
                @Nullable String rule = "forbidden".equals(code) ? text(body, "detail") : code;
                return new Seen(answer.status(), rule == null ? word(answer.status()) : rule, null, null, null);
            }
            return new Seen(answer.status(), null, text(body, "id"), text(body, "name"), text(body, "owner"));
        }

        private static String word(int status) {
            return switch (status) {
                case 401 -> "unauthenticated";
                case 403 -> "forbidden";
                default -> "failed";
            };
        }

        private static @Nullable JsonNode body(Answer answer) {
            String type = answer.contentType();
            boolean json = type != null && type.endsWith("json") && !type.contains("ndjson");
            if (!json || answer.body().length() == 0 || answer.body().length() > MOST_BODY) {
                return null;
            }
            try {
                return Json.MAPPER.readTree(answer.body().getBytes());
            } catch (IOException ofAnotherForm) {
                return null;
            }
        }

        private static @Nullable String text(@Nullable JsonNode body, String field) {
            return body == null ? null : body.path(field).textValue();
        }
    }
}
