package io.sluice.stream.landing.table;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.filter.Expr;
import io.sluice.filter.Filter;
import io.sluice.filter.Path;
import io.sluice.stream.landing.column.ColumnType.Kind;
import io.sluice.stream.landing.column.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A condition on records, asked of the rows that they became: of columns that took the fields it is about, where their types keep what it asks. Every
 * value is bound. What cannot be asked so is refused, and nothing is shown.
 */
final class RowCondition {
    private static final Set<Kind> TEXTS = Set.of(Kind.TEXT, Kind.VARCHAR);
    private static final Set<Kind> NUMBERS = Set.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT, Kind.NUMERIC);
    private static final Set<Expr.Relation> EQUALITY = Set.of(Expr.Relation.EQUAL, Expr.Relation.NOT_EQUAL);

    private final Layout layout;
    private final Filter filter;
    private final String sql;
    private final List<Object> values = new ArrayList<>();

    /** @throws ProblemException {@link Problem.Forbidden}, where the rows do not tell what the records said */
    RowCondition(Layout layout, Filter filter) {
        this.layout = layout;
        this.filter = filter;
        this.sql = sql(filter.tree());
    }

    String sql() {
        return sql;
    }

    /** What to bind for its question marks. */
    List<Object> values() {
        return values;
    }

    private String sql(Expr expr) {
        if (expr instanceof Expr.And and) {
            return all(and.operands(), " and ");
        } else if (expr instanceof Expr.Or or) {
            return all(or.operands(), " or ");
        } else if (expr instanceof Expr.Not not) {
            return "(not " + sql(not.operand()) + ")";
        } else if (expr instanceof Expr.Comparison one) {
            return compared(one);
        } else if (expr instanceof Expr.In in) {
            return in.options().stream()
                    .map(option -> compared(in.value(), Expr.Relation.EQUAL, option))
                    .collect(Collectors.joining(" or ", "(", ")"));
        } else if (expr instanceof Expr.IsNull isNull) {
            return "(" + Identifier.quote(column(isNull.value()).name()) + " is null)";
        }
        throw untold();
    }

    private String all(List<Expr> operands, String between) {
        return operands.stream().map(this::sql).collect(Collectors.joining(between, "(", ")"));
    }

    private String compared(Expr.Comparison one) {
        return compared(one.left(), one.relation(), one.right());
    }

    private String compared(Expr field, Expr.Relation relation, Expr literal) {
        TableColumn column = column(field);
        Kind kind = column.type().kind();
        boolean equality = EQUALITY.contains(relation);
        if (literal instanceof Expr.Text text
                && equality
                && TEXTS.contains(kind)
                && text.value().indexOf('\0') < 0) {
            return bound(column, relation, "text", text.value());
        } else if (literal instanceof Expr.Num number && NUMBERS.contains(kind)) {
            return bound(column, relation, "numeric", number.value());
        } else if (literal instanceof Expr.Bool truth && equality && kind == Kind.BOOLEAN) {
            return bound(column, relation, "boolean", truth.value());
        }
        throw untold();
    }

    private String bound(TableColumn column, Expr.Relation relation, String type, Object value) {
        values.add(value);
        String symbol = relation == Expr.Relation.NOT_EQUAL ? "<>" : relation.symbol();
        return "(" + Identifier.quote(column.name()) + " " + symbol + " cast(? as " + type + "))";
    }

    /** A number of so many digits is rounded before it lands, so it does not tell what the record said. */
    private TableColumn column(Expr expr) {
        if (expr instanceof Expr.Field field) {
            Path path = field.path();
            for (TableColumn column : layout.columns()) {
                boolean rounded =
                        column.type().kind() == Kind.NUMERIC && column.type().size() > 0;
                if (column.path().equals(path) && !rounded && column.type().kind() != Kind.JSONB) {
                    return column;
                }
            }
        }
        throw untold();
    }

    private ProblemException untold() {
        return new Problem.Forbidden("Which records you may see is decided by " + String.join(", ", filter.fields())
                        + ", in a way in which the columns of this landing do not tell it.")
                .toException();
    }
}
