package io.sluice.stream.alert;

import io.sluice.contract.Alerts.CreateAlert;
import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Alerts.UpdateAlert;
import io.sluice.contract.Alerts.Webhook;
import io.sluice.contract.Alerts.Wish;
import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.Sealed;
import io.sluice.contract.StartAt;
import io.sluice.contract.Violation;
import io.sluice.stream.alert.AlertRow.Wanted;
import io.sluice.stream.alert.AlertRows.Change;
import io.sluice.stream.alert.AlertSource.Found;
import io.sluice.stream.alert.AlertTopic.Target;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Makes and changes rules: check, authorise, pin where they begin to read, then store. A rule begins at the end of its source, and that is
 * turned into offsets before it is stored, so everything that is written after the request counts.
 */
final class AlertWishes {
    private static final String UNIQUE_VIOLATION = "23505";

    private final Vertx vertx;
    private final AlertRows rows;
    private final AlertSource source;
    private final AlertTopic topic;
    private final Positions positions;
    private final AddressRules addresses;

    AlertWishes(
            Vertx vertx,
            AlertRows rows,
            AlertSource source,
            AlertTopic topic,
            Positions positions,
            AddressRules addresses) {
        this.vertx = vertx;
        this.rows = rows;
        this.source = source;
        this.topic = topic;
        this.positions = positions;
        this.addresses = addresses;
    }

    /** What was found out about a wish. */
    private record Checked(Definition definition, Found found, Target target, boolean isPrivate) {}

    Future<UUID> create(CreateAlert ask) {
        Wish wish = ask.wish();
        UUID id = UUID.randomUUID();
        Webhook webhook = wish.webhook();
        return check(ask.caller(), id, wish, false).compose(checked -> {
            AlertRow row = row(id, ask.caller().user(), wish, checked, webhook == null ? null : webhook.secret());
            return begin(checked.found())
                    .compose(places -> rows.insert(row, places))
                    .compose(inserted -> inserted ? topic.ensure(row) : failed(taken(wish)))
                    .map(id);
        });
    }

    Future<Void> update(UpdateAlert ask, AlertRow before) {
        Wish wish = ask.wish();
        if (ask.revision() != before.revision()) {
            return failed(changedMeanwhile());
        }
        return check(ask.caller(), before.id(), wish, before.isPrivate()).compose(checked -> {
            AlertRow now = row(before.id(), before.owner(), wish, checked, secret(wish, before));
            boolean keepsOwn = before.ownsTopic() && before.topic().equals(now.topic());
            AlertRow row = with(now, before, keepsOwn || now.ownsTopic());
            boolean elsewhere = !row.sourceId().equals(before.sourceId());
            boolean other = elsewhere || AlertRules.areOther(before.definition(), row.definition());
            Future<@Nullable Map<TopicPartition, Long>> places =
                    elsewhere ? begin(checked.found()).map(all -> all) : Future.succeededFuture();
            return places.compose(all -> rows.update(new Change(row, other, all)))
                    .recover(failure ->
                            failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState())
                                    ? failed(taken(wish))
                                    : Future.failedFuture(failure))
                    .compose(updated -> updated ? topic.ensure(row) : failed(changedMeanwhile()));
        });
    }

    /** @param wasPrivate it has events of something private, so it stays private whatever it reads */
    private Future<Checked> check(Caller caller, UUID id, Wish wish, boolean wasPrivate) {
        List<Violation> faults = AlertRules.faults(wish);
        if (!faults.isEmpty()) {
            return failed(Problem.Invalid.of(faults));
        }
        return reach(wish.webhook())
                .compose(reached -> source.find(caller, wish.definition()))
                .compose(found -> {
                    boolean isPrivate = wasPrivate || found.isPrivate();
                    Definition whole = AlertRules.complete(wish.definition(), found.rows());
                    return topic.choose(caller, id, wish.topic(), isPrivate)
                            .map(target -> new Checked(whole, found, target, isPrivate));
                });
    }

    /** A host that nobody knows at the moment may be known later; one that may not be reached is refused at once. */
    private Future<Void> reach(@Nullable Webhook webhook) {
        if (webhook == null) {
            return Future.succeededFuture();
        }
        return vertx.executeBlocking(() -> {
                    URI address = WebhookCall.address(webhook.url());
                    addresses.check(address.getHost());
                    return (Void) null;
                })
                .recover(failure -> failure instanceof SourceFault fault
                        ? fault.isLasting()
                                ? failed(Problem.Invalid.at("/webhook/url", fault.reason()))
                                : Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    private Future<Map<TopicPartition, Long>> begin(Found found) {
        return positions.resolve(Broker.partitions(found.topic()), new StartAt.Latest());
    }

    private static @Nullable Sealed secret(Wish wish, AlertRow before) {
        Webhook webhook = wish.webhook();
        return webhook == null ? null : Objects.requireNonNullElse(webhook.secret(), before.secret());
    }

    private static AlertRow row(UUID id, String owner, Wish wish, Checked checked, @Nullable Sealed secret) {
        Webhook webhook = wish.webhook();
        return new AlertRow(
                id,
                wish.name(),
                owner,
                checked.definition(),
                checked.found().topic().name(),
                checked.found().id(),
                checked.found().stream(),
                wish.severity(),
                checked.target().topic(),
                wish.topic(),
                checked.target().isOwn(),
                webhook == null ? null : webhook.url(),
                secret,
                checked.isPrivate(),
                Wanted.RUNNING,
                null,
                1,
                0,
                1,
                1,
                null,
                Instant.EPOCH);
    }

    private static AlertRow with(AlertRow row, AlertRow before, boolean ownsTopic) {
        return new AlertRow(
                row.id(),
                row.name(),
                row.owner(),
                row.definition(),
                row.source(),
                row.sourceId(),
                row.streamId(),
                row.severity(),
                row.topic(),
                row.chosen(),
                ownsTopic,
                row.webhook(),
                row.secret(),
                row.isPrivate(),
                row.wanted(),
                null,
                before.revision(),
                before.epoch(),
                before.condition(),
                before.applied(),
                before.mutedUntil(),
                before.createdAt());
    }

    private static Problem taken(Wish wish) {
        return Problem.Conflict.taken("alert", wish.name());
    }

    private static Problem changedMeanwhile() {
        return new Problem.Conflict("The alert was changed by somebody else meanwhile.");
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
