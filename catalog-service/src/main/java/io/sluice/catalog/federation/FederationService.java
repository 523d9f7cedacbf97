package io.sluice.catalog.federation;

import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Catalog;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches this catalogue and others at once. Every catalogue gives its share of a page and goes on where it stood, so pages neither repeat
 * nor leave out; within a page the answers take turns, as ranks of different catalogues cannot be compared. A catalogue that does not
 * answer in time keeps its place: the next page asks it again. At most {@value #MAX_UNDER_WAY} questions are under way.
 */
public final class FederationService implements Feature {
    /** A remote catalogue that has not answered by then is left out of the page. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(FederationService.class);
    private static final String LOCAL = "local";
    private static final int MAX_UNDER_WAY = 64;
    private static final int PER_SERVER = 8;
    /** Of a page, for one catalogue. */
    private static final int MAX_SHARE = 200;

    private static final int MAX_ELSEWHERE = 1_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final List<RemoteCatalog> remotes;
    private int underWay;

    public FederationService(Vertx vertx, List<Remote> remotes) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxHeaderSize(1 << 14).setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(PER_SERVER).setMaxWaitQueueSize(MAX_UNDER_WAY));
        this.remotes = remotes.stream()
                .map(remote -> new RemoteCatalog(vertx, client, remote, PATIENCE))
                .toList();
    }

    @Override
    public List<Served> serve(Vertx on) {
        return List.of(Catalog.SEARCH_FEDERATION.serve(on, this::search));
    }

    public Future<Void> close() {
        return client.close();
    }

    /**
     * What came of asking one.
     *
     * @param part empty: nothing came, and it stays where it is
     */
    private record Answered(
            Catalog.Server server,
            Optional<Part> part,
            @Nullable String stays) {}

    private Future<Catalog.FederatedPage> search(Catalog.SearchFederation question) {
        Catalog.SearchDatasets ask = question.ask();
        new Violations()
                .limit(ask.limit(), question.local() ? MAX_SHARE : MAX_ELSEWHERE)
                .refuse();
        Places places = Places.of(ask.cursor());
        List<RemoteCatalog> asked = remotes.stream()
                .filter(remote -> places == null || places.next().containsKey(remote.name()))
                .toList();
        boolean local = question.local() && (places == null || places.next().containsKey(LOCAL));
        int share = Math.min(MAX_SHARE, Math.max(1, ask.limit() / Math.max(1, asked.size() + (local ? 1 : 0))));
        List<Future<Answered>> all = new ArrayList<>();
        if (local) {
            all.add(local(ask, share, place(places, LOCAL)));
        }
        asked.forEach(remote -> all.add(remote(remote, ask, share, place(places, remote.name()))));
        return Future.all(all).map(done -> page(done.list()));
    }

    private static @Nullable String place(@Nullable Places places, String server) {
        String place = places == null ? null : places.next().get(server);
        return place == null || place.isEmpty() ? null : place;
    }

    private static Catalog.SearchDatasets at(Catalog.SearchDatasets ask, int limit, @Nullable String cursor) {
        return new Catalog.SearchDatasets(
                ask.caller(),
                ask.q(),
                ask.organization(),
                ask.tag(),
                ask.type(),
                ask.owner(),
                ask.area(),
                ask.during(),
                ask.sort(),
                limit,
                cursor);
    }

    /** What is wrong with the question fails the whole. */
    private Future<Answered> local(Catalog.SearchDatasets ask, int share, @Nullable String place) {
        return Catalog.SEARCH_DATASETS.call(vertx, at(ask, share, place)).map(page -> {
            List<Catalog.Entry> items = page.items().stream()
                    .map(dataset -> new Catalog.Entry(LOCAL, dataset, null))
                    .toList();
            Part part = new Part(items, page.total(), page.exact(), page.next());
            return new Answered(new Catalog.Server(LOCAL, "ok", page.total()), Optional.of(part), null);
        });
    }

    private Future<Answered> remote(
            RemoteCatalog remote, Catalog.SearchDatasets ask, int share, @Nullable String place) {
        if (underWay >= MAX_UNDER_WAY) {
            return Future.succeededFuture(silent(remote, "error", place));
        }
        underWay++;
        return remote.ask(ask, share, place)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .eventually(() -> {
                    underWay--;
                    return Future.succeededFuture();
                })
                .map(part -> part.map(some -> new Answered(
                                new Catalog.Server(remote.name(), "ok", some.total()), Optional.of(some), null))
                        .orElseGet(() ->
                                new Answered(new Catalog.Server(remote.name(), "skipped", 0), Optional.empty(), null)))
                .recover(failure -> Future.succeededFuture(failed(remote, failure, place)));
    }

    private static Answered failed(RemoteCatalog remote, Throwable failure, @Nullable String place) {
        if (failure instanceof ProblemException known && known.problem() instanceof Problem.Invalid) {
            throw known;
        }
        LOG.debug("another catalogue did not answer; server={} cause={}", remote.name(), failure.toString());
        return silent(remote, failure instanceof TimeoutException ? "timeout" : "error", place);
    }

    private static Answered silent(RemoteCatalog remote, String state, @Nullable String place) {
        return new Answered(new Catalog.Server(remote.name(), state, 0), Optional.empty(), place == null ? "" : place);
    }

    private static Catalog.FederatedPage page(List<Answered> all) {
        Map<String, String> next = new LinkedHashMap<>();
        List<List<Catalog.Entry>> lists = new ArrayList<>();
        long total = 0;
        boolean exact = true;
        boolean more = false;
        for (Answered answered : all) {
            String name = answered.server().name();
            if (answered.part().isPresent()) {
                Part part = answered.part().get();
                lists.add(part.items());
                total += part.total();
                exact &= part.exact();
                if (part.next() != null) {
                    next.put(name, part.next());
                    more = true;
                }
            } else if (answered.stays() != null) {
                next.put(name, answered.stays());
                exact = false;
            }
        }
        List<Catalog.Server> servers = all.stream().map(Answered::server).toList();
        return new Catalog.FederatedPage(
                inTurns(lists), total, exact, servers, more ? new Places(next).cursor() : null);
    }

    private static List<Catalog.Entry> inTurns(List<List<Catalog.Entry>> lists) {
        List<Catalog.Entry> all = new ArrayList<>();
        int longest = lists.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            int turn = i;
            lists.stream().filter(list -> turn < list.size()).forEach(list -> all.add(list.get(turn)));
        }
        return all;
    }
}
