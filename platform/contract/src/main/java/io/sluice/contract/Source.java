package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a dataset come from. The JSON property {@code type} tells the kinds apart. How the content is
 * understood is not here but in {@link Processing}; secrets are in {@link Dataset#credentials()}.
 *
 * <p>Three groups: a topic that is there anyway (a {@link Kafka} without a copy), something that the platform reads into a topic
 * of its own ({@link #runs}), and mere entries of the catalog ({@link S3}, {@link Service}), which have no records here.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.Kafka.class, name = "kafka"),
    @JsonSubTypes.Type(value = Source.Generator.class, name = "generator"),
    @JsonSubTypes.Type(value = Source.Csv.class, name = "csv"),
    @JsonSubTypes.Type(value = Source.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Source.Json.class, name = "json"),
    @JsonSubTypes.Type(value = Source.NetCdf.class, name = "netcdf"),
    @JsonSubTypes.Type(value = Source.EventStream.class, name = "event_stream"),
    @JsonSubTypes.Type(value = Source.WebSocket.class, name = "websocket"),
    @JsonSubTypes.Type(value = Source.Poll.class, name = "poll"),
    @JsonSubTypes.Type(value = Source.Directory.class, name = "directory"),
    @JsonSubTypes.Type(value = Source.S3.class, name = "s3"),
    @JsonSubTypes.Type(value = Source.Service.class, name = "service")
})
public sealed interface Source {
    int MAX_PARTITIONS = 100;

    /** The name of the kind, as in JSON. */
    String type();

    /** The topic on the platform's broker that carries the records; null for a mere entry. */
    @Nullable String output();

    /** How many partitions {@link #output} gets when it is made for the dataset. */
    default int partitions() {
        return 1;
    }

    /** Whether the platform fills {@link #output}: then the topic belongs to the dataset, is created and deleted with it. */
    default boolean runs() {
        return true;
    }

    /** What is read from an address into a topic of its own. */
    sealed interface Web extends Source {
        String url();

        String topic();

        @Override
        default String output() {
            return topic();
        }
    }

    /**
     * A Kafka topic.
     *
     * @param topic that is read
     * @param bootstrap {@code host:port,…} of a foreign cluster; null: the platform's own broker
     * @param security how the foreign cluster is reached; null: PLAINTEXT
     * @param copy the topic on the platform's broker that the records are copied to, because they come from elsewhere or are changed
     *     on the way; null: read where they are, and then deleting the dataset leaves the topic alone
     * @param partitions of the copy when it is created; a record keeps its partition, modulo this number
     */
    record Kafka(
            String topic,
            @Nullable String bootstrap,
            @Nullable Security security,
            @Nullable String copy,
            int partitions)
            implements Source {
        public Kafka {
            checkPartitions(partitions);
        }

        /** A topic of the platform's broker, as it is. */
        public static Kafka of(String topic) {
            return new Kafka(topic, null, null, null, 1);
        }

        @Override
        public String type() {
            return "kafka";
        }

        @Override
        public String output() {
            return copy == null ? topic : copy;
        }

        @Override
        public boolean runs() {
            return copy != null;
        }
    }

    /**
     * Records made up by the platform.
     *
     * @param template what is generated
     * @param rate records per second, above 0 and at most {@link #MAX_RATE}
     * @param seed of the pseudo-random content; null: a new one at each start
     */
    record Generator(
            Template template,
            double rate,
            String topic,
            int partitions,
            @Nullable Long seed) implements Source {
        public static final double MAX_RATE = 10_000;

        public Generator {
            if (!(rate > 0 && rate <= MAX_RATE)) {
                throw Problem.Invalid.at("/source/rate", "a rate is above 0 and at most 10000 records per second")
                        .toException();
            }
            checkPartitions(partitions);
        }

        @Override
        public String type() {
            return "generator";
        }

        @Override
        public String output() {
            return topic;
        }
    }

    /**
     * A table of delimited rows with a comma by default; finite.
     *
     * @param url http or https
     */
    record Csv(String url, String topic, int partitions) implements Web {
        public Csv {
            checkPartitions(partitions);
        }

        @Override
        public String type() {
            return "csv";
        }
    }

    /** A table of delimited rows with a tabulator by default; finite. */
    record Text(String url, String topic, int partitions) implements Web {
        public Text {
            checkPartitions(partitions);
        }

        @Override
        public String type() {
            return "text";
        }
    }

    /** A JSON document, or JSON Lines; finite. */
    record Json(String url, String topic, int partitions) implements Web {
        public Json {
            checkPartitions(partitions);
        }

        @Override
        public String type() {
            return "json";
        }
    }

    /** A NetCDF file, classic or NetCDF-4; finite. */
    record NetCdf(String url, String topic, int partitions) implements Web {
        public NetCdf {
            checkPartitions(partitions);
        }

        @Override
        public String type() {
            return "netcdf";
        }
    }

    /** Server-sent events or newline-delimited JSON over HTTP; endless. */
    record EventStream(String url, String topic, int partitions) implements Web {
        public EventStream {
            checkPartitions(partitions);
        }

        @Override
        public String type() {
            return "event_stream";
        }
    }

    /**
     * Messages of a WebSocket; endless.
     *
     * @param url ws or wss
     * @param subscribe sent as a text message after each opening; null: nothing
     */
    record WebSocket(String url, @Nullable String subscribe, String topic, int partitions) implements Web {
        public WebSocket {
            checkPartitions(partitions);
        }

        @Override
        public String type() {
            return "websocket";
        }
    }

    /**
     * A document that is asked for again and again; endless.
     *
     * @param interval between two questions, seconds, 1 to 86,400
     */
    record Poll(String url, double interval, String topic, int partitions) implements Web {
        public Poll {
            checkInterval(interval);
            checkPartitions(partitions);
        }

        @Override
        public String type() {
            return "poll";
        }
    }

    /**
     * JSON, YAML and CSV files in a directory of the machine that the stream-service runs on; endless.
     *
     * @param path absolute
     */
    record Directory(String path, String topic, int partitions) implements Source {
        public Directory {
            checkPartitions(partitions);
        }

        @Override
        public String type() {
            return "directory";
        }

        @Override
        public String output() {
            return topic;
        }
    }

    /**
     * An entry that points to an object store.
     *
     * @param url s3, http or https
     */
    record S3(String url) implements Source {
        @Override
        public String type() {
            return "s3";
        }

        @Override
        public @Nullable String output() {
            return null;
        }

        @Override
        public boolean runs() {
            return false;
        }
    }

    /**
     * An entry that points to a service, or to nothing at all.
     *
     * @param url null: a description without anything behind it
     * @param kind free text, such as {@code API}
     */
    record Service(
            @Nullable String url,
            @Nullable String kind,
            @Nullable String healthCheckUrl,
            @Nullable String documentationUrl)
            implements Source {
        @Override
        public String type() {
            return "service";
        }

        @Override
        public @Nullable String output() {
            return null;
        }

        @Override
        public boolean runs() {
            return false;
        }
    }

    private static void checkPartitions(int partitions) {
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw Problem.Invalid.at("/source/partitions", "expected 1 to 100 partitions")
                    .toException();
        }
    }

    private static void checkInterval(double seconds) {
        if (!(seconds >= 1 && seconds <= 86_400)) {
            throw Problem.Invalid.at("/source/interval", "an interval is 1 to 86400 seconds")
                    .toException();
        }
    }
}
