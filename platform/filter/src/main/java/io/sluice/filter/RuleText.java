package io.sluice.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The text of a rule and where its reader stands in it, which may be inside of a part in quotes. */
final class RuleText {
    private final List<Violation> violations;
    private final Checker check;
    private String text;
    private int offset;
    private Cursor cursor;

    RuleText(String rule, Checker check, List<Violation> violations) {
        this.violations = violations;
        this.check = check;
        this.text = rule;
        this.cursor = new Cursor(RuleLexer.tokens(rule, 0, violations), check);
    }

    Cursor cursor() {
        return cursor;
    }

    /** As it is written between two places of the rule. */
    String between(int start, int end) {
        int to = Math.min(end - offset, text.length());
        return text.substring(Math.min(start - offset, to), to);
    }

    /** Where the reader stood before it went into quotes. */
    record Outside(String text, int offset, Cursor cursor) {}

    /** Into the quotes of a last argument, if it has any; else null. */
    @Nullable Outside open() {
        Token token = cursor.peek();
        if (token.kind() != Token.Kind.TEXT || !cursor.peek(1).isSign(")")) {
            return null;
        }
        cursor.next();
        Outside outside = new Outside(text, offset, cursor);
        text = token.value();
        offset = token.start() + 1;
        cursor = new Cursor(RuleLexer.tokens(text, offset, violations), check);
        return outside;
    }

    /** Out of the quotes, if there were any, and behind the parenthesis. */
    void close(@Nullable Outside outside, String expected) {
        if (outside != null) {
            if (!cursor.atEnd()) {
                throw cursor.unexpected("expected AND, OR or the end of the quoted part");
            }
            text = outside.text();
            offset = outside.offset();
            cursor = outside.cursor();
        }
        cursor.expectSign(")", expected);
    }
}
