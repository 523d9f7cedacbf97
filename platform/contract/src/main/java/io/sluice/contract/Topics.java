package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stream-service's topic endpoints: administration only, records are read and written by whoever needs them. */
public final class Topics {
    public static final Endpoint<CreateTopic, TopicDetail> CREATE =
            new Endpoint<>("stream.topic.create", CreateTopic.class, TopicDetail.class);
    public static final Endpoint<FindTopic, TopicDetail> FIND =
            new Endpoint<>("stream.topic.find", FindTopic.class, TopicDetail.class);
    public static final Endpoint<ListTopics, TopicPage> LIST =
            new Endpoint<>("stream.topic.list", ListTopics.class, TopicPage.class);
    public static final Endpoint<AlterTopic, TopicDetail> ALTER =
            new Endpoint<>("stream.topic.alter", AlterTopic.class, TopicDetail.class);
    public static final Endpoint<DeleteTopic, Done> DELETE =
            new Endpoint<>("stream.topic.delete", DeleteTopic.class, Done.class);
    public static final Endpoint<PurgeTopic, Done> PURGE =
            new Endpoint<>("stream.topic.purge", PurgeTopic.class, Done.class);
    /** Claims a name: a new topic, one that is nobody's, or one that was given up, which is emptied first. Again by its owner: nothing. */
    public static final Endpoint<RegisterTopic, Registered> REGISTER =
            new Endpoint<>("stream.topic.register", RegisterTopic.class, Registered.class);
    /** Gives a topic up; grants on it end. */
    public static final Endpoint<ReleaseTopic, Done> RELEASE =
            new Endpoint<>("stream.topic.release", ReleaseTopic.class, Done.class);
    /** Deletes the topic and makes it anew with default settings; answers when the new one is ready and empty. Owner and grants stay. */
    public static final Endpoint<ResetTopic, TopicDetail> RESET =
            new Endpoint<>("stream.topic.reset", ResetTopic.class, TopicDetail.class);
    /** May this caller write records to, or read them from, the topic? Answers its id and partitions. */
    public static final Endpoint<AuthorizeTopic, TopicAccess> AUTHORIZE =
            new Endpoint<>("stream.topic.authorize", AuthorizeTopic.class, TopicAccess.class);

    public static final List<Endpoint<?, ?>> ENDPOINTS =
            List.of(CREATE, FIND, LIST, ALTER, DELETE, PURGE, AUTHORIZE, REGISTER, RELEASE, RESET);

    /** Who may read a topic may be another one now, or nobody, or it is to be read in another way: ask {@link #AUTHORIZE} again. */
    public static final Announcement<TopicAccessChanged> ACCESS_CHANGED =
            new Announcement<>("stream.topic.access-changed", TopicAccessChanged.class);

    public static final List<Announcement<?>> ANNOUNCEMENTS = List.of(ACCESS_CHANGED);

    private Topics() {}

    /**
     * @param replicationFactor null: the broker's default
     * @param dataset the dataset that the topic belongs to, when the catalog asks
     * @param format how its records are to be read
     * @param isPrivate only for its owner and those to whom it is granted
     */
    public record CreateTopic(
            Caller caller,
            String name,
            int partitions,
            @Nullable Short replicationFactor,
            Map<String, String> configs,
            @Nullable String dataset,
            RecordFormat.Change format,
            boolean isPrivate) {

        /** Open to everybody. */
        public CreateTopic(
                Caller caller,
                String name,
                int partitions,
                @Nullable Short replicationFactor,
                Map<String, String> configs,
                @Nullable String dataset) {
            this(caller, name, partitions, replicationFactor, configs, dataset, RecordFormat.Change.NONE);
        }

        /** Open to everybody. */
        public CreateTopic(
                Caller caller,
                String name,
                int partitions,
                @Nullable Short replicationFactor,
                Map<String, String> configs,
                @Nullable String dataset,
                RecordFormat.Change format) {
            this(caller, name, partitions, replicationFactor, configs, dataset, format, false);
        }
    }

    public record FindTopic(Caller caller, String name) {}

    /** @param limit 1 to 500; internal topics are never listed */
    public record ListTopics(
            Caller caller,
            @Nullable String q,
            @Nullable String owner,
            int limit,
            @Nullable String cursor) {}

