package io.sluice.stream.flow.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.SourceFault;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;

/**
 * The rows of a query of a PostgreSQL database, in a transaction that may only read. The connection goes to an address that was checked like
 * those of sources.
 */
final class PostgresLoader implements TableLoader {
    private static final int DEFAULT_PORT = 5432;
    private static final int FETCH = 1_000;
    private static final String SECONDS = "30";

    private final AddressRules rules;
    private final URI uri;
    private final String query;

    /** @param uri {@code postgresql://user:password@host:port/database} */
    PostgresLoader(AddressRules rules, URI uri, String query) {
        this.rules = rules;
        this.uri = uri;
        this.query = query;
    }

    @Override
    public boolean load(Rows to) throws SourceFault {
        String host = uri.getHost();
        if (host == null || !String.valueOf(uri.getScheme()).startsWith("postgres")) {
            throw SourceFault.lasting(
                    "The connection is not of the form postgresql://user:password@host:port/database.");
        }
        InetAddress address = rules.check(host)[0];
        try (Connection connection = DriverManager.getConnection(url(address), login())) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            read(connection, to);
            return true;
        } catch (SQLException failed) {
            throw SourceFault.passing(
                    "The database of \"" + host + "\" does not answer the query (" + failed.getSQLState() + ").");
        }
    }

    /** What is escaped in the name of the database must not become a parameter of the driver, which can name other hosts, files and classes. */
    String url(InetAddress address) {
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        String literal = address.getHostAddress();
        String place = literal.contains(":") ? "[" + literal + "]" : literal;
        String path = String.valueOf(uri.getPath());
        String name = path.startsWith("/") ? path.substring(1) : path;
        return "jdbc:postgresql://" + place + ":" + port + "/"
                + URLEncoder.encode(name, UTF_8).replace("+", "%20");
    }

    private Properties login() {
        String[] user = String.valueOf(uri.getRawUserInfo()).split(":", 2);
        Properties login = new Properties();
        login.setProperty("user", URLDecoder.decode(user[0], UTF_8));
        login.setProperty("password", user.length > 1 ? URLDecoder.decode(user[1], UTF_8) : "");
        login.setProperty("connectTimeout", "10");
        login.setProperty("socketTimeout", SECONDS);
        return login;
    }

    private void read(Connection connection, Rows to) throws SQLException, SourceFault {
        String all = "select row_to_json(t)::text from (" + query + "\n) as t";
        try (PreparedStatement statement = connection.prepareStatement(all)) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    to.add(rows.getString(1).getBytes(UTF_8));
                }
            }
        }
    }
}
