package io.sluice.stream.landing;

import io.sluice.contract.Caller;
import io.sluice.contract.Landings.CreateLanding;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.StartAt;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.landing.LandingRow.Wanted;
import io.sluice.stream.landing.database.DatabaseFault;
import io.sluice.stream.landing.database.Target;
import io.sluice.stream.landing.table.Books;
import io.sluice.stream.landing.table.Books.Place;
import io.sluice.stream.landing.table.Layout;
import io.sluice.stream.landing.table.LayoutReader;
import io.sluice.stream.landing.table.TableSetup;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * Makes a landing. The start is turned into offsets before anything else happens, so what is written between the request and the first poll
 * lands. The row exists before topic and table ({@code CREATING}), so a crash in between leaves nothing that is not found again and cleared
 * away; table, books and positions are one transaction.
 */
final class LandingCreation {
    private static final int NAME_ATTEMPTS = 50;
    /** Of the platform's own database: what its services keep there is nobody's business. */
    private static final Set<String> OWN_SCHEMAS = Set.of("catalog", "stream");

    private final Vertx vertx;
    private final Parts parts;
    private final LandingSource resolver;
    private final LandingRows rows;
    private final Targets targets;
    private final LandingRunner runner;
    private final LandingFigures figures;

    /** What is needed of topics. */
    record Parts(TopicRights rights, TopicWriter writer, Positions positions) {}

    LandingCreation(
            Vertx vertx, Parts parts, LandingRows rows, Targets targets, LandingRunner runner, LandingFigures figures) {
        this.vertx = vertx;
        this.parts = parts;
        this.resolver = new LandingSource(vertx, parts.rights());
        this.rows = rows;
        this.targets = targets;
        this.runner = runner;
        this.figures = figures;
    }

    Future<LandingRow> create(CreateLanding ask) {
        if (!ask.caller().role().includes(Role.EDITOR)) {
            return failed(new Problem.Forbidden("Viewers may not create landings."));
        }
        Definition definition = ask.definition();
        Layout layout = LayoutReader.read(definition);
        Retention.parse(definition.retention());
        StartAt start = StartAt.parse(definition.from().isBlank() ? "latest" : definition.from(), "/from");
        Sealed database = ask.database();
        String databaseName =
                database == null ? null : targets.address(database).shown();
        if (database == null && OWN_SCHEMAS.contains(layout.schema())) {
            return failed(Problem.Invalid.at("/schema", "this schema is the platform's own"));
        }
        Optional<Problem> fault =
                ask.name() == null ? LandingName.likeAnId(layout.table()) : LandingName.fault(ask.name());
        if (fault.isPresent()) {
            return failed(fault.get());
        }
        return resolver.resolve(ask).compose(source -> starts(source, start)
                .compose(starts -> insert(row(ask, layout, source, databaseName), ask.name() == null, 1)
                        .compose(row -> complete(row, ask.caller(), layout, starts))));
    }

    private Future<Map<Integer, Long>> starts(LandingSource.Found source, StartAt start) {
        return parts.positions()
                .resolve(Broker.partitions(source.seen().description()), start)
                .map(offsets -> {
                    Map<Integer, Long> starts = new HashMap<>();
                    for (Map.Entry<TopicPartition, Long> offset : offsets.entrySet()) {
                        starts.put(offset.getKey().partition(), offset.getValue());
                    }
                    return starts;
                });
    }

    private static LandingRow row(
            CreateLanding ask, Layout layout, LandingSource.Found source, @Nullable String databaseName) {
        Definition asked = ask.definition();
        Definition definition = new Definition(
                layout.table(),
                layout.schema(),
                asked.columns(),
                asked.key(),
                asked.mode(),
                asked.rest(),
                asked.strict(),
                asked.from().isBlank() ? "latest" : asked.from(),
                asked.retention());
        return new LandingRow(
                UUID.randomUUID(),
                ask.name() == null ? layout.table().replaceAll("[^A-Za-z0-9._-]", "_") : ask.name(),
                ask.caller().user(),
                source.topic(),
                source.seen().description().topicId().toString(),
                List.of(),
                source.stream(),
                source.streamId(),
                definition,
                ask.database(),
                databaseName,
                false,
                false,
                Wanted.CREATING,
                1,
                source.isPrivate(),
                Instant.now());
    }

