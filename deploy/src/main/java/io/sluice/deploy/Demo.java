package io.sluice.deploy;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Metadata;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Source;
import io.sluice.contract.Template;
import io.sluice.deploy.process.DataDir;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo sources: one for each template of the generator, so that a newcomer has something to find and to filter. They are
 * registered once in the life of a data directory: a marker file is written when all of them are there, so a start that was
 * killed half-way is completed by the next, and what somebody deleted stays deleted.
 */
final class Demo {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
    private static final Caller OWNER = new Caller(FirstAdmin.NAME, Role.ADMIN);
    private static final String ORGANIZATION = "demo";
    private static final String MARKER = "demo-registered";

    private record Entry(Template template, String title, String notes, List<String> tags) {
        String name() {
            return ORGANIZATION + "-" + template.text();
        }
    }

    private static final List<Entry> ENTRIES = List.of(
            new Entry(
                    Template.TIMESTAMP,
                    "Random measurement",
                    "A made-up sensor that reports a number between 0 and 1 every five seconds, with the time. "
                            + "Try the filter: measurement > 0.5",
                    List.of("sensor", "measurement", "timestamp", "json")),
            new Entry(
                    Template.ORDERS,
                    "Shop orders",
                    "Orders of a made-up shop: time, order and item numbers, and an address with city, state and zip code. "
                            + "Try the filter: address.state = 'CA' or orderid % 2 = 0",
                    List.of("orders", "retail", "address", "json")),
            new Entry(
                    Template.RIDES,
                    "Taxi rides",
                    "Made-up taxi rides with distance and fare. One ride in five arrives some seconds late, so event time and "
                            + "arrival differ. Try the filter: trip_distance > 5",
                    List.of("taxi", "rides", "geo", "late-data", "json")),
            new Entry(
                    Template.TRAFFIC,
                    "Network sessions",
                    "Sixteen fields of made-up network sessions with made-up persons and addresses, a record every eight seconds.",
                    List.of("network", "security", "sessions", "json")));

    private final Vertx vertx;
    private final Path marker;

    Demo(Vertx vertx, DataDir data) {
        this.vertx = vertx;
        this.marker = data.resolve(MARKER);
    }

    CompletableFuture<?> register() {
        if (Files.exists(marker)) {
            return CompletableFuture.completedFuture(null);
        }
        Catalog.CreateOrganization organization =
                new Catalog.CreateOrganization(OWNER, ORGANIZATION, "Demo", "Generated sources to try Sluice with.");
        return unlessThere(Catalog.CREATE_ORGANIZATION.call(vertx, organization))
                .compose(
                        there -> Future.all(ENTRIES.stream().map(this::register).toList()))
                .compose(registered -> vertx.executeBlocking(this::mark))
                .toCompletionStage()
                .toCompletableFuture();
    }

    private Future<?> register(Entry entry) {
        Template template = entry.template();
        Source source = new Source.Generator(template, template.defaultRate(), entry.name(), 1, null);
        Catalog.CreateDataset dataset = new Catalog.CreateDataset(
                OWNER,
                entry.name(),
                entry.title(),
                ORGANIZATION,
                entry.notes(),
                entry.tags(),
                "CC0-1.0",
                false,
                Map.of(),
                source,
                Map.of(),
                Map.of(),
                Metadata.NONE,
                Map.of());
        return unlessThere(Catalog.CREATE_DATASET.call(vertx, dataset));
    }

    private static Future<?> unlessThere(Future<?> created) {
        return created.otherwise(failure -> {
            if (failure instanceof ProblemException known && known.problem() instanceof Problem.Conflict) {
                return null;
            }
            throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
        });
    }

    private Void mark() throws IOException {
        Files.writeString(
                marker, "The demo sources were registered; without this file the next start does it again.\n");
        LOG.info("demo sources registered; count={}", ENTRIES.size());
        return null;
    }
}
