package io.sluice.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.kafka.Positions.Bounds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PositionsTest {

    @Test
    void the_last_records_are_taken_evenly_and_a_small_partition_leaves_its_share() {
        Map<TopicPartition, Long> offsets = Positions.last(
                Map.of(
                        partition(0),
                        new Bounds(0, 100),
                        partition(1),
                        new Bounds(10, 12),
                        partition(2),
                        new Bounds(0, 50)),
                11);

        assertThat(offsets)
                .containsExactlyInAnyOrderEntriesOf(Map.of(partition(0), 95L, partition(1), 10L, partition(2), 46L));
    }

    @Property
    void the_last_n_are_n_or_all_and_never_before_the_begin(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 1_000) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 5_000) int count) {
        Map<TopicPartition, Bounds> bounds = new HashMap<>();
        long total = 0;
        for (int i = 0; i < sizes.size(); i++) {
            bounds.put(partition(i), new Bounds(i, i + sizes.get(i)));
            total += sizes.get(i);
        }

        Map<TopicPartition, Long> offsets = Positions.last(bounds, count);

        long taken = 0;
        for (var entry : offsets.entrySet()) {
            Bounds bound = bounds.get(entry.getKey());
            assertThat(entry.getValue()).isBetween(bound.begin(), bound.end());
            taken += bound.end() - entry.getValue();
        }
        assertThat(taken).isEqualTo(Math.min(count, total));
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("t", number);
    }
}