    /** @param numbered the name may get a number, where it is taken */
    private Future<LandingRow> insert(LandingRow row, boolean numbered, int attempt) {
        LandingRow named = attempt == 1 ? row : renamed(row, row.name() + "_" + attempt);
        return rows.insert(named).compose(inserted -> {
            if (inserted) {
                return Future.succeededFuture(named);
            }
            return rows.isNameTaken(named.name()).compose(taken -> {
                if (taken && numbered && attempt < NAME_ATTEMPTS) {
                    return insert(row, true, attempt + 1);
                }
                return failed(
                        taken
                                ? Problem.Conflict.taken("landing", named.name())
                                : new Problem.Conflict("Another landing writes to the table \""
                                        + named.definition().table() + "\" already."));
            });
        });
    }

    private static LandingRow renamed(LandingRow row, String name) {
        return new LandingRow(
                row.id(),
                name,
                row.owner(),
                row.topic(),
                row.topicId(),
                row.earlier(),
                row.stream(),
                row.streamId(),
                row.definition(),
                row.database(),
                row.databaseName(),
                row.madeTable(),
                row.keepTable(),
                row.wanted(),
                row.version(),
                row.isPrivate(),
                row.createdAt());
    }

    private Future<LandingRow> complete(LandingRow row, Caller caller, Layout layout, Map<Integer, Long> starts) {
        CreateTopic topic = new CreateTopic(
                caller, row.deadLetters(), 1, null, Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1"), null);
        Target target = targets.of(row);
        return vertx.executeBlocking(() -> new Made(target, row, layout, starts, caller.isAdmin()), false)
                .compose(made -> made.tell(rows).onFailure(lost -> vertx.executeBlocking(made::abandon, false)))
                .compose(made -> vertx.executeBlocking(made::commit, false))
                .compose(places -> figures.tell(row.id(), places))
                .compose(told -> parts.writer().create(new TopicWriter.Wish(topic, null, row.isPrivate())))
                .compose(made -> rows.want(row.id(), Wanted.RUNNING, Wanted.CREATING))
                .compose(running -> {
                    runner.settle(row.id());
                    return rows.load(row.id());
                })
                .compose(loaded -> loaded.isPresent()
                        ? Future.succeededFuture(loaded.get())
                        : failed(Problem.NotFound.of("landing", row.name())))
                .recover(failure -> undo(row).transform(undone -> Future.failedFuture(failure)));
    }

    /** A table that is made, or checked, and positions, in a transaction that is still open. Its methods block, one at a time. */
    private static final class Made {
        private final Connection on;
        private final LandingRow row;
        private final Books books;
        private final boolean made;

        Made(Target target, LandingRow row, Layout layout, Map<Integer, Long> starts, boolean admin) {
            this.row = row;
            this.books = new Books(layout.schema());
            try {
                this.on = target.open();
                try {
                    on.setAutoCommit(false);
                    TableSetup setup = new TableSetup(on, layout);
                    this.made = setup.make(row.owner());
                    if (!made && !admin && row.database() == null && !setup.isOf(row.owner())) {
                        throw new Problem.Forbidden("The table is there, and no landing of yours has made it;"
                                        + " an administrator may land in it.")
                                .toException();
                    }
                    TableSetup.Found found = setup.check();
                    if (!found.differences().isEmpty()) {
                        throw Problem.Invalid.of(found.differences()).toException();
                    }
                    books.begin(on, row.id(), row.topic(), starts);
                    if (!made) {
                        long rows = setup.rowsOf(row.topic());
                        int first = starts.keySet().iterator().next();
                        books.count(on, row.id(), first, new Books.Counts(0, rows, 0, 0, 0));
                    }
                } catch (SQLException | RuntimeException failed) {
                    on.close();
                    throw failed;
                }
            } catch (SQLException failed) {
                throw refused(row, DatabaseFault.of(failed));
            } catch (SourceFault fault) {
                throw refused(row, fault);
            }
        }

        /** Before the table is there for others: if this node dies, somebody knows whose it is. */
        Future<Made> tell(LandingRows rows) {
            return made ? rows.madeTable(row.id()).map(this) : Future.succeededFuture(this);
        }

        Void abandon() throws SQLException {
            on.close();
            return null;
        }

        Map<Integer, Place> commit() throws SQLException {
            try (on) {
                on.commit();
                return books.places(on, row.id(), row.topic());
            }
        }
    }

    private static RuntimeException refused(LandingRow row, SourceFault fault) {
        return row.database() == null
                ? new Problem.Unavailable(fault.reason()).toException()
                : Problem.Invalid.at("/database", fault.reason()).toException();
    }

    private Future<Void> undo(LandingRow row) {
        return rows.want(row.id(), Wanted.DELETING, Wanted.CREATING)
                .compose(deleting -> deleting ? runner.settle(row.id()) : Future.succeededFuture());
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
