package io.sluice.stream.topic;

import io.sluice.contract.Caller;
import io.sluice.contract.Masking;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Veiling;
import io.sluice.decode.Veils;
import io.sluice.filter.Projection;
import io.sluice.filter.Veil;
import io.sluice.stream.topic.Derivations.Derivation;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people do not see of a topic's records: what the rules of its datasets say, and, of a stream's topic, what they say of the topics that it is
 * made of. That goes through the stream's projection; what a stream computes in other ways is seen by those alone who see everything that it reads.
 */
final class TopicVeils {
    /** Streams of streams; what lies deeper is seen by nobody who does not see everything. */
    private static final int MAX_DEPTH = 16;

    private final Vertx vertx;
    private final TopicRows rows;
    private final Derivations derivations;
    private final Managers managers;

    TopicVeils(Vertx vertx, TopicRows rows, Derivations derivations, Managers managers) {
        this.managers = managers;
        this.vertx = vertx;
        this.rows = rows;
        this.derivations = derivations;
    }

    /** Who is not bound by rules of datasets about a topic, because the topic itself is theirs. */
    interface Managers {
        Future<Boolean> manages(Caller caller, Owned owned);
    }

    /** Fails with {@link Problem.Forbidden} where it cannot be said what of a record may be seen. */
    Future<Veiling> of(Caller caller, String topic, Optional<Owned> owned) {
        return caller.isAdmin() ? Future.succeededFuture(Veiling.NONE) : of(caller, topic, owned, 0);
    }

    private Future<Veiling> of(Caller caller, String topic, Optional<Owned> owned, int depth) {
        String stream = owned.map(Owned::stream).orElse(null);
        if (stream == null) {
            Future<Boolean> manages =
                    owned.map(row -> managers.manages(caller, row)).orElse(Future.succeededFuture(false));
            return manages.compose(free -> free ? Future.succeededFuture(Veiling.NONE) : ruled(caller, topic));
        } else if (depth == MAX_DEPTH) {
            return Future.failedFuture(hidden(topic));
        }
        return ruled(caller, topic).compose(first -> derivations
                .of(stream)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(first)
                        : behind(caller, found.get(), depth)
                                .map(sources -> together(first, through(topic, found.get(), sources)))));
    }

    private Future<Veiling> ruled(Caller caller, String topic) {
        return Masking.OF_TOPIC.call(vertx, new Masking.OfTopic(caller, topic));
    }

    private Future<List<Veiling>> behind(Caller caller, Derivation made, int depth) {
        return rows.find(made.sources()).compose(owned -> Future.all(made.sources().stream()
                        .map(source -> of(caller, source, Optional.ofNullable(owned.get(source)), depth + 1))
                        .toList())
                .map(all -> all.<Veiling>list()));
    }

    private static Veiling through(String topic, Derivation made, List<Veiling> sources) {
        List<Veiling> some = sources.stream().filter(one -> !one.isNone()).toList();
        Veiling all = Veiling.NONE;
        for (Veiling one : some) {
            Optional<Projection> shape = topic.equals(made.deadLetters()) ? Optional.of(Projection.ALL) : made.shape();
            Veil veil = shape.flatMap(projection -> Veils.of(one).through(projection))
                    .orElseThrow(() -> hidden(topic));
            all = together(all, Veils.texts(veil, one.salt()));
        }
        return all;
    }

    private static Veiling together(Veiling one, Veiling other) {
        if (one.isNone() || other.isNone()) {
            return one.isNone() ? other : one;
        }
        List<Veiling.Field> fields = new ArrayList<>(one.fields());
        fields.addAll(other.fields());
        List<String> rows = new ArrayList<>(one.rows());
        rows.addAll(other.rows());
        return new Veiling(fields, rows, one.salt());
    }

    private static ProblemException hidden(String topic) {
        return new Problem.Forbidden(
                        "The records of \"" + topic
                                + "\" are made of some of which you do not see everything, in a way in which that cannot be told apart.")
                .toException();
    }

    /** Of these topics, those of which not everybody sees everything. */
    Future<Set<String>> masked(List<Owned> owned) {
        return Masking.MASKED
                .call(vertx, new Masking.ListMasked())
                .compose(known -> known.names().isEmpty()
                        ? Future.succeededFuture(Set.<String>of())
                        : derivations.all().map(streams -> closure(Set.copyOf(known.names()), owned, streams)));
    }

    private static Set<String> closure(Set<String> masked, List<Owned> owned, Map<String, Derivation> streams) {
        Set<String> all = new HashSet<>(masked);
        boolean more = true;
        while (more) {
            more = false;
            for (Owned row : owned) {
                Derivation made = row.stream() == null ? null : streams.get(row.stream());
                if (made != null && made.sources().stream().anyMatch(all::contains)) {
                    more |= all.add(row.name());
                }
            }
        }
        return all;
    }
}
