package io.sluice.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Rules applied to rows, for tests. */
final class Ruled {
    private Ruled() {}

    /** The rows that are left, as they are then. */
    static List<String> rows(List<String> rules, List<String> rows) {
        return rows(rules, rows, WindowStore.inMemory());
    }

    static List<String> rows(List<String> rules, List<String> rows, WindowStore store) {
        return rows(Rules.compile(rules), rows, store);
    }

    static List<String> rows(Rules compiled, List<String> rows, WindowStore store) {
        PipelineMatcher matcher = PipelineMatcher.of(compiled.orElseThrow().pipeline(), store, Records.CLOCK);
        List<String> left = new ArrayList<>();
        for (String row : rows) {
            Verdict verdict = matcher.evaluate(Records.value(row));
            byte[] made = matcher.projected();
            if (verdict == Verdict.MATCH) {
                left.add(made == null ? row : new String(made, StandardCharsets.UTF_8));
            } else if (verdict == Verdict.ERROR) {
                left.add("ERROR");
            }
        }
        return left;
    }
}
