package io.sluice.stream.topic;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.contract.Topics.TopicAccessChanged;
import io.sluice.contract.Veiling;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/**
 * Who may see, read and change a topic. The one place for it: grants per topic will be asked here.
 *
 * <p>Read: everybody, unless the topic belongs to a dataset that the caller may not see, or to a stream that was made from
 * something private and is not theirs; then it does not exist for them.
 * Live reading can be switched off for everybody by an administrator; other reading stays.
 * Change: the owner and administrators; a topic that was made outside the platform has no owner, and editors may change it.
 */
public final class TopicRights {
    private final Vertx vertx;
    private final Broker broker;
    private final TopicRows rows;
    private final TopicFormats formats;

    public TopicRights(Vertx vertx, Broker broker, TopicRows rows, TopicFormats formats) {
        this.vertx = vertx;
        this.broker = broker;
        this.rows = rows;
        this.formats = formats;
    }

    /**
     * A topic that the caller may see.
     *
     * @param owned null: made outside the platform
     */
    public record Seen(
            TopicDescription description, @Nullable Owned owned) {
        public String id() {
            return description.topicId().toString();
        }
    }

    public Future<TopicAccess> authorize(AuthorizeTopic ask) {
        Future<Seen> seen =
                switch (ask.access()) {
                    case READ -> see(ask.caller(), ask.name());
                    case WRITE -> seeToChange(ask.caller(), ask.name());
                    case LIVE -> see(ask.caller(), ask.name()).compose(this::unlessSilenced);
                };
        return seen.compose(topic -> formats.find(topic.description().name(), topic.id())
                .map(stored -> new TopicAccess(
                        topic.description().name(),
                        topic.id(),
                        topic.description().partitions().size(),
                        stored.format(),
                        stored.version(),
                        Veiling.NONE)));
    }

    private Future<Seen> unlessSilenced(Seen seen) {
        return rows.isSilenced(seen.id())
                .compose(silenced -> silenced
                        ? Future.failedFuture(
                                new Problem.Forbidden("Live reading of this topic is switched off by an administrator.")
                                        .toException())
                        : Future.succeededFuture(seen));
    }

    /** Switches live reading of a topic on or off for everybody, and says so to those who read it. */
    Future<Void> switchLive(Seen seen, boolean live) {
        String name = seen.description().name();
        return (live ? rows.unsilence(name) : rows.silence(name, seen.id()))
                .onSuccess(done -> Topics.ACCESS_CHANGED.publish(vertx, new TopicAccessChanged(name)));
    }

    /** Fails with {@link Problem.NotFound} for what is not there and for what the caller may not see. */
    public Future<Seen> see(Caller caller, String name) {
        return seeIfThere(caller, name)
                .compose(seen ->
                        seen.isPresent() ? Future.succeededFuture(seen.get()) : Future.failedFuture(notFound(name)));
    }

    public Future<Optional<Seen>> seeIfThere(Caller caller, String name) {
        if (TopicName.isInternal(name)) {
            return Future.succeededFuture(Optional.empty());
        }
        return broker.find(name).compose(found -> {
            if (found == null) {
                return Future.succeededFuture(Optional.empty());
            }
            return rows.find(name)
                    .map(row -> new Seen(found, current(row.orElse(null), found)))
                    .compose(seen ->
                            maySee(caller, seen.owned()).map(may -> may ? Optional.of(seen) : Optional.<Seen>empty()));
        });
    }

    public Future<Seen> seeToChange(Caller caller, String name) {
        return see(caller, name)
                .compose(seen -> mayChange(caller, seen.owned())
                        ? Future.succeededFuture(seen)
                        : Future.failedFuture(
                                new Problem.Forbidden("Only its owner or an administrator may change this topic.")
                                        .toException()));
    }

    public static boolean mayChange(Caller caller, @Nullable Owned owned) {
        return owned == null ? caller.role().includes(Role.EDITOR) : caller.mayChange(owned.owner());
    }

    /** Of many topics' rows, the names of those that the caller may not see; one question for all of them. */
    public Future<Set<String>> hidden(Caller caller, Collection<Owned> owned) {
        Set<String> secret = owned.stream()
                .filter(row -> isSecret(caller, row))
                .map(Owned::name)
                .collect(Collectors.toSet());
        Set<Owned> doubtful = owned.stream()
                .filter(row -> row.dataset() != null && !caller.mayChange(row.owner()))
                .collect(Collectors.toSet());
        if (doubtful.isEmpty()) {
            return Future.succeededFuture(secret);
        }
        return Catalog.LIST_SOURCES.call(vertx, new Catalog.ListSources()).map(sources -> {
            Set<String> open = sources.items().stream()
                    .filter(dataset -> !dataset.isPrivate() || dataset.owner().equals(caller.user()))
                    .map(dataset -> dataset.name())
                    .collect(Collectors.toSet());
            return Stream.concat(
                            secret.stream(),
                            doubtful.stream()
                                    .filter(row -> !open.contains(String.valueOf(row.dataset())))
                                    .map(Owned::name))
                    .collect(Collectors.toSet());
        });
    }

    /** The row, if it is about this incarnation of the topic. */
    static @Nullable Owned current(@Nullable Owned row, TopicDescription topic) {
        return row != null && row.id().equals(topic.topicId().toString()) ? row : null;
    }

    static ProblemException notFound(String name) {
        return Problem.NotFound.of("topic", name).toException();
    }

    private static boolean isSecret(Caller caller, Owned owned) {
        return owned.isPrivate() && !caller.isAdmin() && !owned.owner().equals(caller.user());
    }

    private Future<Boolean> maySee(Caller caller, @Nullable Owned owned) {
        if (owned != null && isSecret(caller, owned)) {
            return Future.succeededFuture(false);
        }
        if (owned == null || owned.dataset() == null || caller.mayChange(owned.owner())) {
            return Future.succeededFuture(true);
        }
        return Catalog.FIND_DATASET
                .call(vertx, new Catalog.FindDataset(caller, owned.dataset()))
                .map(true)
                .recover(failure -> ProblemException.isNotFound(failure)
                        ? Future.succeededFuture(false)
                        : Future.failedFuture(failure));
    }
}
