package io.sluice.filter;

import java.util.HashMap;
import java.util.Map;

/**
 * Conditions that several filters of a set have in common: compiled once, and tested once per record, when the first of them
 * asks. Only what costs more than remembering it is kept here. Owned by one thread.
 */
final class Commons {
    /** The least cost at which remembering pays. */
    private static final int WORTHWHILE = 4;

    private final Inputs inputs;
    private final Map<Expr, Once> conditions = new HashMap<>();

    Commons(Inputs inputs) {
        this.inputs = inputs;
    }

    static boolean isWorthwhile(Expr condition) {
        return Cost.of(condition) >= WORTHWHILE;
    }

    /** The condition, shared by all who ask for it; each call is one user of it. */
    Once acquire(Expr condition) {
        Once once = conditions.get(condition);
        if (once == null) {
            once = new Once(condition);
            conditions.put(condition, once);
        }
        once.users++;
        return once;
    }

    /** A condition that remembers what it was for the record at hand. */
    final class Once extends Eval.Condition {
        private final Expr condition;
        private final Eval eval;
        private final Needs needs;
        private int users;
        private long turn = -1;
        private Truth truth = Truth.UNKNOWN;

        private Once(Expr condition) {
            Compiler compiler = new Compiler(inputs, Commons.this);
            this.condition = condition;
            this.eval = compiler.compile(condition);
            this.needs = compiler.needs();
        }

        @Override
        Truth test() {
            if (turn != inputs.turn()) {
                turn = inputs.turn();
                truth = eval.test();
            }
            return truth;
        }

        /** One user less; nothing is left of it after the last. */
        void release() {
            if (--users == 0) {
                conditions.remove(condition);
                needs.release();
            }
        }
    }
}
