package io.sluice.gateway.live;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.Views;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests that name a saved view: its source, filter, projection and start are those of the request, where that says nothing else. */
final class SavedViews {
    private final Vertx vertx;

    SavedViews(Vertx vertx) {
        this.vertx = vertx;
    }

    static boolean isNamed(Function<String, @Nullable String> field) {
        return field.apply("view") != null;
    }

    /**
     * @param field the text of a field, or null
     * @return the same without {@code view}; fails with {@link Problem.NotFound} for a view that the caller may not see
     */
    Future<Function<String, @Nullable String>> open(Caller caller, Function<String, @Nullable String> field) {
        @Nullable String id = field.apply("view");
        if (id == null) {
            return Future.succeededFuture(field);
        } else if (Stream.of("topic", "stream", "dataset").anyMatch(name -> field.apply(name) != null)) {
            return Future.failedFuture(
                    Problem.Invalid.at("/view", "only one of topic, stream, dataset and view can be given")
                            .toException());
        }
        return Views.FIND.call(vertx, new Views.FindView(caller, id)).map(view -> over(field, view.content()));
    }

    private static Function<String, @Nullable String> over(
            Function<String, @Nullable String> field, Views.Content content) {
        Map<String, @Nullable String> saved = new HashMap<>();
        saved.put("topic", content.source().topic());
        saved.put("stream", content.source().stream());
        saved.put("dataset", content.source().dataset());
        saved.put("where", content.where());
        saved.put("select", content.select());
        saved.put("from", content.from());
        return name -> {
            @Nullable String asked = name.equals("view") ? null : field.apply(name);
            return asked == null ? saved.get(name) : asked;
        };
    }
}