    /**
     * @param records the sum of end minus begin offsets, an upper bound where the log has holes
     * @param sizeBytes on disk, of the leaders
     * @param dataset name of the dataset that owns it, {@code stream} likewise
     * @param lastActivity epoch milliseconds of the newest record; null when empty or unknown
     * @param live false: an administrator has switched live reading off
     * @param isPrivate not everybody who is signed in may read it
     */
    public record Topic(
            String name,
            int partitions,
            int replicationFactor,
            long records,
            long sizeBytes,
            @Nullable String owner,
            @Nullable String dataset,
            @Nullable String stream,
            @Nullable Long lastActivity,
            boolean live,
            @JsonProperty("private") boolean isPrivate) {

        public Topic(
                String name,
                int partitions,
                int replicationFactor,
                long records,
                long sizeBytes,
                @Nullable String owner,
                @Nullable String dataset,
                @Nullable String stream,
                @Nullable Long lastActivity,
                boolean live) {
            this(
                    name,
                    partitions,
                    replicationFactor,
                    records,
                    sizeBytes,
                    owner,
                    dataset,
                    stream,
                    lastActivity,
                    live,
                    false);
        }
    }

    public record TopicPage(
            List<Topic> items, long total, @Nullable String next) {}

    public record Partition(
            int partition, int leader, List<Integer> replicas, List<Integer> isr, long beginOffset, long endOffset) {}

    /** @param format how its records are read */
    public record TopicDetail(
            Topic topic, Map<String, String> configs, List<Partition> partitions, RecordFormat format) {

        public TopicDetail(Topic topic, Map<String, String> configs, List<Partition> partitions) {
            this(topic, configs, partitions, RecordFormat.AUTO);
        }
    }

    /**
     * @param configs only the named keys change; a null value goes back to the default
     * @param live whether it may be read live; administrators only
     * @param isPrivate null: as it is; for who may manage it, like {@code owner}: to whom it is handed over
     */
    public record AlterTopic(
            Caller caller,
            String name,
            @Nullable Integer partitions,
            Map<String, @Nullable String> configs,
            @Nullable Boolean live,
            RecordFormat.Change format,
            @Nullable Boolean isPrivate,
            @Nullable String owner) {

        public AlterTopic(
                Caller caller,
                String name,
                @Nullable Integer partitions,
                Map<String, @Nullable String> configs,
                @Nullable Boolean live) {
            this(caller, name, partitions, configs, live, RecordFormat.Change.NONE);
        }

        public AlterTopic(
                Caller caller,
                String name,
                @Nullable Integer partitions,
                Map<String, @Nullable String> configs,
                @Nullable Boolean live,
                RecordFormat.Change format) {
            this(caller, name, partitions, configs, live, format, null, null);
        }
    }

    public record DeleteTopic(Caller caller, String name) {}

    /** @param before everything before this place goes; null: everything */
    public record PurgeTopic(
            Caller caller, String name, @Nullable String before) {}

    /** @param partitions of a new one */
    public record RegisterTopic(Caller caller, String name, int partitions) {}

    /** @param isNew whether it was not the caller's before */
    public record Registered(TopicDetail topic, boolean isNew) {}

    public record ReleaseTopic(Caller caller, String name) {}

    public record ResetTopic(Caller caller, String name) {}

    public enum Access {
        READ,
        WRITE,
        /** To read, and to be sent what comes: {@link Problem.Forbidden} where an administrator switched that off. */
        LIVE,
        /** Like {@link #LIVE}, and to take out everything. */
        LIVE_DOWNLOAD,
        /** To take records out in bulk. */
        DOWNLOAD
    }

    public record AuthorizeTopic(Caller caller, String name, Access access) {}

    /**
     * @param id the broker's id of this incarnation of the topic: another one after it was deleted and created again
     * @param format how its records are to be read
     * @param formatVersion grows with each change of the format
     * @param veiling what of the records the caller is not to see
     */
    public record TopicAccess(
            String name, String id, int partitions, RecordFormat format, long formatVersion, Veiling veiling) {

        public TopicAccess(String name, String id, int partitions) {
            this(name, id, partitions, RecordFormat.AUTO, 0, Veiling.NONE);
        }
    }

    public record TopicAccessChanged(String topic) {}
}
