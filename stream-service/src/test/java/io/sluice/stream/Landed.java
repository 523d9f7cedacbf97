package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Landings;
import io.sluice.contract.Landings.Column;
import io.sluice.contract.Landings.Correction;
import io.sluice.contract.Landings.CountRows;
import io.sluice.contract.Landings.CreateLanding;
import io.sluice.contract.Landings.DeadLetter;
import io.sluice.contract.Landings.DeadLetterPage;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Landings.DeleteLanding;
import io.sluice.contract.Landings.Fate;
import io.sluice.contract.Landings.FindLanding;
import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Landings.ListDeadLetters;
import io.sluice.contract.Landings.Mode;
import io.sluice.contract.Landings.Origin;
import io.sluice.contract.Landings.QueryRows;
import io.sluice.contract.Landings.RowPage;
import io.sluice.contract.Landings.RunLanding;
import io.sluice.contract.Landings.SettleDeadLetters;
import io.sluice.contract.Landings.Settlement;
import io.sluice.contract.Problem.Unavailable;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Streams.State;
import io.sluice.runtime.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Landings of one node, and the tables that they write. Its methods block. */
final class Landed {
    private final Node node;
    private final Database database;

    Landed(Node node) {
        this(node, node.database);
    }

    /** @param database that the rows land in */
    Landed(Node node, Database database) {
        this.node = node;
        this.database = database;
    }

    static Column column(String name, String type) {
        return new Column(name, type, null, true);
    }

    static Column column(String name, String type, String path) {
        return new Column(name, type, path, true);
    }

    static Column required(String name, String type) {
        return new Column(name, type, null, false);
    }

    /** Everything from the beginning, what no column takes into {@code rest}. */
    static Definition into(String table, Column... columns) {
        return new Definition(
                table, "landed", List.of(columns), List.of(), Mode.INSERT, "rest", false, "earliest", null);
    }

    static Definition upsert(String table, List<String> key, Column... columns) {
        return new Definition(table, "landed", List.of(columns), key, Mode.UPSERT, "rest", false, "earliest", null);
    }

    static Definition strict(String table, Column... columns) {
        return new Definition(table, "landed", List.of(columns), List.of(), Mode.INSERT, null, true, "earliest", null);
    }

    static Definition kept(Definition d, String retention) {
        return new Definition(
                d.table(), d.schema(), d.columns(), d.key(), d.mode(), d.rest(), d.strict(), d.from(), retention);
    }

    static CreateLanding of(String topic, Definition definition) {
        return new CreateLanding(ADA, null, new Origin(topic, null), definition, null);
    }

    static String table() {
        return "t_" + UUID.randomUUID().toString().substring(0, 8);
    }

    Landing create(String topic, Definition definition) {
        return node.ask(Landings.CREATE, of(topic, definition));
    }

    Landing find(Landing landing) {
        return node.ask(Landings.FIND, new FindLanding(ADA, landing.id().toString()));
    }

    Landing run(Landing landing, boolean paused) {
        return node.ask(Landings.RUN, new RunLanding(ADA, landing.id().toString(), paused));
    }

    void delete(Landing landing) {
        delete(landing, false);
    }

    void delete(Landing landing, boolean keepTable) {
        node.ask(Landings.DELETE, new DeleteLanding(ADA, landing.id().toString(), keepTable));
    }

    long count(Landing landing) {
        return node.ask(Landings.COUNT, new CountRows(ADA, landing.id().toString()))
                .count();
    }

    /** Waits until as many rows are counted. */
    /** Also while its database comes back. */
    void until(Landing landing, long rows) {
        eventually()
                .ignoreExceptionsMatching(
                        thrown -> thrown instanceof ProblemException known && known.problem() instanceof Unavailable)
                .untilAsserted(() -> assertThat(count(landing)).isEqualTo(rows));
    }

    void until(Landing landing, State state) {
        eventually().untilAsserted(() -> assertThat(find(landing).state()).isEqualTo(state));
    }

    RowPage rows(Landing landing, Map<String, String> where) {
        return rows(landing, where, null, 200, null);
    }

    RowPage rows(
            Landing landing, Map<String, String> where, @Nullable String contains, int limit, @Nullable String cursor) {
        return node.ask(Landings.ROWS, query(ADA, landing, where, contains, limit, cursor));
    }

    static QueryRows query(
            Caller caller,
            Landing landing,
            Map<String, String> where,
            @Nullable String contains,
            int limit,
            @Nullable String cursor) {
        return new QueryRows(caller, landing.id().toString(), where, contains, limit, cursor);
    }

    List<DeadLetter> deadLetters(Landing landing) {
        return deadLetters(landing, Fate.WAITING).items();
    }

    DeadLetterPage deadLetters(Landing landing, @Nullable Fate fate) {
        return node.ask(
                Landings.DEAD_LETTERS, new ListDeadLetters(ADA, landing.id().toString(), fate, 200, null));
    }

    List<Settlement> settle(Landing landing, Fate fate, @Nullable List<Correction> items) {
        return node.ask(Landings.SETTLE, new SettleDeadLetters(ADA, landing.id().toString(), fate, items))
                .items();
    }

    /** What a statement answers, each row as its cells with bars in between. */
    List<String> sql(String statement) {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (!sql.execute(statement)) {
                return rows;
            }
            ResultSet found = sql.getResultSet();
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join("|", cells));
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password().reveal());
        try (Statement zone = connection.createStatement()) {
            zone.execute("set timezone to 'UTC'");
        }
        return connection;
    }
}
