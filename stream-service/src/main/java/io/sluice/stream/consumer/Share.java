package io.sluice.stream.consumer;

import io.sluice.contract.Topics.TopicAccess;
import java.util.ArrayList;
import java.util.List;

/** Which partitions fall to a consumer of a group: a pure function of who is there, so that all agree without talking. */
final class Share {
    private Share() {}

    /**
     * Partitions go round among those who follow the topic, from another one for each topic.
     *
     * @param followers of the topic in the order in which they came
     */
    static List<Integer> of(String id, TopicAccess topic, List<String> followers) {
        List<Integer> own = new ArrayList<>();
        if (followers.isEmpty()) {
            return own;
        }
        int first = Math.floorMod(topic.name().hashCode(), followers.size());
        for (int partition = 0; partition < topic.partitions(); partition++) {
            if (followers.get((first + partition) % followers.size()).equals(id)) {
                own.add(partition);
            }
        }
        return own;
    }
}
