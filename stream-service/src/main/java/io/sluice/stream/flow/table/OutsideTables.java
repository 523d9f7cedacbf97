package io.sluice.stream.flow.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Sealed;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.query.Join;
import io.sluice.query.Query;
import io.sluice.query.Ref;
import io.sluice.runtime.Json;
import io.sluice.runtime.Vault;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.HttpWeb;
import io.sluice.stream.intake.Intakes;
import io.sluice.stream.intake.Reasons;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.query.MemoryTable;
import io.sluice.stream.query.Table;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the tables of queries that lie outside of Kafka, each node for itself, and again every now and then. A table has at most {@link
 * #MAX_ROWS} rows and {@link #MAX_BYTES}. One that cannot be loaded again stays what it was. Belongs to one event loop; loading is done by
 * workers.
 */
public final class OutsideTables {
    static final int MAX_ROWS = 1_000_000;
    static final long MAX_BYTES = 256L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(OutsideTables.class);

    private final Vertx vertx;
    private final Vault vault;
    private final AddressRules rules;
    private final HttpWeb web;

    public OutsideTables(Vertx vertx, Intakes.Config config) {
        this.vertx = vertx;
        this.vault = config.vault();
        this.rules = AddressRules.of(config.allow());
        this.web = new HttpWeb(rules);
    }

    public Future<Void> close() {
        return vertx.executeBlocking(() -> {
            web.close();
            return null;
        });
    }

    /** The tables of one query, by the number of their join; until they are closed they are kept fresh. */
    public record Opened(Map<Integer, Table> tables, Runnable closing) {
        public static final Opened NONE = new Opened(Map.of(), () -> {});

        public void close() {
            closing.run();
        }
    }

    /**
     * Completes when all are loaded.
     *
     * @param credentials with connections
     * @param told hears why a table could not be loaded again
     */
    public Future<Opened> open(Query query, Map<String, Sealed> credentials, Consumer<String> told) {
        Map<Integer, Table> tables = new HashMap<>();
        List<Future<Void>> loads = new ArrayList<>();
        List<Runnable> refreshes = new ArrayList<>();
        List<Long> timers = new ArrayList<>();
        for (int i = 0; i < query.joins().size(); i++) {
            Join join = query.joins().get(i);
            Ref ref = join.right().union().get(0);
            if (join.kind() == Join.Kind.TABLE && ref.isExternal()) {
                MemoryTable table = new MemoryTable();
                TableLoader loader = loader(ref, credentials);
                tables.put(i, table);
                loads.add(load(join, loader, table));
                refreshes.add(() -> timers.add(
                        vertx.setPeriodic(Math.max(1_000, join.refresh().toMillis()), tick -> load(join, loader, table)
                                .onFailure(failed -> told.accept("The table \""
                                        + join.right().alias() + "\" could not be loaded again. " + reason(failed))))));
            }
        }
        return Future.all(loads).map(loaded -> {
            refreshes.forEach(Runnable::run);
            return new Opened(tables, () -> timers.forEach(vertx::cancelTimer));
        });
    }

    /** Why a table cannot be loaded, in words for people. */
    public static String reason(Throwable failed) {
        return failed instanceof Unloadable told ? String.valueOf(told.getMessage()) : "It could not be read.";
    }

    /** Carries words for people. */
    public static final class Unloadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unloadable(SourceFault fault) {
            super(fault.reason(), fault, false, false);
        }
    }

    private Future<Void> load(Join join, TableLoader loader, MemoryTable table) {
        return vertx.executeBlocking(
                () -> {
                    MemoryTable.Index index = new MemoryTable.Index(join.rightKey(), Clock.systemUTC());
                    try {
                        if (loader.load(new Bounded(index))) {
                            table.replace(index);
                        }
                    } catch (SourceFault fault) {
                        throw new Unloadable(fault);
                    } catch (IOException failed) {
                        throw new Unloadable(
                                Reasons.of("the table \"" + join.right().alias() + "\"", failed));
                    }
                    return null;
                },
                false);
    }

    private static final class Bounded implements TableLoader.Rows {
        private final MemoryTable.Index index;
        private int rows;
        private long bytes;

        Bounded(MemoryTable.Index index) {
            this.index = index;
        }

        @Override
        public void add(byte[] json) throws SourceFault {
            rows++;
            bytes += json.length;
            if (rows > MAX_ROWS || bytes > MAX_BYTES) {
                throw SourceFault.lasting(
                        "A table has at most " + MAX_ROWS + " rows and " + (MAX_BYTES >> 20) + " MiB.");
            }
            index.add(json);
        }
    }

    private TableLoader loader(Ref ref, Map<String, Sealed> credentials) {
        try {
            if (ref.kind() == Ref.Kind.CSV) {
                return new CsvLoader(web, new URI(ref.name()));
            }
            Sealed sealed = credentials.get(CreateStream.CONNECTION + ref.name());
            JsonNode connection = connection(sealed);
            return connection == null
                    ? refused("There is no connection \"" + ref.name() + "\".")
                    : new PostgresLoader(
                            rules,
                            new URI(connection.path("uri").asText()),
                            connection.path("query").asText());
        } catch (URISyntaxException malformed) {
            LOG.debug("no address; cause={}", malformed.getReason());
            return refused("The address of a table is not one that can be asked for.");
        }
    }

    private static TableLoader refused(String reason) {
        return to -> {
            throw SourceFault.lasting(reason);
        };
    }

    private @Nullable JsonNode connection(@Nullable Sealed sealed) {
        if (sealed == null) {
            return null;
        }
        try {
            return Json.MAPPER.readTree(vault.open(sealed).reveal());
        } catch (Vault.WrongKey | IOException unreadable) {
            LOG.warn(
                    "a connection cannot be opened; cause={}",
                    unreadable.getClass().getSimpleName());
            return null;
        }
    }
}
