package io.sluice.bench.endurance;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * One of the filters of the run, as the gateway gets it and as it is meant.
 *
 * @param where over the field {@code group} of a record, 0 to 9
 * @param matches a group
 */
record Wanted(String where, IntPredicate matches) {
    static final int GROUPS = 10;
    static final List<Wanted> ALL = List.of(
            new Wanted("group = 0", group -> group == 0),
            new Wanted("group = 3", group -> group == 3),
            new Wanted("group = 9", group -> group == 9),
            new Wanted("group in (1, 6)", group -> group == 1 || group == 6),
            new Wanted("group >= 9", group -> group >= 9),
            new Wanted("group < 2 and not group = 0", group -> group == 1),
            new Wanted("station = 'UT7'", group -> group == 7));
}
