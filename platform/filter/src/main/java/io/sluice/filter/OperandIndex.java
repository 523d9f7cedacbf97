package io.sluice.filter;

/** Everything that is looked up for one operand; the operand is calculated once per record. Owned by one thread. */
final class OperandIndex {
    private final Eval operand;
    private final Needs needs;
    private final Equalities equalities = new Equalities();
    private final Intervals numbers = new Intervals();
    private final Intervals texts = new Intervals();
    private final Intervals times = new Intervals();
    private final Prefixes prefixes = new Prefixes();
    private final Cell time = new Cell();

    OperandIndex(Expr operand, Inputs inputs) {
        Compiler compiler = new Compiler(inputs);
        this.operand = compiler.compile(operand);
        this.needs = compiler.needs();
    }

    void add(Atom atom, Program program) {
        if (atom instanceof Atom.Equal equal) {
            equalities.add(equal.value(), program);
        } else if (atom instanceof Atom.Range range) {
            intervals(range.interval()).add(range.interval(), program);
        } else if (atom instanceof Atom.Prefix prefix) {
            prefixes.add(prefix.text(), program);
        }
    }

    void remove(Atom atom, Program program) {
        if (atom instanceof Atom.Equal equal) {
            equalities.remove(equal.value(), program);
        } else if (atom instanceof Atom.Range range) {
            intervals(range.interval()).remove(range.interval(), program);
        } else if (atom instanceof Atom.Prefix prefix) {
            prefixes.remove(prefix.text(), program);
        }
    }

    private Intervals intervals(Interval interval) {
        return switch (interval.kind()) {
            case NUMBER -> numbers;
            case TEXT -> texts;
            case TIME -> times;
            case PENDING, UNREADABLE, MISSING, NULL, FALSE, TRUE, DURATION, OBJECT, ARRAY, OPAQUE ->
                throw new IllegalArgumentException("an interval of what has no order");
        };
    }

    boolean isEmpty() {
        return equalities.isEmpty() && numbers.isEmpty() && texts.isEmpty() && times.isEmpty() && prefixes.isEmpty();
    }

    void release() {
        needs.release();
    }

    /** Adds the programs that the operand's value in the record at hand lets through; one may come more than once. */
    void find(Targets found) {
        Cell value = operand.get();
        switch (value.kind) {
            case NUMBER -> {
                numbers.find(value, found);
                equal(value, found);
            }
            case TEXT -> {
                texts.find(value, found);
                prefixes.find(value, found);
                equal(value, found);
            }
            case TRUE, FALSE -> equal(value, found);
            case PENDING, UNREADABLE, MISSING, NULL, TIME, DURATION, OBJECT, ARRAY, OPAQUE -> {}
        }
        if (!times.isEmpty() && Times.read(value, time)) {
            times.find(time, found);
        }
    }

    private void equal(Cell value, Targets found) {
        if (equalities.isEmpty()) {
            return;
        }
        Targets targets = equalities.find(value);
        if (targets != null) {
            found.addAll(targets);
        }
    }
}
