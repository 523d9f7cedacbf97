package io.sluice.stream.landing.table;

import io.sluice.contract.Landings.Mode;
import io.sluice.stream.landing.column.ColumnType;
import io.sluice.stream.landing.column.RowReader;
import io.sluice.stream.landing.column.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the table of a landing looks like, and the statements that follow from it. Every name in them is quoted; there are no values in them.
 *
 * @param rest the JSONB column for what no column takes; null: there is none
 */
public record Layout(
        String schema,
        String table,
        List<TableColumn> columns,
        List<String> key,
        Mode mode,
        @Nullable String rest,
        boolean strict) {
    /** Where a record was, in every table that something lands in. */
    static final String TOPIC = "_topic";

    static final String PARTITION = "_partition";
    static final String OFFSET = "_offset";
    static final String TIMESTAMP = "_timestamp";
    static final String LANDED_AT = "_landed_at";

    /** Columns of every table, and their types. */
    static final List<SystemColumn> SYSTEM = List.of(
            new SystemColumn(TOPIC, "text"),
            new SystemColumn(PARTITION, "integer"),
            new SystemColumn(OFFSET, "bigint"),
            new SystemColumn(TIMESTAMP, "timestamp with time zone"),
            new SystemColumn(LANDED_AT, "timestamp with time zone"));

    static final List<String> PLACE = List.of(TOPIC, PARTITION, OFFSET);
    /** What a connection gathers rows in before they are merged into the table. */
    private static final String STAGING = "pg_temp.sluice_landing_staging";

    private static final String ORDER = "_order";
    private static final String GONE = "_gone";

    public Layout {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    record SystemColumn(String name, String type) {}

    public RowReader.Shape shape() {
        return new RowReader.Shape(columns, key, rest != null, strict, mode == Mode.UPSERT);
    }

    public Optional<TableColumn> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    static Optional<ColumnType> typeOfSystem(String column) {
        return SYSTEM.stream()
                .filter(system -> system.name().equals(column))
                .findFirst()
                .flatMap(system -> ColumnType.parse(system.type()));
    }

    /** The table in a statement. */
    public String name() {
        return Identifier.quote(schema) + "." + Identifier.quote(table);
    }

    /** The columns that a row brings, in the order in which {@link RowCopy} writes them. */
    List<String> written() {
        List<String> names =
                new ArrayList<>(columns.stream().map(TableColumn::name).toList());
        if (rest != null) {
            names.add(rest);
        }
        names.addAll(List.of(TOPIC, PARTITION, OFFSET, TIMESTAMP));
        return names;
    }

    /** Of the table, then of its indexes. */
    List<String> create() {
        List<String> lines = new ArrayList<>();
        for (TableColumn column : columns) {
            boolean bare = column.nullable() && !key.contains(column.name());
            lines.add(Identifier.quote(column.name()) + " " + column.type().sql() + (bare ? "" : " not null"));
        }
        if (rest != null) {
            lines.add(Identifier.quote(rest) + " "
                    + ColumnType.of(ColumnType.Kind.JSONB).sql());
        }
        for (SystemColumn system : SYSTEM) {
            String otherwise = system.name().equals(LANDED_AT) ? " default now()" : "";
            lines.add(Identifier.quote(system.name()) + " " + system.type() + " not null" + otherwise);
        }
        lines.add("unique (" + Identifier.list(PLACE) + ")");
        if (mode == Mode.UPSERT) {
            lines.add("primary key (" + Identifier.list(key) + ")");
        }
        List<String> statements = new ArrayList<>();
        statements.add("create table " + name() + " (" + String.join(", ", lines) + ")");
        statements.add(
                "create index on " + name() + " (" + Identifier.list(List.of(TIMESTAMP, PARTITION, OFFSET)) + ")");
        if (rest != null) {
            statements.add("create index on " + name() + " using gin (" + Identifier.quote(rest) + " jsonb_path_ops)");
        }
        return statements;
    }

    /** Straight into the table. */
    String copy() {
        return "copy " + name() + " (" + Identifier.list(written()) + ") from stdin (format binary)";
    }

    /** Makes what rows are gathered in; it lives as long as the connection, and is empty after each transaction. */
    String createStaging() {
        return "create temp table if not exists sluice_landing_staging on commit delete rows as select "
                + Identifier.list(written()) + ", 0::bigint as " + free(ORDER) + ", false as " + free(GONE) + " from "
                + name() + " with no data";
    }

    String copyToStaging() {
        return "copy " + STAGING + " (" + Identifier.list(written()) + ", " + free(ORDER) + ", " + free(GONE)
                + ") from stdin (format binary)";
    }

    String clearStaging() {
        return "truncate " + STAGING;
    }

    /** What is gathered, into the table. Answers how many rows are new there. */
    String merge() {
        String names = Identifier.list(written());
        if (mode == Mode.INSERT) {
            return "with fresh as (insert into " + name() + " (" + names + ") select " + names + " from " + STAGING
                    + " order by " + free(ORDER) + " on conflict (" + Identifier.list(PLACE)
                    + ") do nothing returning 1) select count(*) from fresh";
        }
        String changes = written().stream()
                .filter(column -> !key.contains(column))
                .map(Identifier::quote)
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return "with fresh as (insert into " + name() + " as t (" + names + ") select " + names + " from (" + newest()
                + ") s where not " + free(GONE) + " order by " + Identifier.list(key) + " on conflict ("
                + Identifier.list(key)
                + ") do update set " + changes + ", _landed_at = now() where " + isOlder("excluded")
                + " returning (xmax = 0) as made) select count(*) filter (where made) from fresh";
    }

    /** Rows whose key was said to be gone. */
    String remove() {
        String same = key.stream()
                .map(Identifier::quote)
                .map(column -> "t." + column + " = s." + column)
                .collect(Collectors.joining(" and "));
        return "delete from " + name() + " t using (" + newest() + ") s where s." + free(GONE) + " and " + same
                + " and (" + isOlder("s") + ")";
    }

    private String newest() {
        String keys = Identifier.list(key);
        return "select distinct on (" + keys + ") * from " + STAGING + " order by " + keys + ", " + free(ORDER)
                + " desc";
    }

    /** A name for the temporary table's own column that none of the landing's has. */
    private String free(String name) {
        return written().contains(name) ? free("_" + name) : name;
    }

    /** A record that comes late, because it was corrected, does not undo what came behind it in its partition. */
    private static String isOlder(String other) {
        return "(t._topic, t._partition) <> (" + other + "._topic, " + other + "._partition) or t._offset < " + other
                + "._offset";
    }

    /** Some rows of a partition that are older than a time; answers nothing. */
    String expire() {
        return "delete from " + name() + " where ctid = any(array(select ctid from " + name()
                + " where _timestamp < ? and _topic = ? and _partition = ? limit ?))";
    }

    /** The same of whole topics. */
    String expireEarlier() {
        return "delete from " + name() + " where ctid = any(array(select ctid from " + name()
                + " where _timestamp < ? and _topic = any(?) limit ?))";
    }

    public String drop() {
        return "drop table if exists " + name();
    }
}
