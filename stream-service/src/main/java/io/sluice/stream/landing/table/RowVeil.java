package io.sluice.stream.landing.table;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Veiling;
import io.sluice.decode.Veils;
import io.sluice.filter.Expr;
import io.sluice.filter.Mask;
import io.sluice.filter.Masker;
import io.sluice.filter.Path;
import io.sluice.filter.Projection;
import io.sluice.filter.Veil;
import io.sluice.stream.landing.column.ColumnType.Kind;
import io.sluice.stream.landing.column.TableColumn;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody sees of landed rows who does not see everything in the records that they were. A row is a projection of its record, so masks go
 * through to the columns as they go through those of a stream; conditions on records are asked of the columns. Immutable.
 */
public final class RowVeil {
    /** Hides nothing. */
    public static final RowVeil NONE = new RowVeil(Veil.NONE, List.of());

    /** Types in which a text stays the text that it was, so that its ends are the same ends. */
    private static final Set<Kind> AS_WRITTEN = Set.of(Kind.TEXT, Kind.VARCHAR, Kind.JSONB);

    private final Veil masks;
    private final Set<String> columns;
    private final List<RowCondition> conditions;

    private RowVeil(Veil masks, List<RowCondition> conditions) {
        this.masks = masks;
        this.columns = masks.masks().stream()
                .map(mask -> ((Path.Name) mask.path().steps().get(0)).name())
                .collect(Collectors.toSet());
        this.conditions = List.copyOf(conditions);
    }

    /** @throws ProblemException {@link Problem.Forbidden}, where it cannot be said what of the rows may be seen */
    public static RowVeil of(Layout layout, Veiling veiling) {
        if (veiling.isNone()) {
            return NONE;
        }
        Veil records = Veils.of(veiling);
        List<RowCondition> conditions = records.rows().stream()
                .map(filter -> new RowCondition(layout, filter))
                .toList();
        Veiling fields = new Veiling(veiling.fields(), List.of(), veiling.salt());
        Veil row = Veils.of(fields).through(projection(layout)).orElseThrow(RowVeil::hidden);
        List<Veiling.Field> shown = row.masks().stream()
                .filter(mask -> mask.path().root() == Path.Root.VALUE)
                .map(mask -> field(layout, mask))
                .toList();
        return new RowVeil(Veils.of(new Veiling(shown, List.of(), veiling.salt())), conditions);
    }

    private static Projection projection(Layout layout) {
        List<Projection.Column> columns = new ArrayList<>();
        for (TableColumn column : layout.columns()) {
            columns.add(new Projection.Column(column.name(), new Expr.Field(column.path())));
        }
        if (layout.rest() != null) {
            columns.add(new Projection.Column(layout.rest(), new Expr.Field(new Path(Path.Root.VALUE, List.of()))));
        }
        return Projection.of(false, List.of(), columns).orElse(faults -> {
            throw hidden();
        });
    }

    /**
     * A part of what a column took can only be masked where that is still JSON, and the value's: of a key or header nobody can say that it was JSON before it
     * landed.
     */
    private static Veiling.Field field(Layout layout, Mask mask) {
        List<Path.Step> steps = mask.path().steps();
        TableColumn column = layout.column(((Path.Name) steps.get(0)).name()).orElse(null);
        if (column == null) {
            return new Veiling.Field(mask.path().toString(), mask.action().print());
        }
        Kind kind = column.type().kind();
        boolean isPart = steps.size() > 1;
        boolean isDocument = kind == Kind.JSONB && column.path().root() == Path.Root.VALUE;
        boolean isTorn = mask.action() instanceof Mask.Shorten && !AS_WRITTEN.contains(kind);
        if (isTorn || (isPart && !isDocument)) {
            Path whole = new Path(Path.Root.VALUE, steps.subList(0, 1));
            return new Veiling.Field(whole.toString(), new Mask.Remove().print());
        }
        return new Veiling.Field(mask.path().toString(), mask.action().print());
    }

    private static ProblemException hidden() {
        return new Problem.Forbidden(
                        "What you may see of the records cannot be told apart in the rows of this landing.")
                .toException();
    }

    /** Whether not everything in the column is shown, so that nothing may be asked of it. */
    boolean isOn(@Nullable String column) {
        return columns.contains(column);
    }

    public boolean limitsRows() {
        return !conditions.isEmpty();
    }

    List<RowCondition> conditions() {
        return conditions;
    }

    /** For one thread. */
    Masker masker() {
        return Masker.of(masks, Clock.systemUTC());
    }
}
