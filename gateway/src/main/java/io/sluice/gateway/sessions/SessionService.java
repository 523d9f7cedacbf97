package io.sluice.gateway.sessions;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Served;
import io.sluice.contract.Sessions;
import io.sluice.contract.Sessions.ListSessions;
import io.sluice.contract.Sessions.Session;
import io.sluice.contract.Sessions.SessionPage;
import io.sluice.gateway.live.LiveHub;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for this node's live subscriptions on the bus, and asks all nodes for theirs. A node that does not answer within {@link
 * #PATIENCE} is left out of a list.
 */
public final class SessionService {
    private static final Logger LOG = LoggerFactory.getLogger(SessionService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Comparator<Session> ORDER = Comparator.comparing(Session::place);
    /** In front of it, a session's id names its node. */
    private static final char NODE_END = '-';

    private final Vertx vertx;
    private final LiveHub hub;
    private final Gateways gateways;
    private final List<Served> served = new ArrayList<>();

    public SessionService(Vertx vertx, LiveHub hub) {
        this.vertx = vertx;
        this.hub = hub;
        this.gateways = new Gateways(vertx, hub.node());
    }

    /** Completes when every node can ask this one. */
    public Future<Void> open() {
        served.add(Sessions.LIST.at(hub.node()).serve(vertx, ask -> Future.succeededFuture(own(ask))));
        served.add(Sessions.END
                .at(hub.node())
                .serve(vertx, ask -> Future.succeededFuture(new Done(hub.terminate(ask.caller(), ask.id())))));
        served.add(Sessions.RENEW.at(hub.node()).serve(vertx, ask -> hub.renew(ask.fresh(), ask.id())
                .map(Sessions.Renewed::new)));
        return Future.all(served.stream().map(Served::ready).toList()).compose(ready -> gateways.join());
    }

    public Future<Void> close() {
        return gateways.leave()
                .eventually(() -> Future.join(served.stream().map(Served::close).toList()));
    }

    private SessionPage own(ListSessions ask) {
        List<Session> all =
                hub.sessions().stream().filter(session -> isAsked(ask, session)).toList();
        List<Session> page = all.stream()
                .filter(session -> ask.after() == null || session.place().compareTo(ask.after()) > 0)
                .sorted(ORDER)
                .limit(ask.limit())
                .toList();
        return new SessionPage(page, all.size());
    }

    private static boolean isAsked(ListSessions ask, Session session) {
        Caller caller = ask.caller();
        String user = session.reader().user();
        return (caller.isAdmin() || caller.user().equals(user))
                && (ask.user() == null || ask.user().equals(user))
                && (ask.topic() == null || ask.topic().equals(session.reading().topic()));
    }

    /** Of all nodes, in one order; as many as were asked for of each at most. */
    Future<SessionPage> list(ListSessions ask) {
        return gateways.all().compose(nodes -> {
            List<Future<SessionPage>> asked =
                    nodes.stream().map(node -> ask(node, ask)).toList();
            return Future.all(asked).map(done -> merge(asked, ask.limit()));
        });
    }

    private Future<SessionPage> ask(String node, ListSessions ask) {
        return Sessions.LIST
                .at(node)
                .call(vertx, ask, PATIENCE)
                .onFailure(away -> LOG.debug("a gateway did not answer for its sessions; node={}", node))
                .otherwise(new SessionPage(List.of(), 0));
    }

    private static SessionPage merge(List<Future<SessionPage>> pages, int limit) {
        List<Session> items = pages.stream()
                .flatMap(page -> page.result().items().stream())
                .sorted(ORDER)
                .limit(limit)
                .toList();
        return new SessionPage(
                items, pages.stream().mapToLong(page -> page.result().total()).sum());
    }

    /** Renews the identity of a session wherever it is. */
    Future<Sessions.Renewed> renew(Identity.Verified fresh, String id) {
        String node = node(id);
        return gateways.all()
                .compose(nodes -> nodes.contains(node)
                        ? Sessions.RENEW.at(node).call(vertx, new Sessions.RenewSession(fresh, id))
                        : Future.failedFuture(Problem.NotFound.of("session", id).toException()));
    }

    private static String node(String id) {
        return id.substring(0, Math.max(0, id.indexOf(NODE_END)));
    }

    /** Ends a session wherever it is; one of a node that is gone is over. */
    Future<Done> end(Caller caller, String id) {
        String node = node(id);
        return gateways.all()
                .compose(nodes -> nodes.contains(node)
                        ? Sessions.END.at(node).call(vertx, new Sessions.EndSession(caller, id))
                        : Future.succeededFuture(new Done(false)));
    }
}
