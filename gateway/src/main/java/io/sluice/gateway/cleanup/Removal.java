package io.sluice.gateway.cleanup;

import io.sluice.contract.Alerts;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Landings;
import io.sluice.contract.Problem;
import io.sluice.contract.Problem.Forbidden;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Removes one thing after another, or says what would happen. */
final class Removal {
    private final Vertx vertx;
    private final Caller caller;
    private final Inventory inventory;

    Removal(Vertx vertx, Caller caller, Inventory inventory) {
        this.vertx = vertx;
        this.caller = caller;
        this.inventory = inventory;
    }

    record Target(String kind, String id) {}

    /** @param status {@code deleted}, {@code would_delete}, {@code refused} or {@code not_found} */
    record Result(
            String kind,
            String id,
            String status,
            @Nullable String reason,
            @Nullable Long freedBytes) {}

    Result preview(Target target) {
        Optional<String> refusal = refusal(target);
        if (!exists(target)) {
            return new Result(target.kind(), target.id(), "not_found", null, null);
        }
        return refusal.map(reason -> new Result(target.kind(), target.id(), "refused", reason, null))
                .orElseGet(() -> new Result(target.kind(), target.id(), "would_delete", null, sizeOf(target)));
    }

    /** A refusal of the services is a result; a service that does not answer fails the whole, what was done stays done. */
    Future<Result> remove(Target target) {
        Result preview = preview(target);
        if (!preview.status().equals("would_delete")) {
            return Future.succeededFuture(preview);
        }
        return delete(target)
                .map(done -> new Result(target.kind(), target.id(), "deleted", null, preview.freedBytes()))
                .recover(failure -> refused(target, failure));
    }

    private static Future<Result> refused(Target target, Throwable failure) {
        if (!(failure instanceof ProblemException known)) {
            return Future.failedFuture(failure);
        }
        Problem problem = known.problem();
        String status = problem instanceof Problem.NotFound ? "not_found" : "refused";
        boolean telling = problem instanceof Problem.NotFound
                || problem instanceof Problem.Conflict
                || problem instanceof Forbidden
                || problem instanceof Problem.Unavailable;
        return telling
                ? Future.succeededFuture(new Result(target.kind(), target.id(), status, problem.detail(), null))
                : Future.failedFuture(failure);
    }

    private Future<?> delete(Target target) {
        return switch (target.kind()) {
            case "landing" -> Landings.DELETE.call(vertx, new Landings.DeleteLanding(caller, target.id(), false));
            case "alert" -> Alerts.DELETE.call(vertx, new Alerts.DeleteAlert(caller, target.id()));
            case "stream" -> Streams.DELETE.call(vertx, new Streams.DeleteStream(caller, target.id()));
            case "dataset" -> Catalog.DELETE_DATASET.call(vertx, new Catalog.DeleteDataset(caller, target.id()));
            default -> Topics.DELETE.call(vertx, new Topics.DeleteTopic(caller, target.id()));
        };
    }

    private Optional<Holding> holding(Target target) {
        return inventory.removable().stream()
                .filter(holding -> holding.kind().equals(target.kind()))
                .filter(holding ->
                        holding.id().equals(target.id()) || holding.name().equals(target.id()))
                .findFirst();
    }

    private Long sizeOf(Target target) {
        return holding(target).map(Holding::sizeBytes).orElse(0L);
    }

    private boolean exists(Target target) {
        String id = target.id();
        return switch (target.kind()) {
            case "landing" ->
                inventory.landings().stream()
                        .anyMatch(landing -> landing.id().toString().equals(id)
                                || landing.name().equals(id));
            case "alert" ->
                inventory.alerts().stream()
                        .anyMatch(alert ->
                                alert.id().toString().equals(id) || alert.name().equals(id));
            case "stream" ->
                inventory.streams().stream()
                        .anyMatch(stream -> stream.id().toString().equals(id)
                                || stream.name().equals(id));
            case "dataset" ->
                inventory.datasets().stream()
                        .anyMatch(dataset -> dataset.id().toString().equals(id)
                                || dataset.name().equals(id));
            default -> topic(id).isPresent();
        };
    }

    private Optional<String> refusal(Target target) {
        if (target.kind().equals("topic")) {
            Optional<String> owner = topic(target.id()).flatMap(this::goesWith);
            if (owner.isPresent()) {
                return owner;
            }
        }
        return holding(target).isPresent() ? Optional.empty() : Optional.of("It belongs to somebody else.");
    }

    private Optional<String> goesWith(Topics.Topic topic) {
        if (inventory.isDeadLetters(topic)) {
            return Optional.of("It belongs to a landing; delete that.");
        }
        if (topic.stream() != null) {
            return Optional.of("It belongs to the stream \"" + topic.stream() + "\"; delete that.");
        }
        return Optional.ofNullable(topic.dataset())
                .map(dataset -> "It belongs to the dataset \"" + dataset + "\"; delete that.");
    }

    private Optional<Topics.Topic> topic(String name) {
        return inventory.topics().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst();
    }
}
