package io.sluice.stream.topic;

import io.sluice.contract.Caller;
import io.sluice.contract.Masking;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Veiling;
import io.sluice.decode.Veils;
import io.sluice.filter.Filter;
import io.sluice.filter.Parsed;
import io.sluice.filter.Projection;
import io.sluice.filter.Veil;
import io.sluice.stream.topic.Derivations.Derivation;
import io.sluice.stream.topic.RuleTopics.Watch;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What people do not see of a topic's records: what the rules of its datasets say, and, of a stream's topic, what they say of the topics that it is
 * made of. That goes through the stream's projection; what a stream computes in other ways is seen by those alone who see everything that it reads. Notices
 * of alerts show records, and are seen by those alone who see everything in what the alert watches.
 */
final class TopicVeils {
    /** Streams of streams; what lies deeper is seen by nobody who does not see everything. */
    private static final int MAX_DEPTH = 16;

    private final Vertx vertx;
    private final TopicRows rows;
    private final Derivations derivations;
    private final RuleTopics rules;
    private final Managers managers;

    TopicVeils(Vertx vertx, TopicRows rows, Derivations derivations, RuleTopics rules, Managers managers) {
        this.managers = managers;
        this.rules = rules;
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

    /** The same for who manages a topic that is not made of others, and so is not bound by rules about it. */
    Future<Veiling> ofManager(Caller caller, String topic) {
        return caller.isAdmin() ? Future.succeededFuture(Veiling.NONE) : notices(caller, topic, 0);
    }

    private Future<Veiling> of(Caller caller, String topic, Optional<Owned> owned, int depth) {
        return records(caller, topic, owned, depth)
                .compose(first -> notices(caller, topic, depth).map(second -> together(first, second)));
    }

    private Future<Veiling> records(Caller caller, String topic, Optional<Owned> owned, int depth) {
        String stream = owned.map(Owned::stream).orElse(null);
        if (stream == null) {
            Future<Boolean> manages =
                    owned.map(row -> managers.manages(caller, row)).orElse(Future.succeededFuture(false));
            return manages.compose(free -> free ? Future.succeededFuture(Veiling.NONE) : ruled(caller, topic));
        } else if (depth == MAX_DEPTH) {
            return Future.failedFuture(hidden(topic));
        }
        return ruled(caller, topic)
                .compose(first -> derivations.of(topic, stream).compose(found -> Future.all(found.stream()
                                .map(made -> made(caller, topic, made, depth))
                                .toList())
                        .map(all -> all.<Veiling>list().stream().reduce(first, TopicVeils::together))));
    }

    private Future<Veiling> made(Caller caller, String topic, Derivation made, int depth) {
        return behind(caller, made, depth).map(sources -> through(topic, made, sources));
    }

    /** An alert's notice names the topic of the record that it shows. */
    private Future<Veiling> notices(Caller caller, String topic, int depth) {
        return rules.of(topic).compose(watches -> {
            List<String> sources = watches.stream()
                    .map(Watch::source)
                    .filter(source -> !source.equals(topic))
                    .toList();
            return partly(caller, sources, depth).map(hidden -> without(topic, hidden));
        });
    }

    private static Veiling without(String topic, Collection<String> sources) {
        if (sources.isEmpty()) {
            return Veiling.NONE;
        }
        String names = sources.stream().sorted().collect(Collectors.joining("', '", "('", "')"));
        String row = "sample.topic is null or sample.topic not in " + names;
        if (Filter.parse(row) instanceof Parsed.Failed<Filter>) {
            throw hidden(topic);
        }
        return new Veiling(List.of(), List.of(row), Veiling.NONE.salt());
    }

    /** Of these topics, those in which the caller does not see everything. */
    Future<Set<String>> partly(Caller caller, Collection<String> topics) {
        return caller.isAdmin() ? Future.succeededFuture(Set.of()) : partly(caller, topics, 0);
    }

    private Future<Set<String>> partly(Caller caller, Collection<String> topics, int depth) {
        if (topics.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        return masked().compose(masked -> {
            List<String> asked =
                    topics.stream().distinct().filter(masked::contains).toList();
            return Future.all(asked.stream()
                            .map(topic -> isWhole(caller, topic, depth + 1))
                            .toList())
                    .map(all -> IntStream.range(0, asked.size())
                            .filter(i -> !all.<Boolean>resultAt(i))
                            .mapToObj(asked::get)
                            .collect(Collectors.toSet()));
        });
    }

    private Future<Boolean> isWhole(Caller caller, String topic, int depth) {
        return depth >= MAX_DEPTH
                ? Future.succeededFuture(false)
                : rows.find(topic)
                        .compose(owned -> of(caller, topic, owned, depth))
                        .map(Veiling::isNone)
                        .recover(failure -> failure instanceof ProblemException known
                                        && known.problem() instanceof Problem.Forbidden
                                ? Future.succeededFuture(false)
                                : Future.failedFuture(failure));
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

    /** Topics of which not everybody sees everything. */
    Future<Set<String>> masked() {
        return Masking.MASKED
                .call(vertx, new Masking.ListMasked())
                .compose(known -> known.names().isEmpty()
                        ? Future.succeededFuture(Set.<String>of())
                        : closure(Set.copyOf(known.names())));
    }

    /** With all that streams make of them, and all that alerts tell of them. */
    private Future<Set<String>> closure(Set<String> masked) {
        return Future.all(rows.all(), derivations.sources(), rules.all())
                .map(all -> closure(
                        masked, all.<Map<String, Owned>>resultAt(0).values(), all.resultAt(1), all.resultAt(2)));
    }

    private static Set<String> closure(
            Set<String> masked, Collection<Owned> owned, Map<String, Set<String>> streams, List<Watch> watches) {
        Set<String> all = new HashSet<>(masked);
        boolean more = true;
        while (more) {
            more = false;
            for (Owned row : owned) {
                Set<String> sources = row.stream() == null ? Set.of() : streams.getOrDefault(row.stream(), Set.of());
                if (sources.stream().anyMatch(all::contains)) {
                    more |= all.add(row.name());
                }
            }
            for (Watch watch : watches) {
                more |= all.contains(watch.source()) && all.add(watch.topic());
            }
        }
        return all;
    }
}
