package io.sluice.gateway.diaspora;

import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of topics that somebody sees or owns, whole. */
final class OwnTopics {
    private static final int PAGE = 500;

    private final Vertx vertx;

    OwnTopics(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The names of all that the caller may read, sorted. */
    Future<List<String>> readable(Guest guest) {
        return collect(guest, null, null, new ArrayList<>())
                .map(topics -> topics.stream().map(Topic::name).sorted().toList());
    }

    /** All that are the caller's and go with nothing else. */
    Future<List<Topic>> of(Guest guest) {
        String user = guest.caller().user();
        return collect(guest, user, null, new ArrayList<>()).map(topics -> topics.stream()
                .filter(topic -> user.equals(topic.owner()))
                .filter(topic -> topic.dataset() == null && topic.stream() == null)
                .toList());
    }

    /** Of the caller's namespace, by the names that they have in it, sorted. */
    Future<List<String>> inNamespace(Guest guest) {
        String prefix = guest.namespace() + ".";
        return of(guest).map(topics -> topics.stream()
                .map(Topic::name)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .sorted()
                .toList());
    }

    private Future<List<Topic>> collect(
            Guest guest, @Nullable String owner, @Nullable String cursor, List<Topic> found) {
        return Topics.LIST
                .call(vertx, new Topics.ListTopics(guest.caller(), null, owner, PAGE, cursor))
                .compose(page -> {
                    found.addAll(page.items());
                    return page.next() == null
                            ? Future.succeededFuture(found)
                            : collect(guest, owner, page.next(), found);
                });
    }
}
