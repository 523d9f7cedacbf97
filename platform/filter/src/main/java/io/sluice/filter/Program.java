package io.sluice.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluator keeps of one distinct filter or projection: compiled once, asked at most once per record, however many
 * share it.
 */
final class Program {
    private static final byte[] NOT_YET = {};

    private final Inputs inputs;
    private final @Nullable AccessPredicate access;
    private final Eval condition;
    private final Needs needs;
    private long turn = -1;
    private Verdict verdict = Verdict.NO_MATCH;
    /** Where its owner keeps what belongs to it. */
    int place;

    private Program(Inputs inputs, @Nullable AccessPredicate access, Eval condition, Needs needs) {
        this.inputs = inputs;
        this.access = access;
        this.condition = condition;
        this.needs = needs;
    }

    /** The whole of a filter. */
    static Program of(Filter filter, Inputs inputs) {
        Compiler compiler = new Compiler(inputs);
        Eval condition = compiler.compile(filter.tree());
        return new Program(inputs, null, condition, compiler.needs());
    }

    /** What is left of a filter when an index has seen to its access predicate, if it has one. */
    static Program indexed(Filter filter, Inputs inputs, Commons commons) {
        AccessPredicate access = AccessPredicate.of(filter);
        List<Expr> rest = access == null ? List.of(filter.tree()) : access.rest();
        Compiler compiler = new Compiler(inputs, commons);
        compiler.need(filter.tree());
        return new Program(inputs, access, compiler.all(rest), compiler.needs());
    }

    /** What an index has to look up; null: nothing, every record is to be shown to it. */
    @Nullable AccessPredicate access() {
        return access;
    }

    Needs needs() {
        return needs;
    }

    /** Whether there is a verdict on the record at hand. */
    boolean isDecided() {
        return turn == inputs.turn();
    }

    /** The verdict on the record at hand; where there is an access predicate, an atom of it has to be true. */
    Verdict verdict() {
        if (!isDecided() && !isUnreadable()) {
            verdict = condition.test() == Truth.TRUE ? Verdict.MATCH : Verdict.NO_MATCH;
            turn = inputs.turn();
        }
        return verdict;
    }

    /** Whether the record at hand has not what the filter needs, which is its verdict then. */
    boolean isUnreadable() {
        if (needs.fetch()) {
            return false;
        }
        turn = inputs.turn();
        verdict = Verdict.ERROR;
        return true;
    }

    void release() {
        needs.release();
    }

    /** A projection shared in the same way. */
    static final class Columns {
        private final Inputs inputs;
        private final Projector projector;
        private int users;
        private long turn = -1;
        private byte @Nullable [] projected = NOT_YET;

        Columns(Projection projection, Inputs inputs) {
            this.inputs = inputs;
            this.projector = new Projector(projection, inputs);
        }

        /** The projected bytes of the record at hand; null where they cannot be had. */
        byte @Nullable [] projected() {
            if (turn != inputs.turn()) {
                turn = inputs.turn();
                projected = projector.project();
            }
            return projected;
        }

        void use() {
            users++;
        }

        /** One user less; answers whether that was the last, after which nothing is left of it. */
        boolean disuse() {
            if (--users > 0) {
                return false;
            }
            projector.release();
            return true;
        }
    }
}
