package io.sluice.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server as a child process, with its data in a directory. Listens on 127.0.0.1 only and takes only the password
 * that was generated at the first start (kept in the directory, readable by its owner).
 *
 * <p>A child survives a kill of this JVM. The next start finds it by its pid file, makes sure that it is a Postgres of this very
 * directory, and stops it before it starts a new one; Postgres itself then recovers from its log.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String USER = "postgres";
    private static final String DATABASE = "sluice";
    private static final String MARKER = "sluice-password";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP_ORPHAN = Duration.ofSeconds(15);
    private static final String ONLY_WITH_PASSWORD = """
            # Written by Sluice at the first start.
            local all all scram-sha-256
            host  all all 127.0.0.1/32 scram-sha-256
            """;

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final String password;

    private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /**
     * Starts on any free port.
     *
     * @param durable whether a commit waits for the disk; only throw-away databases of tests go without
     * @throws EmbeddedException if the server cannot start
     */
    public static EmbeddedPostgres start(Path directory, boolean durable) {
        Path data = directory.toAbsolutePath();
        stopOrphan(data);
        Prepared prepared = new Prepared(data, MARKER);
        Optional<String> known = prepared.open();
        String password = known.orElseGet(EmbeddedPostgres::newPassword);
        EmbeddedPostgres postgres = new EmbeddedPostgres(launch(data, password, durable), password);
        if (known.isEmpty()) {
            postgres.secure(data);
            prepared.done(password);
        }
        return postgres;
    }

    /** {@code postgresql://user:password@host:port/database} of the database for Sluice. */
    public String uri() {
        return uri(DATABASE);
    }

    public String uri(String database) {
        return "postgresql://" + USER + ":" + password + "@" + Ports.LOOPBACK + ":" + server.getPort() + "/" + database;
    }

    /** Runs one statement in the maintenance database, outside a transaction. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new EmbeddedException("A statement failed on the embedded PostgreSQL.", failed);
        }
    }

    /** Stops cleanly and waits for it. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static io.zonky.test.db.postgres.embedded.EmbeddedPostgres launch(
            Path data, String password, boolean durable) {
        try {
            return io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START)
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("listen_addresses", Ports.LOOPBACK)
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("fsync", durable ? "on" : "off")
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "256MB")
                    .setConnectConfig("password", password)
                    .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                    .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException | RuntimeException failed) {
            throw new EmbeddedException("The embedded PostgreSQL could not start in " + data + ".", failed);
        }
    }

    /** Until here anyone on this machine could sign in; from here on only who knows the password. */
    private void secure(Path data) {
        execute("alter user " + USER + " password '" + password + "'");
        if (!exists(DATABASE)) {
            execute("create database " + DATABASE);
        }
        try {
            Files.writeString(data.resolve("pg_hba.conf"), ONLY_WITH_PASSWORD);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        execute("select pg_reload_conf()");
    }

    private boolean exists(String database) {
        try (Connection connection = connect();
                var query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, database);
            try (ResultSet found = query.executeQuery()) {
                return found.next();
            }
        } catch (SQLException failed) {
            throw new EmbeddedException("The embedded PostgreSQL does not answer.", failed);
        }
    }

    private Connection connect() throws SQLException {
        String url = "jdbc:postgresql://" + Ports.LOOPBACK + ":" + server.getPort() + "/postgres";
        return DriverManager.getConnection(url, USER, password);
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static void stopOrphan(Path data) {
        Path pidFile = data.resolve("postmaster.pid");
        try {
            if (!Files.isRegularFile(pidFile)) {
                return;
            }
            String first = Files.readAllLines(pidFile, StandardCharsets.UTF_8).stream()
                    .findFirst()
                    .orElse("")
                    .strip();
            Optional<ProcessHandle> orphan = first.matches("\\d{1,9}")
                    ? ProcessHandle.of(Long.parseLong(first)).filter(process -> isPostgresOf(process, data))
                    : Optional.empty();
            if (orphan.isPresent()) {
                stop(orphan.get());
            }
            Files.deleteIfExists(pidFile);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The working directory of a postmaster is its data directory; where that cannot be seen, its arguments name it. */
    private static boolean isPostgresOf(ProcessHandle process, Path data) {
        try {
            Path cwd = Path.of("/proc", Long.toString(process.pid()), "cwd");
            if (Files.exists(cwd)) {
                return Files.isSameFile(cwd, data);
            }
        } catch (IOException | SecurityException unreadable) {
            LOG.debug("the working directory of a process cannot be seen; pid={}", process.pid());
        }
        return process.info().commandLine().orElse("").contains(data.toString());
    }

    private static void stop(ProcessHandle orphan) {
        LOG.info("stopping the PostgreSQL that a killed process left behind; pid={}", orphan.pid());
        orphan.destroy();
        try {
            orphan.onExit().get(STOP_ORPHAN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            orphan.destroyForcibly();
            orphan.onExit().join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("Interrupted while stopping a left-over PostgreSQL.", interrupted);
        }
    }
}
