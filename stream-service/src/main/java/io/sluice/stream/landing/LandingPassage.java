package io.sluice.stream.landing;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.rights.Right;
import io.sluice.stream.flow.StreamCourse;
import io.sluice.stream.flow.StreamCourse.Leg;
import io.sluice.stream.landing.database.Target;
import io.sluice.stream.landing.table.Books;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicRights.Seen;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a landing of a stream from the topic of a version that was replaced to the one behind it, when everything of the first has landed.
 * Belongs to one event loop.
 *
 * <p>Positions and the row are in two databases, so they change one after the other: first the positions, which makes whoever still lands the
 * old topic fail, then the row. Both steps say from where they go, so they may be repeated, also by several nodes at once; a landing whose
 * positions are ahead of its row is one for which the second step is missing.
 */
final class LandingPassage {
    private static final Logger LOG = LoggerFactory.getLogger(LandingPassage.class);

    private final Vertx vertx;
    private final LandingRows rows;
    private final Targets targets;
    private final TopicRights rights;
    private final StreamCourse course;

    LandingPassage(Vertx vertx, LandingRows rows, Targets targets, TopicRights rights, StreamCourse course) {
        this.vertx = vertx;
        this.rows = rows;
        this.targets = targets;
        this.rights = rights;
        this.course = course;
    }

    /**
     * Where a landing goes on, as soon as it has landed everything of its topic.
     *
     * @param before topics that the positions may be of: the landing's, and those that are gone
     * @param isGone the landing's topic is not there any more, so there is nothing to wait for
     * @param isShown whether the landing's owner may have what is there: what a stream makes of something private is not for those who have no right
     *     to that
     */
    record Next(List<String> before, Seen to, boolean isGone, boolean isShown) {
        String topic() {
            return to.description().name();
        }

        boolean isPrivate() {
            return to.isPrivate();
        }
    }

    /** Empty while its topic is the stream's present one, or the stream may still write to it. */
    Future<Optional<Next>> of(LandingRow row) {
        if (row.streamId() == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return course.behind(row.streamId(), row.topic())
                .compose(ahead -> ahead.ended()
                        ? rights.seeIfThere(Caller.SYSTEM, row.topic()).compose(mine -> {
                            boolean isGone = mine.isEmpty() || !mine.get().id().equals(row.topicId());
                            return next(row, List.of(row.topic()), ahead.behind(), isGone);
                        })
                        : Future.succeededFuture(Optional.empty()));
    }

    /** The first one that is there. */
    private Future<Optional<Next>> next(LandingRow row, List<String> before, List<Leg> behind, boolean isGone) {
        if (behind.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        String topic = behind.get(0).topic();
        return rights.seeIfThere(Caller.SYSTEM, topic).compose(seen -> {
            if (seen.isPresent()) {
                Seen to = seen.get();
                return mayLand(row, topic).map(may -> Optional.of(new Next(before, to, isGone, may)));
            }
            LOG.warn("a topic of a stream is gone, nothing of it lands; landing={} topic={}", row.name(), topic);
            List<String> passed =
                    Stream.concat(before.stream(), Stream.of(topic)).toList();
            return next(row, passed, behind.subList(1, behind.size()), isGone);
        });
    }

    /** Whether the landing's owner may take records out of the topic, as far as anybody knows. */
    Future<Boolean> mayLand(LandingRow row, String topic) {
        return rights.mayWhole(row.owner(), topic, Right.DOWNLOAD)
                .map(may -> may.orElse(true))
                .recover(failure ->
                        failure instanceof ProblemException known && known.problem() instanceof Problem.Unavailable
                                ? Future.succeededFuture(true)
                                : Future.failedFuture(failure));
    }

    /** All nodes hear of it, this one too. */
    Future<Void> go(LandingRow row, Next next) {
        if (next.isGone()) {
            LOG.warn("the topic of a landing is gone; landing={} topic={}", row.name(), row.topic());
        }
        Target target = targets.of(row);
        return vertx.executeBlocking(
                        () -> {
                            try (Connection on = target.open()) {
                                on.setAutoCommit(false);
                                new Books(row.layout().schema()).pass(on, row.id(), next.before(), next.topic());
                                on.commit();
                            }
                            return null;
                        },
                        false)
                .compose(passed -> rows.pass(row, next.topic(), next.to().id(), next.isPrivate()))
                .onSuccess(done -> LOG.info(
                        "landing goes on with its stream; landing={} from={} to={}",
                        row.name(),
                        row.topic(),
                        next.topic()));
    }
}
