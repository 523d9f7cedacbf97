package io.sluice.stream.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Topics.TopicAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20})
    void each_partition_falls_to_one_and_nobody_has_two_more_than_another(int consumers) {
        for (int partitions = 1; partitions <= 12; partitions++) {
            TopicAccess topic = new TopicAccess("topic" + partitions, "id", partitions);
            List<Integer> all = new ArrayList<>();
            List<Integer> sizes = new ArrayList<>();
            for (String id : ids(consumers)) {
                List<Integer> own = Share.of(id, topic, ids(consumers));
                all.addAll(own);
                sizes.add(own.size());
            }
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, partitions).boxed().toList());
            int least = sizes.stream().min(Integer::compare).orElseThrow();
            assertThat(sizes).allMatch(size -> size <= least + 1);
        }
    }

    @Test
    void topics_of_one_partition_do_not_all_fall_to_the_same() {
        List<String> owners = IntStream.range(0, 50)
                .mapToObj(i -> new TopicAccess("topic" + i, "id", 1))
                .map(topic -> ids(3).stream()
                        .filter(id -> !Share.of(id, topic, ids(3)).isEmpty())
                        .findFirst()
                        .orElseThrow())
                .distinct()
                .toList();
        assertThat(owners).hasSize(3);
    }

    @Test
    void to_who_does_not_follow_nothing_falls() {
        TopicAccess topic = new TopicAccess("topic", "id", 4);
        assertThat(Share.of("c9", topic, ids(2))).isEmpty();
        assertThat(Share.of("c0", topic, List.of())).isEmpty();
    }
}
