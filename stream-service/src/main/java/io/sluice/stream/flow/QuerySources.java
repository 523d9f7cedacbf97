package io.sluice.stream.flow;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.query.Input;
import io.sluice.query.Join;
import io.sluice.query.Query;
import io.sluice.query.Ref;
import io.sluice.stream.flow.SourceResolver.Found;
import io.sluice.stream.flow.StreamRow.Reading;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From what a query names to topics that are there and that the caller may read. */
final class QuerySources {
    private static final int MAX_TOPICS = 100;

    private final SourceResolver resolver;

    QuerySources(SourceResolver resolver) {
        this.resolver = resolver;
    }

    /** A query and what its inputs are: topics, in their order; none for a table from outside. */
    record Resolved(Query query, List<List<Found>> inputs) {
        /** Each topic once. */
        List<Found> topics() {
            Map<String, Found> topics = new LinkedHashMap<>();
            inputs.forEach(input -> input.forEach(found -> topics.putIfAbsent(name(found), found)));
            return List.copyOf(topics.values());
        }

        Reading reading(Reading of) {
            List<Integer> readers = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                if (inputs.get(i).stream().anyMatch(found -> name(found).equals(of.topic()))) {
                    readers.add(i);
                }
            }
            return of.readBy(readers, isTable(readers.get(0)));
        }

        boolean isTable(int input) {
            return input > 0 && query.joins().get(input - 1).kind() == Join.Kind.TABLE;
        }

        static String name(Found found) {
            return found.topic().description().name();
        }
    }

    Future<Resolved> resolve(Caller caller, Query query) {
        List<Future<List<Found>>> inputs = new ArrayList<>();
        inputs.add(resolve(caller, query.from(), pointer(0), false));
        for (Join join : query.joins()) {
            inputs.add(resolve(caller, join.right(), pointer(inputs.size()), join.kind() == Join.Kind.TABLE));
        }
        return Future.all(inputs).compose(done -> {
            Resolved resolved =
                    new Resolved(query, inputs.stream().map(Future::result).toList());
            Optional<Problem> fault = fault(resolved);
            return fault.isPresent()
                    ? Future.failedFuture(fault.get().toException())
                    : Future.succeededFuture(resolved);
        });
    }

    /** Where who reads an answer finds the source at fault: 0 is what the query begins with, n its join number n. */
    static String pointer(int input) {
        return "/query/inputs/" + input;
    }

    private Future<List<Found>> resolve(Caller caller, Input input, String pointer, boolean isTable) {
        if (isTable && input.union().stream().anyMatch(Ref::isExternal)) {
            return input.union().size() == 1
                    ? Future.succeededFuture(List.of())
                    : Future.failedFuture(Problem.Invalid.at(pointer, "a table from outside of Kafka stands alone")
                            .toException());
        }
        List<Future<Found>> found = new ArrayList<>();
        for (Ref ref : input.union()) {
            found.add(resolver.resolve(caller, ref, pointer + "/" + found.size()));
        }
        return Future.all(found).map(all -> all.list());
    }

    private static Optional<Problem> fault(Resolved resolved) {
        if (resolved.topics().size() > MAX_TOPICS) {
            return Optional.of(Problem.Invalid.at(pointer(0), "a stream reads at most " + MAX_TOPICS + " topics"));
        }
        Map<String, Boolean> tables = new LinkedHashMap<>();
        for (int i = 0; i < resolved.inputs().size(); i++) {
            for (Found found : resolved.inputs().get(i)) {
                Boolean before = tables.put(Resolved.name(found), resolved.isTable(i));
                if (before != null && before != resolved.isTable(i)) {
                    return Optional.of(Problem.Invalid.at(
                            pointer(i),
                            "the topic \"" + Resolved.name(found)
                                    + "\" cannot be read as a stream and as a table at once"));
                }
            }
        }
        return Optional.empty();
    }
}
