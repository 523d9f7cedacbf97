package io.sluice.query;

import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import java.math.BigDecimal;
import java.util.List;

/**
 * One calculated column of a group.
 *
 * @param of what it is calculated from; none for {@code count(*)}
 * @param parameters literals: the fraction of a percentile, the number of a top list
 * @param where only rows that match count
 */
public record Measure(String name, Aggregate function, List<Expression> of, List<BigDecimal> parameters, Filter where) {
    public Measure {
        of = List.copyOf(of);
        parameters = List.copyOf(parameters);
    }
}
