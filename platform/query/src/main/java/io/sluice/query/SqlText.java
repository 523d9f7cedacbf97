package io.sluice.query;

import io.sluice.filter.Violation;
import java.util.ArrayList;
import java.util.List;

/** A statement without its comments and its last semicolon; spaces are in their place, so that all else stays where it was. */
record SqlText(String text, List<Violation> violations) {
    static SqlText of(String sql) {
        StringBuilder out = new StringBuilder(sql);
        List<Violation> violations = new ArrayList<>();
        int end = -1;
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            int next = at + 1;
            if (c == '\'' || c == '"') {
                next = after(sql, sql.indexOf(c, at + 1), 1);
            } else if (sql.startsWith("--", at)) {
                next = blank(out, at, after(sql, sql.indexOf('\n', at), 0));
            } else if (sql.startsWith("/*", at)) {
                int close = sql.indexOf("*/", at + 2);
                if (close < 0) {
                    violations.add(new Violation("this comment has no closing */", at, 2));
                }
                next = blank(out, at, after(sql, close, 2));
            } else if (c == ';' && end < 0) {
                end = at;
                blank(out, at, next);
            }
            boolean more = end >= 0 && end < at && !out.substring(at, next).isBlank();
            if (more) {
                violations.add(new Violation("expected one statement, found more behind its ';'", at, next - at));
                next = sql.length();
            }
            at = next;
        }
        if (violations.isEmpty() && sql.indexOf('\0') >= 0) {
            violations.add(new Violation("a text has no character 0", sql.indexOf('\0'), 1));
        }
        return new SqlText(out.toString(), violations);
    }

    private static int after(String sql, int found, int length) {
        return found < 0 ? sql.length() : found + length;
    }

    private static int blank(StringBuilder out, int from, int to) {
        for (int i = from; i < to; i++) {
            out.setCharAt(i, ' ');
        }
        return to;
    }
}
