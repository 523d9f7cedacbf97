package io.sluice.stream.landing.table;

import io.sluice.contract.Landings;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Landings.Mode;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Violation;
import io.sluice.filter.Expr;
import io.sluice.filter.Parsed;
import io.sluice.filter.Path;
import io.sluice.filter.Projection;
import io.sluice.stream.landing.column.ColumnType;
import io.sluice.stream.landing.column.TableColumn;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a landing is to write, and tells everything that is wrong with it. */
public final class LayoutReader {
    private static final int MAX_COLUMNS = 500;
    private static final String PUBLIC = "public";
    private static final Set<String> SYSTEM_COLUMNS = Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

    private final Definition definition;
    private final List<Violation> violations = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private LayoutReader(Definition definition) {
        this.definition = definition;
    }

    /** @throws ProblemException {@link Problem.Invalid}, with a pointer for each fault */
    public static Layout read(Definition definition) {
        return new LayoutReader(definition).read();
    }

    private Layout read() {
        String schema = definition.schema() == null ? PUBLIC : definition.schema();
        name("/schema", schema);
        name("/table", definition.table());
        if (schema.startsWith("pg_") || schema.equals("information_schema")) {
            violation("/schema", "this schema is Postgres's own");
        }
        if (definition.table().startsWith(Books.PREFIX)) {
            violation("/table", "names that begin with " + Books.PREFIX + " are kept for the books of landings");
        }
        List<TableColumn> columns = columns();
        String rest = definition.rest();
        if (rest != null) {
            column("/rest", rest);
        }
        if (columns.isEmpty() && rest == null) {
            violation("/columns", "there is neither a column nor a rest, so nothing would land");
        }
        key(columns);
        if (!violations.isEmpty()) {
            throw Problem.Invalid.of(violations).toException();
        }
        return new Layout(
                schema, definition.table(), columns, definition.key(), definition.mode(), rest, definition.strict());
    }

    private List<TableColumn> columns() {
        List<TableColumn> columns = new ArrayList<>();
        if (definition.columns().size() > MAX_COLUMNS) {
            violation("/columns", "expected at most " + MAX_COLUMNS + " columns");
            return columns;
        }
        for (Landings.Column column : definition.columns()) {
            String pointer = "/columns/" + columns.size();
            column(pointer + "/name", column.name());
            Optional<ColumnType> type = ColumnType.parse(column.type());
            if (type.isEmpty()) {
                violation(pointer + "/type", ColumnType.EXPECTED);
            }
            columns.add(new TableColumn(
                    column.name(),
                    type.orElse(ColumnType.of(ColumnType.Kind.TEXT)),
                    path(column, pointer + "/path"),
                    column.nullable()));
        }
        return columns;
    }

    private Path path(Landings.Column column, String pointer) {
        Path own = new Path(Path.Root.VALUE, List.of(new Path.Name(column.name())));
        String text = column.path();
        if (text == null || text.isBlank()) {
            return own;
        }
        Parsed<Path> parsed = path(text);
        parsed.violations().forEach(fault -> violations.add(new Violation(pointer, fault.message(), fault.position())));
        return parsed.orElse(faults -> own);
    }

    /** A path and nothing else. */
    public static Parsed<Path> path(String text) {
        Parsed<Projection> parsed = Projection.parse(text);
        if (parsed instanceof Parsed.Failed<Projection> failed) {
            return new Parsed.Failed<>(failed.violations());
        }
        Projection projection = parsed.orElseThrow();
        boolean single = !projection.isWhole() && projection.columns().size() == 1;
        return single && projection.columns().get(0).expr() instanceof Expr.Field field
                ? new Parsed.Ok<>(field.path())
                : new Parsed.Failed<>(
                        List.of(new io.sluice.filter.Violation("expected one path, such as a.b[0]", 0, text.length())));
    }

    private void key(List<TableColumn> columns) {
        if (definition.mode() == Mode.UPSERT && definition.key().isEmpty()) {
            violation("/key", "upsert needs the columns that make a row one and the same");
        } else if (definition.mode() == Mode.INSERT && !definition.key().isEmpty()) {
            violation("/key", "a key is for mode upsert");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < definition.key().size(); i++) {
            String name = definition.key().get(i);
            if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                violation("/key/" + i, "there is no column of this name in columns");
            } else if (!seen.add(name)) {
                violation("/key/" + i, "is named twice");
            }
        }
    }

    private void column(String pointer, String name) {
        name(pointer, name);
        boolean system = Layout.SYSTEM.stream().anyMatch(column -> column.name().equals(name));
        if (system || SYSTEM_COLUMNS.contains(name)) {
            violation(pointer, "every table has a column of this name anyway");
        } else if (!names.add(name)) {
            violation(pointer, "there are two columns of this name");
        }
    }

    private void name(String pointer, String name) {
        Identifier.fault(name).ifPresent(fault -> violation(pointer, fault));
    }

    private void violation(String pointer, String reason) {
        violations.add(new Violation(pointer, reason));
    }
}
