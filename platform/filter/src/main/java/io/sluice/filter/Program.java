package io.sluice.filter;

import org.jspecify.annotations.Nullable;

/** What an evaluator keeps of one distinct filter or projection: compiled once, asked once per record, however many share it. */
final class Program {
    private static final byte[] NOT_YET = {};

    private final Needs needs;
    private final Eval condition;
    private int users;
    private long turn = -1;
    private Verdict verdict = Verdict.NO_MATCH;

    private Program(Needs needs, Eval condition) {
        this.needs = needs;
        this.condition = condition;
    }

    static Program of(Filter filter, Inputs inputs) {
        Compiler compiler = new Compiler(inputs);
        Eval condition = compiler.compile(filter.tree());
        return new Program(compiler.needs(), condition);
    }

    /** The verdict on the record at hand, which is the {@code current} one. */
    Verdict verdict(long current) {
        if (turn != current) {
            turn = current;
            verdict =
                    !needs.fetch() ? Verdict.ERROR : condition.test() == Truth.TRUE ? Verdict.MATCH : Verdict.NO_MATCH;
        }
        return verdict;
    }

    void use() {
        users++;
    }

    /** One user less; answers whether that was the last, after which nothing is left of it. */
    boolean disuse() {
        if (--users > 0) {
            return false;
        }
        needs.release();
        return true;
    }

    /** A projection shared in the same way. */
    static final class Columns {
        private final Projector projector;
        private int users;
        private long turn = -1;
        private byte @Nullable [] projected = NOT_YET;

        Columns(Projection projection, Inputs inputs) {
            projector = new Projector(projection, inputs);
        }

        /** The projected bytes of the record at hand; null where they cannot be had. */
        byte @Nullable [] projected(long current) {
            if (turn != current) {
                turn = current;
                projected = projector.project();
            }
            return projected;
        }

        void use() {
            users++;
        }

        boolean disuse() {
            if (--users > 0) {
                return false;
            }
            projector.release();
            return true;
        }
    }
}
