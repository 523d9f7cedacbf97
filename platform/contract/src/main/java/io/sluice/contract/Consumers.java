package io.sluice.contract;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream-service's endpoints for consumers that read over HTTP. What a consumer is and where it stands is in Postgres, so each of
 * its calls may come to another node; records are read by whoever asks for a {@link #PLAN}. A consumer that is not there, is somebody
 * else's or was idle for too long is {@link Problem.NotFound}, and nothing else is; what does not go together is {@link Problem.Conflict}.
 */
public final class Consumers {
    public static final Endpoint<CreateConsumer, Done> CREATE =
            new Endpoint<>("stream.consumer.create", CreateConsumer.class, Done.class);
    public static final Endpoint<At, Done> DELETE = new Endpoint<>("stream.consumer.delete", At.class, Done.class);
    /** Fixes where it begins with each partition that falls to it. */
    public static final Endpoint<Subscribe, Done> SUBSCRIBE =
            new Endpoint<>("stream.consumer.subscribe", Subscribe.class, Done.class);
    /** Neither subscribed nor assigned afterwards. */
    public static final Endpoint<At, Done> UNSUBSCRIBE =
            new Endpoint<>("stream.consumer.unsubscribe", At.class, Done.class);

    public static final Endpoint<Assign, Done> ASSIGN =
            new Endpoint<>("stream.consumer.assign", Assign.class, Done.class);
    public static final Endpoint<Seek, Done> SEEK = new Endpoint<>("stream.consumer.seek", Seek.class, Done.class);
    /** What falls to the consumer now, and from where it is to be read. */
    public static final Endpoint<At, Plan> PLAN = new Endpoint<>("stream.consumer.plan", At.class, Plan.class);
    /** Says what was read. Only what is in the answer may be handed out: anything else has fallen to another one, or was sought, meanwhile. */
    public static final Endpoint<Advance, Partitions> ADVANCE =
            new Endpoint<>("stream.consumer.advance", Advance.class, Partitions.class);
    /** {@link Problem.Conflict} where a partition is another consumer's of the group. */
    public static final Endpoint<Commit, Done> COMMIT =
            new Endpoint<>("stream.consumer.commit", Commit.class, Done.class);

    public static final Endpoint<FindCommitted, Committed> COMMITTED =
            new Endpoint<>("stream.consumer.committed", FindCommitted.class, Committed.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS =
            List.of(CREATE, DELETE, SUBSCRIBE, UNSUBSCRIBE, ASSIGN, SEEK, PLAN, ADVANCE, COMMIT, COMMITTED);

    private Consumers() {}

    /** @param group without its namespace */
    public record Place(String namespace, String group, String id) {
        /** What the group is called in Kafka. */
        public String kafkaGroup() {
            return namespace + "." + group;
        }
    }

    public record At(Caller caller, Place place) {}

    public enum Format {
        BINARY,
        JSON
    }

    /** Where a partition begins for which the group has committed nothing. */
    public enum Reset {
        EARLIEST,
        LATEST
    }

    /**
     * @param autoCommit commits what earlier answers brought whenever a consumer asks for more
     * @param minBytes that an answer waits for
     * @param timeout of a call that does not say any; null: that of the API
     */
    public record Settings(
            Format format,
            Reset reset,
            boolean autoCommit,
            int minBytes,
            @Nullable Duration timeout) {}

    /** {@link Problem.Conflict} if there is one at that place, {@link Problem.TooMany} if the caller has too many. */
    public record CreateConsumer(Caller caller, Place place, Settings settings) {}

    /**
     * @param topics by their full names; read as far as the caller may read them
     * @param pattern RE2, of whole names without the namespace; of topics that the caller may read. Null: {@code topics}
     */
    public record Subscribe(
            Caller caller,
            Place place,
            List<String> topics,
            @Nullable String pattern) {}

    /** @param topic its full name */
    public record Partition(String topic, int partition) {}

    public record Partitions(List<Partition> items) {}

    /** @param partitions that are there; where each begins is what the group committed, else as the consumer was made */
    public record Assign(Caller caller, Place place, List<Partition> partitions) {}

    public record Offset(String topic, int partition, long offset) {
        public Partition at() {
            return new Partition(topic, partition);
        }
    }

    public enum Edge {
        BEGINNING,
        END
    }

    /**
     * @param offsets that are read next
     * @param partitions that go to {@code edge}
     */
    public record Seek(Caller caller, Place place, List<Offset> offsets, List<Partition> partitions, Edge edge) {}

    /**
     * @param subscribed the topics of the subscription, in order of their names
     * @param missing topics that were named and are not there, or may not be read any more
     * @param topics what {@code lanes} are of, as the caller may see it
     * @param lanes what has waited longest comes first
     */
    public record Plan(
            Settings settings,
            List<String> subscribed,
            List<String> missing,
            List<Topics.TopicAccess> topics,
            List<Lane> lanes) {}

    /** @param next the offset that is to be read next */
    public record Lane(String topic, int partition, long next) {}

    public record Advance(Caller caller, Place place, List<Step> steps) {}

    /** @param from what the plan had as {@code next}, {@code to} what is next now */
    public record Step(String topic, int partition, long from, long to) {}

    /** @param offsets that are to be read next; null: of all partitions of the consumer, where it stands */
    public record Commit(
            Caller caller, Place place, @Nullable List<Offset> offsets) {}

    public record FindCommitted(Caller caller, Place place, List<Partition> partitions) {}

    /** @param items in the order of the question; -1 where nothing is committed */
    public record Committed(List<Offset> items) {}
}
