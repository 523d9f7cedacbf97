package io.sluice.deploy.secrets;

import io.sluice.contract.Sealed;
import io.sluice.runtime.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals anew what is sealed with an older data key, wherever it is stored, a row at a time: each row is replaced only if it is still what was read, so whoever
 * changes it at that moment wins, and a run that is killed is gone on with by the next. A data key that nothing is sealed with any more goes a day
 * after the one behind it began to seal; by then no node has anything in hand that it sealed. Blocks.
 */
public final class Resealing {
    private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);
    private static final Pattern SEALED = Pattern.compile("v[12]\\.[A-Za-z0-9_.-]+");
    private static final int PORTION = 100;

    /** Everywhere that sealed texts are: a text alone, or the values of a JSON object. */
    private static final List<Place> PLACES = List.of(
            new Place("catalog.datasets", "credentials", "json"),
            new Place("catalog.masking", "salt", "text"),
            new Place("catalog.signing_keys", "private_jwk", "text", "kid"),
            new Place("catalog.sessions", "renewal", "text"),
            new Place("catalog.api_keys", "kafka_sealed", "text"),
            new Place("catalog.api_keys", "retold_sealed", "text"),
            new Place("stream.stream", "credentials", "jsonb"),
            new Place("stream.landing", "database_uri", "text"),
            new Place("stream.alert", "secret", "text"));

    private static final String FORGET = """
            delete from vault.data_keys old where id = ? and exists (
                select 1 from vault.data_keys newer
                where newer.seals_at > old.seals_at and newer.seals_at < clock_timestamp() - interval '1 day')
            """;

    private final DataKeys keys;
    private final Vault vault;

    public Resealing(DataKeys keys, Vault vault) {
        this.keys = keys;
        this.vault = vault;
    }

    private record Place(String table, String column, String type, String id) {

        Place(String table, String column, String type) {
            this(table, column, type, "id");
        }

        String page() {
            return "select " + id + "::text as id, " + column + "::text as text from " + table + " where " + id
                    + "::text > ? and " + column + "::text ~ '(^|\")v[12]\\.' order by " + id + "::text limit "
                    + PORTION;
        }

        String replace() {
            return "update " + table + " set " + column + " = ?::text::" + type + " where " + id + "::text = ? and "
                    + column + "::text = ?";
        }
    }

    /** @return how many rows were sealed anew */
    public int run() throws SQLException {
        int renewed = 0;
        try (Connection connection = keys.connect()) {
            List<Place> places = there(connection);
            for (Place place : places) {
                renewed += run(connection, place);
            }
            forget(connection, places);
        }
        LOG.info("secrets are sealed with the newest data key; renewed={}", renewed);
        return renewed;
    }

    /** Before another service has started for the first time its tables are not there. */
    private static List<Place> there(Connection connection) throws SQLException {
        List<Place> there = new ArrayList<>();
        for (Place place : PLACES) {
            try (PreparedStatement select = connection.prepareStatement("select to_regclass(?) is not null")) {
                select.setString(1, place.table());
                ResultSet found = select.executeQuery();
                if (found.next() && found.getBoolean(1)) {
                    there.add(place);
                }
            }
        }
        return there;
    }

    private int run(Connection connection, Place place) throws SQLException {
        int renewed = 0;
        String last = "";
        Map<String, String> page = page(connection, place, last);
        while (!page.isEmpty()) {
            for (Map.Entry<String, String> row : page.entrySet()) {
                renewed += renew(connection, place, row.getKey(), row.getValue());
                last = row.getKey();
            }
            page = page(connection, place, last);
        }
        return renewed;
    }

    private static Map<String, String> page(Connection connection, Place place, String after) throws SQLException {
        Map<String, String> rows = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(place.page())) {
            select.setString(1, after);
            ResultSet found = select.executeQuery();
            while (found.next()) {
                rows.put(found.getString("id"), found.getString("text"));
            }
        }
        return rows;
    }

    private int renew(Connection connection, Place place, String id, String text) throws SQLException {
        String renewed =
                SEALED.matcher(text).replaceAll(found -> Matcher.quoteReplacement(renew(place, id, found.group())));
        if (renewed.equals(text)) {
            return 0;
        }
        try (PreparedStatement update = connection.prepareStatement(place.replace())) {
            update.setString(1, renewed);
            update.setString(2, id);
            update.setString(3, text);
            return update.executeUpdate();
        }
    }

    /** What cannot be opened stays as it is. */
    private String renew(Place place, String id, String text) {
        Sealed sealed = new Sealed(text);
        if (vault.isFresh(sealed)) {
            return text;
        }
        try {
            return vault.seal(vault.open(sealed)).text();
        } catch (Vault.WrongKey lost) {
            LOG.error("a secret was sealed with a key that is not there any more; table={} id={}", place.table(), id);
            return text;
        }
    }

    private static void forget(Connection connection, List<Place> places) throws SQLException {
        for (String key : unused(connection, places)) {
            try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
                delete.setString(1, key);
                if (delete.executeUpdate() > 0) {
                    LOG.info("a data key has gone; key={}", key);
                }
            }
        }
    }

    private static List<String> unused(Connection connection, List<Place> places) throws SQLException {
        StringBuilder query = new StringBuilder("select id from vault.data_keys k where true");
        for (Place place : places) {
            query.append(" and not exists (select 1 from ")
                    .append(place.table())
                    .append(" where strpos(")
                    .append(place.column())
                    .append("::text, 'v2.' || k.id || '.') > 0)");
        }
        List<String> unused = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(query.toString());
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                unused.add(rows.getString("id"));
            }
        }
        return unused;
    }
}
