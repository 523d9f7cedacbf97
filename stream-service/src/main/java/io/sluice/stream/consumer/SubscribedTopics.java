package io.sluice.stream.consumer;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Topics.Access;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.topic.TopicRights;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The topics of a subscription whose records its consumer may take out, asked anew each time. A pattern is looked for among the names of its
 * namespace only, here and never by Kafka, so it reaches nobody else's topics.
 */
final class SubscribedTopics {
    /** More are an error and no silent choice: each of them is asked for with each call. */
    static final int MAX = 200;

    private final Broker broker;
    private final TopicRights rights;

    SubscribedTopics(Broker broker, TopicRights rights) {
        this.broker = broker;
        this.rights = rights;
    }

    /**
     * @param found in order of their names
     * @param missing that were named, and are not there or not the caller's to read
     */
    record Found(List<TopicAccess> found, List<String> missing) {}

    Future<Found> of(Caller caller, String namespace, ConsumerRow consumer) {
        Future<List<String>> names = consumer.pattern() == null
                ? Future.succeededFuture(consumer.topics())
                : broker.topicNames().map(all -> all.stream()
                        .filter(name -> consumer.follows(namespace, name))
                        .toList());
        return names.compose(wanted -> authorize(caller, wanted, consumer.pattern() == null));
    }

    private Future<Found> authorize(Caller caller, List<String> wanted, boolean named) {
        if (wanted.size() > MAX) {
            return Future.failedFuture(
                    Problem.Invalid.at("/topics", "are more than " + MAX).toException());
        }
        List<String> names = wanted.stream().sorted().toList();
        List<Future<Optional<TopicAccess>>> asked =
                names.stream().map(name -> access(caller, name)).toList();
        return Future.all(asked).map(all -> {
            List<Optional<TopicAccess>> answers = all.list();
            List<String> missing = IntStream.range(0, names.size())
                    .filter(i -> named && answers.get(i).isEmpty())
                    .mapToObj(names::get)
                    .toList();
            return new Found(answers.stream().flatMap(Optional::stream).toList(), missing);
        });
    }

    /** Empty: it is not there, or the caller may not read it. */
    private Future<Optional<TopicAccess>> access(Caller caller, String name) {
        return rights.authorize(new AuthorizeTopic(caller, name, Access.DOWNLOAD))
                .map(Optional::of)
                .recover(failure ->
                        isRefused(failure) ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(failure));
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof ProblemException known
                && (known.problem() instanceof Problem.NotFound || known.problem() instanceof Problem.Forbidden);
    }

    /** Topics that partitions were assigned of. */
    Future<Found> named(Caller caller, List<String> names) {
        return authorize(caller, names, true);
    }
}
