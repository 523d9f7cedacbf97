package io.sluice.deploy.secrets;

import io.sluice.contract.Secret;
import io.sluice.deploy.process.StartFailure;
import io.sluice.runtime.DataKey;
import io.sluice.runtime.Database;
import io.sluice.runtime.Vault;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The data keys of an installation, each wrapped by the master key, in the schema {@code vault} of the platform's database: there before any
 * service starts, and the same for all nodes. Opening them checks the master key: it has to unwrap all of them, or one before it has to, and then they are
 * wrapped anew. Blocks.
 */
public final class DataKeys {
    private static final String LOCK = "select pg_advisory_xact_lock(7340021)";
    private static final String SCHEMA = """
            create schema if not exists vault;
            create table if not exists vault.data_keys (
                id         text primary key,
                wrapped    text not null,
                made_at    timestamptz not null default clock_timestamp(),
                -- from when on it seals; until then nodes learn of it
                seals_at   timestamptz not null default clock_timestamp())
            """;
    /** Those that do not seal yet come first, so that the last one is the one that seals. */
    private static final String KEYS =
            "select id, wrapped from vault.data_keys" + " order by seals_at > clock_timestamp() desc, seals_at, id";

    private final Database database;
    private final List<Secret> masters;

    /** @param masters the present one, then those before it */
    public DataKeys(Database database, List<Secret> masters) {
        this.database = database;
        this.masters = List.copyOf(masters);
    }

    /** @throws StartFailure if no master key that is named opens what is there */
    public Vault open() {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            run(connection, LOCK);
            run(connection, SCHEMA);
            List<DataKey> keys = unwrapAll(connection);
            if (keys.isEmpty()) {
                keys = List.of(insert(connection, "0 s"));
            }
            connection.commit();
            return Vault.of(masters, keys);
        } catch (SQLException failed) {
            throw new StartFailure("The data keys cannot be read from the database or written to it.", failed);
        }
    }

    /** What there is now, for a vault that is in use; the last one seals. */
    public List<DataKey> read() throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            List<DataKey> keys = unwrapAll(connection);
            connection.commit();
            return keys;
        }
    }

    /**
     * Makes another data key.
     *
     * @param sealsIn an interval; by then all nodes have to know it
     */
    public DataKey add(String sealsIn) throws SQLException {
        try (Connection connection = connect()) {
            return insert(connection, sealsIn);
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password().reveal());
    }

    private DataKey insert(Connection connection, String sealsIn) throws SQLException {
        DataKey made = DataKey.make();
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into vault.data_keys (id, wrapped, seals_at) values (?, ?, clock_timestamp() + ?::interval)")) {
            insert.setString(1, made.id());
            insert.setString(2, made.wrap(masters.get(0)));
            insert.setString(3, sealsIn);
            insert.executeUpdate();
        }
        return made;
    }

    private List<DataKey> unwrapAll(Connection connection) throws SQLException {
        List<DataKey> keys = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet rows = select.executeQuery(KEYS)) {
            while (rows.next()) {
                keys.add(unwrap(connection, rows.getString("id"), rows.getString("wrapped")));
            }
        }
        return keys;
    }

    private DataKey unwrap(Connection connection, String id, String wrapped) throws SQLException {
        for (Secret master : masters) {
            try {
                DataKey key = DataKey.unwrap(id, wrapped, master);
                if (master != masters.get(0)) {
                    rewrap(connection, key, wrapped);
                }
                return key;
            } catch (Vault.WrongKey another) {
                // One of the others may be the right one; if none is, that is told below.
            }
        }
        throw new StartFailure("The master key is not the one that the secrets of this installation were sealed with; "
                + "set SLUICE_MASTER_KEY to that one, or name it in SLUICE_PREVIOUS_MASTER_KEYS.");
    }

    private void rewrap(Connection connection, DataKey key, String before) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update vault.data_keys set wrapped = ? where id = ? and wrapped = ?")) {
            update.setString(1, key.wrap(masters.get(0)));
            update.setString(2, key.id());
            update.setString(3, before);
            update.executeUpdate();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
