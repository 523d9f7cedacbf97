package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Where the records of a dataset come from. The JSON property {@code type} tells the kinds apart. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.Kafka.class, name = "kafka"),
    @JsonSubTypes.Type(value = Source.Generator.class, name = "generator")
})
public sealed interface Source {

    /** The name of the kind, as in JSON. */
    String type();

    /** The topic on the platform's broker that carries the records. */
    String topic();

    /** A topic that exists independently of the dataset; deleting the dataset leaves it alone. */
    record Kafka(String topic) implements Source {
        @Override
        public String type() {
            return "kafka";
        }
    }

    /**
     * Records made up by the platform. The topic belongs to the dataset: it is created and deleted with it.
     *
     * @param template what is generated
     * @param rate records per second, above 0 and at most {@link #MAX_RATE}
     * @param partitions of the topic when it is created
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
            if (partitions < 1 || partitions > 100) {
                throw Problem.Invalid.at("/source/partitions", "expected 1 to 100 partitions")
                        .toException();
            }
        }

        @Override
        public String type() {
            return "generator";
        }
    }
}
