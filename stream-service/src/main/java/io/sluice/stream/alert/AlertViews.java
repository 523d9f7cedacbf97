package io.sluice.stream.alert;

import io.sluice.contract.Alerts.Alert;
import io.sluice.contract.Alerts.State;
import io.sluice.contract.Alerts.Stats;
import io.sluice.contract.Caller;
import io.sluice.contract.Holdings;
import io.sluice.rights.Right;
import io.sluice.stream.alert.AlertRow.Wanted;
import io.sluice.stream.alert.AlertRows.Counted;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.sluice.stream.rights.Authority;
import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Rules as they are shown, with what they have counted and how far they are behind. */
final class AlertViews {
    private final Broker broker;
    private final AlertRows rows;
    private final Authority authority;

    AlertViews(Broker broker, AlertRows rows, Authority authority) {
        this.authority = authority;
        this.broker = broker;
        this.rows = rows;
    }

    /** In the order of {@code found}. */
    Future<List<Alert>> of(Caller caller, List<AlertRow> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Future<Map<UUID, Counted>> counted =
                rows.counted(found.stream().map(AlertRow::id).toList());
        List<Future<Long>> lags = found.stream().map(this::lag).toList();
        Future<Holdings> held = authority.holdings(caller);
        return Future.all(counted, Future.all(lags), held).map(all -> {
            Map<UUID, Counted> counts = counted.result();
            return IntStream.range(0, found.size())
                    .mapToObj(i -> view(
                            mayChange(caller, found.get(i), held.result()),
                            found.get(i),
                            counts.get(found.get(i).id()),
                            lags.get(i).result()))
                    .toList();
        });
    }

    /** Nothing where the source is gone; the broker would be asked for its end again and again. */
    private Future<Long> lag(AlertRow row) {
        return Future.all(rows.positions(row), broker.find(row.source())).compose(both -> {
            Map<TopicPartition, Long> positions = both.resultAt(0);
            return both.resultAt(1) == null || positions.isEmpty()
                    ? Future.succeededFuture(0L)
                    : broker.places(positions.keySet(), OffsetSpec.latest(), IsolationLevel.READ_COMMITTED)
                            .map(ends -> ends.entrySet().stream()
                                    .mapToLong(end -> end.getValue().offset() - at(positions, end.getKey()))
                                    .map(behind -> Math.max(0, behind))
                                    .sum())
                            .recover(Faults.on(
                                    UnknownTopicOrPartitionException.class, () -> Future.succeededFuture(0L)));
        });
    }

    private static long at(Map<TopicPartition, Long> positions, TopicPartition partition) {
        return positions.getOrDefault(partition, 0L);
    }

    private boolean mayChange(Caller caller, AlertRow row, Holdings held) {
        return authority.decide(caller, row.thing(), held).may(Right.EDIT);
    }

    private static Alert view(boolean mayChange, AlertRow row, @Nullable Counted counted, long lag) {
        Counted counts = counted == null ? new Counted(0, 0, 0, 0, 0, 0, 0, 0, 0, 0) : counted;
        State state = row.wanted() == Wanted.FAILED
                ? State.FAILED
                : counts.firing() > 0 ? State.FIRING : counts.pending() > 0 ? State.PENDING : State.OK;
        return new Alert(
                row.id(),
                row.name(),
                row.definition(),
                row.source(),
                row.severity(),
                row.topic(),
                row.chosen(),
                webhook(mayChange, row),
                state,
                row.reason(),
                row.mutedUntil(),
                row.owner(),
                row.isPrivate(),
                row.revision(),
                row.createdAt(),
                new Stats(
                        counts.evaluated(),
                        counts.matched(),
                        counts.undecidable(),
                        counts.late(),
                        counts.groups(),
                        counts.refused(),
                        counts.missed(),
                        lag,
                        counts.fired(),
                        counts.firing(),
                        counts.pending()));
    }

    /** Addresses of webhooks often have a secret in their path: others than those who may change it see only the host. */
    private static @Nullable String webhook(boolean mayChange, AlertRow row) {
        String url = row.webhook();
        if (url == null || mayChange) {
            return url;
        }
        URI address = URI.create(url);
        return address.getScheme() + "://" + address.getHost() + "/…";
    }
}
