package io.sluice.stream.landing.table;

import io.sluice.contract.Landings.Mode;
import io.sluice.contract.Problem;
import io.sluice.contract.Violation;
import io.sluice.stream.landing.column.ColumnType;
import io.sluice.stream.landing.column.TableColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Makes the table of a landing where there is none, or tells every difference between what is there and what the landing writes. Belongs to
 * one thread; takes part in the caller's transaction.
 */
public final class TableSetup {
    private static final String COLUMNS = "select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
            + " a.atthasdef or a.attidentity <> '', a.attgenerated <> '' from pg_attribute a"
            + " where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped";
    /** Unique, of whole rows and of plain columns; with the constraint's name where there is one, as refusals have it. */
    private static final String INDEXES =
            "select c.relname, array(select a.attname::text from unnest(i.indkey::int[]) k"
                    + " join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k) from pg_index i"
                    + " join pg_class c on c.oid = i.indexrelid where i.indrelid = ?::regclass and i.indisunique and i.indisvalid"
                    + " and i.indpred is null and i.indexprs is null and i.indnkeyatts = i.indnatts";

    /** An array's own type makes room for a table by itself. */
    private static final String OTHER = "select case relkind when 'v' then 'a view' when 'm' then 'a materialized view'"
            + " when 'i' then 'an index' when 'I' then 'an index' when 'S' then 'a sequence'"
            + " when 'f' then 'a foreign table' else 'a type' end from pg_class where oid = to_regclass(?)"
            + " union all select 'a type' from pg_type t join pg_namespace n on n.oid = t.typnamespace"
            + " where n.nspname = ? and t.typname = ? and t.typrelid = 0 and t.typcategory <> 'A'";

    private final Connection on;
    private final Layout layout;

    public TableSetup(Connection on, Layout layout) {
        this.on = on;
        this.layout = layout;
    }

    /**
     * The table as it is.
     *
     * @param placeIndex name of the unique index over topic, partition and offset
     */
    public record Found(@Nullable String placeIndex, List<Violation> differences) {}

    private record Known(String type, boolean notNull, boolean filled, boolean generated) {}

    /**
     * Makes schema, table and books, as far as they are not there.
     *
     * @param owner is noted at the table: see {@link #isOf}
     * @return whether it made the table
     */
    public boolean make(String owner) throws SQLException {
        Books.lock(on);
        if (!exists("select 1 from pg_namespace where nspname = ?", layout.schema())) {
            execute("create schema " + Identifier.quote(layout.schema()));
        }
        new Books(layout.schema()).create(on);
        if (isThere()) {
            return false;
        }
        Optional<String> other = other();
        if (other.isPresent()) {
            throw Problem.Invalid.at(
                            "/table", "there is " + other.get() + " of this name, and a landing writes a table")
                    .toException();
        }
        for (String statement : layout.create()) {
            execute(statement);
        }
        String note = on.unwrap(PGConnection.class).escapeLiteral(note(owner));
        execute("comment on table " + layout.name() + " is '" + note + "'");
        return true;
    }

    /** Whether a landing of this user has made the table. */
    public boolean isOf(String owner) throws SQLException {
        try (PreparedStatement query = on.prepareStatement("select obj_description(to_regclass(?), 'pg_class') = ?")) {
            query.setString(1, layout.name());
            query.setString(2, note(owner));
            try (ResultSet found = query.executeQuery()) {
                return found.next() && found.getBoolean(1);
            }
        }
    }

    private static String note(String owner) {
        return "Made by a Sluice landing of " + owner;
    }

    public boolean isThere() throws SQLException {
        return exists("select 1 from pg_class where oid = to_regclass(?) and relkind in ('r', 'p')", layout.name());
    }

    /** What has the name without being a table. */
    private Optional<String> other() throws SQLException {
        try (PreparedStatement query = on.prepareStatement(OTHER)) {
            query.setString(1, layout.name());
            query.setString(2, layout.schema());
            query.setString(3, layout.table());
            try (ResultSet found = query.executeQuery()) {
                return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
            }
        }
    }

