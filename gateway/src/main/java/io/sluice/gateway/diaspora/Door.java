package io.sluice.gateway.diaspora;

import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Subjects;
import io.sluice.contract.Subjects.Subject;
import io.sluice.gateway.http.Action;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Dialect;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/**
 * Lets in who shows a token or an API key in {@code Authorization}, and the id of that very user in {@code Subject}. Whatever is wrong
 * with either, the answer is the same. The cookie of a browser's session is none.
 */
final class Door {
    private static final String SUBJECT = "Subject";

    private final Vertx vertx;

    Door(Vertx vertx) {
        this.vertx = vertx;
    }

    /** What a route does for who was let in. */
    interface Service {
        Future<Answer> answer(Guest guest);
    }

    /** @param least role that may use it; who has less is told so only after they have shown who they are */
    Route route(HttpMethod method, String path, Role least, Dialect dialect, Service service) {
        return Route.foreign(method, path, Role.VIEWER, dialect, around(least, service));
    }

    private Action around(Role least, Service service) {
        return call -> subject(call).compose(subject -> {
            if (!call.caller().role().includes(least)) {
                throw new Problem.Forbidden("This needs the role " + least.text() + ".").toException();
            }
            return service.answer(new Guest(call, subject));
        });
    }

    private Future<Subject> subject(Call call) {
        Optional<String> named = Optional.ofNullable(call.request().getHeader(SUBJECT));
        if (named.isEmpty() || !call.request().headers().contains("Authorization")) {
            return Future.failedFuture(new Problem.Unauthenticated().toException());
        }
        return Subjects.FIND
                .call(vertx, new Subjects.FindSubject(call.caller()))
                .map(subject -> named.filter(subject.id().toString()::equalsIgnoreCase)
                        .map(own -> subject)
                        .orElseThrow(() -> new Problem.Unauthenticated().toException()));
    }
}
