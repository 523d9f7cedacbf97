package io.sluice.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Programs by what their filters need to be true, so that a record meets only those that it may match. Owned by one thread.
 *
 * <p><b>How it works.</b> Of each filter one access predicate is chosen ({@link AccessPredicate}): the part of it that lets
 * the fewest records through and that can be looked up. The parts looked up are grouped by their operand: a record's field
 * is hashed once for all filters that compare it with a constant, descends once through a tree of all intervals, and walks
 * once along a trie of all beginnings ({@link OperandIndex}). What is found is a superset of what matches: a candidate then
 * tests the rest of its filter, cheapest part first. Filters without an access predicate are candidates of every record.
 *
 * <p>An index never decides what cannot be decided exactly: constants are hashed and compared as the evaluator compares
 * them, unknown lets nothing through, and a field that could not be read finds nothing, so that whoever asks has to see to
 * the filters that needed it.
 */
final class FilterIndex {
    private final Inputs inputs;
    private final Map<Expr, OperandIndex> byOperand = new HashMap<>();
    /** The same, to be gone through without an iterator. */
    private final List<OperandIndex> operands = new ArrayList<>();

    private final Targets always = new Targets();

    FilterIndex(Inputs inputs) {
        this.inputs = inputs;
    }

    void add(Program program) {
        AccessPredicate access = program.access();
        if (access == null) {
            always.add(program);
            return;
        }
        for (Atom atom : access.atoms()) {
            byOperand.computeIfAbsent(atom.operand(), this::open).add(atom, program);
        }
    }

    private OperandIndex open(Expr operand) {
        OperandIndex index = new OperandIndex(operand, inputs);
        operands.add(index);
        return index;
    }

    void remove(Program program) {
        AccessPredicate access = program.access();
        if (access == null) {
            always.remove(program);
            return;
        }
        for (Atom atom : access.atoms()) {
            OperandIndex index = byOperand.get(atom.operand());
            if (index != null) {
                index.remove(atom, program);
                closeIfEmpty(atom.operand(), index);
            }
        }
    }

    private void closeIfEmpty(Expr operand, OperandIndex index) {
        if (index.isEmpty()) {
            byOperand.remove(operand);
            operands.remove(index);
            index.release();
        }
    }

    /** Adds all programs that the record at hand may match; one may come more than once. */
    void find(Targets found) {
        for (int i = 0; i < operands.size(); i++) {
            operands.get(i).find(found);
        }
        found.addAll(always);
    }
}
