package io.sluice.stream.landing.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.SourceFault;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A database that rows land in, and the connections to it. Who lands holds one for himself ({@link #open}); who asks borrows one of at most
 * {@value #POOL}, which are closed when nobody asks ({@link #borrow}). The host of a foreign database is resolved and checked for each
 * connection, and the connection goes to the address that was checked. Any thread; its methods block.
 */
public final class Target implements AutoCloseable {
    private static final int POOL = 4;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(1);
    /** No single statement of somebody who waits for the answer takes longer. */
    private static final Duration QUESTION = Duration.ofSeconds(8);
    /** Nothing that a landing does takes longer, and a server that says nothing for as long is gone. */
    private static final Duration WORK = Duration.ofSeconds(60);
    /** A transaction of a node that stands still ends by itself, so that another one can go on. */
    private static final Duration STANDSTILL = Duration.ofSeconds(30);

    private final DatabaseAddress address;
    private final AddressRules rules;
    private final HikariDataSource pool;

    public Target(DatabaseAddress address, AddressRules rules) {
        this.address = address;
        this.rules = rules;
        HikariConfig config = new HikariConfig();
        config.setDataSource(new Checked());
        config.setMaximumPoolSize(POOL);
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE.toMillis());
        config.setConnectionTimeout(CONNECT.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setPoolName("landing " + address.shown());
        this.pool = new HikariDataSource(config);
    }

    public DatabaseAddress address() {
        return address;
    }

    /** A connection for work, not in a transaction. */
    public Connection open() throws SQLException, SourceFault {
        return connect("sluice-landing", WORK);
    }

    /** A connection for a question, not in a transaction. Closing it gives it back. */
    public Connection borrow() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void close() {
        pool.close();
    }

    private Connection connect(String who, Duration statement) throws SQLException, SourceFault {
        Properties with = new Properties();
        with.setProperty("user", address.user());
        with.setProperty("password", address.password().reveal());
        with.setProperty("ApplicationName", who);
        with.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        with.setProperty("loginTimeout", Long.toString(CONNECT.toSeconds()));
        with.setProperty("socketTimeout", Long.toString(statement.toSeconds() + CONNECT.toSeconds()));
        with.setProperty("tcpKeepAlive", "true");
        with.setProperty("gssEncMode", "disable");
        with.setProperty(
                "options",
                "-c statement_timeout=" + statement.toMillis() + " -c idle_in_transaction_session_timeout="
                        + STANDSTILL.toMillis() + " -c TimeZone=UTC -c client_min_messages=error");
        if (!address.sslmode().isEmpty()) {
            with.setProperty("sslmode", address.sslmode());
        }
        if (!address.own()) {
            InetAddress[] fit = rules.check(address.host());
            with.setProperty("socketFactory", PinnedSockets.class.getName());
            with.setProperty("socketFactoryArg", fit[0].getHostAddress());
        }
        return DriverManager.getConnection(address.url(), with);
    }

    /** What the pool makes its connections with. */
    private final class Checked implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            try {
                return connect("sluice-landing-query", QUESTION);
            } catch (SourceFault refused) {
                throw new Refused(refused);
            }
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public void setLogWriter(PrintWriter out) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public void setLoginTimeout(int seconds) {
            // Connections have one of their own.
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }

    /** The host may not be reached. */
    static final class Refused extends SQLException {
        private static final long serialVersionUID = 1L;

        private final SourceFault fault;

        Refused(SourceFault fault) {
            super(fault);
            this.fault = fault;
        }

        SourceFault fault() {
            return fault;
        }
    }
}
