package io.sluice.filter;

import java.util.Arrays;
import java.util.List;

/**
 * Equal to one of many literals of one kind, by binary search. A value of another kind is left to the comparison one by
 * one, so that the two always agree.
 */
final class SortedOptions extends Eval.Condition {
    /** With fewer options a loop is as fast. */
    static final int WORTHWHILE = 8;

    private final Eval value;
    private final Eval oneByOne;
    private final Cell[] options;

    SortedOptions(Eval value, Cell[] options, Eval oneByOne) {
        this.value = value;
        this.oneByOne = oneByOne;
        this.options = options.clone();
        Arrays.sort(this.options, Comparing::order);
    }

    /** Whether all options are literal texts, or all are literal numbers, and there are enough of them. */
    static boolean fit(List<Expr> options) {
        return options.size() >= WORTHWHILE
                && (options.stream().allMatch(option -> option instanceof Expr.Text)
                        || options.stream().allMatch(option -> option instanceof Expr.Num));
    }

    @Override
    Truth test() {
        Cell cell = value.get();
        if (cell.isNothing()) {
            return Truth.UNKNOWN;
        }
        if (cell.kind != options[0].kind) {
            return oneByOne.test();
        }
        int low = 0;
        int high = options.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Comparing.order(options[middle], cell);
            if (order == 0) {
                return Truth.TRUE;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Truth.FALSE;
    }
}
