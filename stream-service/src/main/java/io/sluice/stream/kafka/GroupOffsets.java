package io.sluice.stream.kafka;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/** What groups without members have committed. */
public final class GroupOffsets {
    private final Broker broker;

    public GroupOffsets(Broker broker) {
        this.broker = broker;
    }

    /** Of all partitions for which the group has committed anything. */
    public Future<Map<TopicPartition, Long>> find(String group) {
        return broker.ask(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .map(GroupOffsets::offsets)
                .recover(Faults.on(GroupIdNotFoundException.class, () -> Future.succeededFuture(Map.of())));
    }

    public Future<Void> commit(String group, Map<TopicPartition, Long> offsets) {
        if (offsets.isEmpty()) {
            return Future.succeededFuture();
        }
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        offsets.forEach((partition, offset) -> places.put(partition, new OffsetAndMetadata(offset)));
        return broker.ask(
                admin -> admin.alterConsumerGroupOffsets(group, places).all());
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, @Nullable OffsetAndMetadata> places) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        places.forEach((partition, place) ->
                Optional.ofNullable(place).ifPresent(there -> offsets.put(partition, there.offset())));
        return offsets;
    }
}
