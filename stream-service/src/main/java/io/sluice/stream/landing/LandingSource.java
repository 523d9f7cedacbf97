package io.sluice.stream.landing;

import io.sluice.contract.Caller;
import io.sluice.contract.Landings.CreateLanding;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Streams;
import io.sluice.rights.Right;
import io.sluice.stream.rights.Authority;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicRights.Seen;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From what a caller named to a topic that is there and that the caller may read. */
final class LandingSource {
    private final Vertx vertx;
    private final TopicRights rights;

    LandingSource(Vertx vertx, TopicRights rights) {
        this.vertx = vertx;
        this.rights = rights;
    }

    /**
     * @param stream whose topic it is, and {@code streamId} the id that the world knows; null: nobody said
     * @param isPrivate not everybody may read it, so not everybody may read what is made of it
     */
    record Found(
            Seen seen, @Nullable String stream, @Nullable UUID streamId, boolean isPrivate) {
        String topic() {
            return seen.description().name();
        }
    }

    Future<Found> resolve(CreateLanding ask) {
        String topic = ask.source().topic();
        String stream = ask.source().stream();
        if ((topic == null) == (stream == null)) {
            return failed(Problem.Invalid.at("/source", "expected exactly one of topic and stream"));
        } else if (topic != null) {
            return see(ask.caller(), topic, "/source/topic").compose(seen -> found(seen, null));
        }
        return Streams.FIND
                .call(vertx, new Streams.FindStream(ask.caller(), String.valueOf(stream)))
                .recover(failure -> ProblemException.isNotFound(failure)
                        ? failed(Problem.Invalid.at("/source/stream", "there is no stream \"" + stream + "\""))
                        : Future.failedFuture(failure))
                .compose(named ->
                        see(ask.caller(), named.topic(), "/source/stream").compose(seen -> found(seen, named)));
    }

    private Future<Seen> see(Caller caller, String topic, String pointer) {
        return rights.seeIfThere(caller, topic)
                .compose(seen -> seen.isEmpty()
                        ? failed(Problem.Invalid.at(pointer, "there is no topic \"" + topic + "\""))
                        : taking(caller, seen.get(), topic));
    }

    /** Who lands something takes everything out of it. */
    private Future<Seen> taking(Caller caller, Seen seen, String topic) {
        return Authority.refusal(seen.decision(), seen.thing(), topic, Right.DOWNLOAD)
                .map(LandingSource::<Seen>failed)
                .orElseGet(() -> rights.requireWhole(caller, seen));
    }

    /** What is made from something private is private. */
    private Future<Found> found(Seen seen, Streams.@Nullable Stream stream) {
        return rights.isForSome(seen)
                .map(isPrivate -> new Found(
                        seen, stream == null ? null : stream.name(), stream == null ? null : stream.id(), isPrivate));
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
