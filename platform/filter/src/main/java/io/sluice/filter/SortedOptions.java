package io.sluice.filter;

import java.util.Arrays;

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

    /** Whether all options are texts, or all are numbers. */
    static boolean fit(Cell[] options) {
        Cell.Kind first = options[0].kind;
        return options.length >= WORTHWHILE
                && (first == Cell.Kind.TEXT || first == Cell.Kind.NUMBER)
                && Arrays.stream(options).allMatch(option -> option.kind == first);
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