    /** Counted once, when a landing begins with a table that another one has left. */
    public long rowsOf(String topic) throws SQLException {
        try (PreparedStatement query =
                on.prepareStatement("select count(*) from " + layout.name() + " where _topic = ?")) {
            query.setString(1, topic);
            try (ResultSet found = query.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }

    public Found check() throws SQLException {
        if (!isThere()) {
            return new Found(null, List.of(new Violation("/table", "there is no such table")));
        }
        Map<String, Known> known = columns();
        List<Violation> differences = new ArrayList<>();
        for (int i = 0; i < layout.columns().size(); i++) {
            TableColumn column = layout.columns().get(i);
            String pointer = "/columns/" + i;
            compare(column.name(), column.type().sql(), known, pointer + "/type", differences);
            Known there = known.get(column.name());
            boolean nullable = column.nullable() && !layout.key().contains(column.name());
            if (there != null && there.notNull() && nullable) {
                differences.add(new Violation(
                        pointer + "/nullable", "the column \"" + column.name() + "\" of the table takes no null"));
            }
        }
        if (layout.rest() != null) {
            compare(layout.rest(), ColumnType.of(ColumnType.Kind.JSONB).sql(), known, "/rest", differences);
        }
        for (Layout.SystemColumn system : Layout.SYSTEM) {
            compare(system.name(), system.type(), known, "/table", differences);
        }
        unfilled(known, differences);
        Map<String, List<String>> indexes = indexes();
        Optional<String> place = over(Layout.PLACE, indexes);
        if (place.isEmpty()) {
            differences.add(
                    new Violation("/table", "the table has no unique index over _topic, _partition and _offset"));
        }
        if (layout.mode() == Mode.UPSERT && over(layout.key(), indexes).isEmpty()) {
            differences.add(new Violation("/key", "the table has no unique index over exactly these columns"));
        }
        return new Found(place.orElse(null), differences);
    }

    private static void compare(
            String name, String type, Map<String, Known> known, String pointer, List<Violation> differences) {
        Known there = known.get(name);
        if (there == null) {
            differences.add(
                    new Violation(pointer, "the table has no column \"" + name + "\", expected one of type " + type));
        } else if (!there.type().equals(type)) {
            differences.add(new Violation(
                    pointer, "the column \"" + name + "\" of the table is of type " + there.type() + ", not " + type));
        } else if (there.generated()) {
            differences.add(new Violation(pointer, "the column \"" + name + "\" of the table is generated"));
        }
    }

    /** Columns that nothing would be written to although they want a value. */
    private void unfilled(Map<String, Known> known, List<Violation> differences) {
        Set<String> written = new HashSet<>(layout.written());
        known.forEach((name, column) -> {
            boolean empty = column.notNull() && !column.filled() && !column.generated();
            if (empty && !written.contains(name)) {
                differences.add(new Violation(
                        "/columns",
                        "the column \"" + name + "\" of the table takes no null, and nothing is written to it"));
            }
        });
    }

    private static Optional<String> over(List<String> columns, Map<String, List<String>> indexes) {
        return indexes.entrySet().stream()
                .filter(index -> new HashSet<>(index.getValue()).equals(new HashSet<>(columns)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Map<String, Known> columns() throws SQLException {
        Map<String, Known> columns = new HashMap<>();
        try (PreparedStatement query = on.prepareStatement(COLUMNS)) {
            query.setString(1, layout.name());
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    columns.put(
                            found.getString(1),
                            new Known(
                                    found.getString(2), found.getBoolean(3), found.getBoolean(4), found.getBoolean(5)));
                }
            }
        }
        return columns;
    }

    private Map<String, List<String>> indexes() throws SQLException {
        Map<String, List<String>> indexes = new HashMap<>();
        try (PreparedStatement query = on.prepareStatement(INDEXES)) {
            query.setString(1, layout.name());
            try (ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    indexes.put(found.getString(1), List.of((String[])
                            found.getArray(2).getArray()));
                }
            }
        }
        return indexes;
    }

    private boolean exists(String query, String argument) throws SQLException {
        try (PreparedStatement statement = on.prepareStatement(query)) {
            statement.setString(1, argument);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    /** Of names and texts that are quoted, and nothing else. */
    private void execute(String sql) throws SQLException {
        try (Statement statement = on.createStatement()) {
            statement.execute(sql);
        }
    }
}
