package io.sluice.catalog.datasets;

import io.sluice.contract.Caller;
import io.sluice.contract.Dataset;
import io.sluice.contract.Done;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that belong to sources that run, made and removed by the stream-service. The waits are shorter than {@code
 * Endpoint.PATIENCE}, so that who asked the catalog still hears its answer.
 */
public final class SourceTopics {
    private static final Logger LOG = LoggerFactory.getLogger(SourceTopics.class);
    /** A document of a directory or of an API may be large, and is one record. */
    private static final Map<String, String> FLOWING = Map.of("max.message.bytes", "16777216");

    /** What was read from a file does not come again, and its records may have times of long ago. */
    private static final Map<String, String> KEPT =
            Map.of("max.message.bytes", "16777216", "retention.ms", "-1", "retention.bytes", "-1");

    /**
     * Records that bring their times from elsewhere: a limit of age would take the older ones within minutes. A limit of size
     * bounds the disk, 10 GiB a partition.
     */
    private static final Map<String, String> DATED =
            Map.of("max.message.bytes", "16777216", "retention.ms", "-1", "retention.bytes", "10737418240");

    private static final Set<String> FINITE = Set.of("csv", "text", "json", "netcdf", "directory");

    private static final Duration CREATE = Duration.ofSeconds(12);
    private static final Duration REMOVE = Duration.ofSeconds(8);

    private final Vertx vertx;

    public SourceTopics(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Fails with {@code Conflict} when there is such a topic already. */
    Future<Topics.TopicDetail> create(Caller caller, Dataset dataset) {
        Source source = dataset.source();
        return Topics.CREATE.call(
                vertx,
                new Topics.CreateTopic(
                        caller, output(dataset), source.partitions(), null, configs(dataset), dataset.name()),
                CREATE);
    }

    /** After the dataset of a topic has become private, public or somebody else's: who reads it may no longer do so. */
    void announce(Dataset dataset) {
        String topic = dataset.source().output();
        if (topic != null) {
            Topics.ACCESS_CHANGED.publish(vertx, new Topics.TopicAccessChanged(topic));
        }
    }

    /** Removes what belongs to datasets that are gone from the catalog; always succeeds, see {@link #remove}. */
    public Future<Done> removeAll(Caller caller, List<Dataset> datasets) {
        List<Future<Done>> removals = datasets.stream()
                .filter(dataset -> dataset.source().runs())
                .map(dataset -> remove(caller, dataset))
                .toList();
        return Future.join(removals).map(new Done(true));
    }

    /**
     * The row is gone, so the deletion is done: a stream-service that cannot answer now compares what it runs with
     * {@code Catalog.LIST_SOURCES} when it is back, and removes the rest then.
     */
    Future<Done> remove(Caller caller, Dataset dataset) {
        Streams.RemoveSource ask = new Streams.RemoveSource(caller, dataset.id(), output(dataset));
        return Streams.REMOVE_SOURCE.call(vertx, ask, REMOVE).recover(cause -> {
            LOG.warn(
                    "a source is left for the stream-service to reconcile; dataset={} topic={}",
                    dataset.id(),
                    output(dataset),
                    cause);
            return Future.succeededFuture(new Done(false));
        });
    }

    private static Map<String, String> configs(Dataset dataset) {
        Source source = dataset.source();
        if (FINITE.contains(source.type())) {
            return KEPT;
        }
        boolean dated = source instanceof Source.Kafka || dataset.processing().containsKey("timestamp");
        return dated ? DATED : FLOWING;
    }

    private static String output(Dataset dataset) {
        return Objects.requireNonNull(dataset.source().output(), "what runs has a topic");
    }
}
