package io.sluice.filter;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Parts of a tree that are the same for every record, calculated by the evaluator itself so that the two always agree. */
final class Constants {
    /** Constants read no record and no clock; the compiler wants to be told where they would be. */
    private static final Inputs NOTHING_TO_READ = new Inputs(Clock.systemUTC());

    private Constants() {}

    /** The value of a constant, or null where it depends on the record or on the present time. */
    static @Nullable Cell of(Expr expr) {
        return isConstant(expr) ? new Compiler(NOTHING_TO_READ).compile(expr).get() : null;
    }

    /** Whether it reads nothing of a record. */
    static boolean isConstant(Expr expr) {
        boolean reads = expr instanceof Expr.Field
                || expr instanceof Expr.Exists
                || (expr instanceof Expr.Call call && call.function() == Function.NOW);
        return !reads && expr.children().stream().allMatch(Constants::isConstant);
    }
}
