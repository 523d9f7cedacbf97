package io.sluice.catalog.datasets;

import io.sluice.catalog.rules.Sight;
import io.sluice.contract.Catalog;
import io.sluice.contract.Metadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code where} clause about {@code catalog.datasets d} and the values of its parameters, both growing together: a condition that
 * was not asked for is not there, so that the planner sees the very query that somebody would have written by hand. Belongs to one
 * statement.
 */
final class Conditions {
    private static final double CIRCLE = 360;

    private final StringBuilder where = new StringBuilder();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    private Conditions() {}

    /** What the caller may see of what the filters leave; words are not among the filters. */
    static Conditions filters(Asked asked) {
        Catalog.SearchDatasets ask = asked.ask();
        Conditions conditions = new Conditions();
        if (!asked.sight().isEverything()) {
            conditions.and(Sight.SEEN, asked.sight().user(), asked.sight().marks());
        }
        conditions.optional("d.organization = %s", ask.organization());
        conditions.optional("d.type = %s", ask.type());
        conditions.optional("d.owner = %s", ask.owner());
        if (ask.tag() != null) {
            conditions.and("d.tags @> %s::text[]", (Object) new String[] {ask.tag()});
        }
        conditions.optional("d.period && %s::text::tstzrange", Periods.range(ask.during()));
        if (ask.area() != null) {
            conditions.area(ask.area());
        }
        return conditions;
    }

    /** Boxes across the antimeridian go on beyond 180 degrees, so a box is looked for once round the world as well. */
    private void area(Metadata.Spatial area) {
        double east = area.west() > area.east() ? area.east() + CIRCLE : area.east();
        String[] boxes = new String[3];
        for (int turn = -1; turn <= 1; turn++) {
            boxes[turn + 1] = "(" + (east + turn * CIRCLE) + "," + area.north() + "),(" + (area.west() + turn * CIRCLE)
                    + "," + area.south() + ")";
        }
        and("(d.area && %s::text::box or d.area && %s::text::box or d.area && %s::text::box)", (Object[]) boxes);
    }

    /** @param condition with {@code %s} where the next parameter goes */
    Conditions and(String condition, @Nullable Object... values) {
        Object[] places = Arrays.stream(values).map(this::bind).toArray();
        where.append(where.length() == 0 ? "where " : " and ").append(condition.formatted(places));
        return this;
    }

    private void optional(String condition, @Nullable String value) {
        if (value != null) {
            and(condition, value);
        }
    }

    /** The place of one more parameter. */
    String bind(@Nullable Object value) {
        parameters.add(value);
        return "$" + parameters.size();
    }

    /** Empty, or a clause with its keyword. */
    String where() {
        return where.toString();
    }

    @Nullable Object[] parameters() {
        return parameters.toArray();
    }
}
