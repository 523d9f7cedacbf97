package io.sluice.filter;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where a parser stands in its tokens, and how it says what it expected there. */
final class Cursor {
    private final List<Token> tokens;
    private final Checker check;
    /** Words, in small letters, that begin another part of the text: what is broken ends there. */
    private final Set<String> stops;

    private int at;
    private int nesting;
    private int cases;

    Cursor(List<Token> tokens, Checker check) {
        this(tokens, check, Set.of());
    }

    Cursor(List<Token> tokens, Checker check, Set<String> stops) {
        this.tokens = tokens;
        this.check = check;
        this.stops = stops;
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The token behind the next; the last one when there is none. */
    Token peekSecond() {
        return peek(1);
    }

    /** The token {@code ahead} of the next; the last one when there is none. */
    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    /** The token last taken. */
    Token last() {
        return tokens.get(Math.max(0, at - 1));
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** Takes the next token, whatever it is; the end is never passed. */
    Token next() {
        Token token = peek();
        at += token.kind() == Token.Kind.END ? 0 : 1;
        return token;
    }

    boolean takeWord(String word) {
        return peek().isWord(word) && next() != null;
    }

    boolean takeSign(String sign) {
        return peek().isSign(sign) && next() != null;
    }

    boolean take(String word, String sign) {
        return takeWord(word) || takeSign(sign);
    }

    Token expectSign(String sign, String expected) {
        if (!peek().isSign(sign)) {
            throw unexpected(expected);
        }
        return next();
    }

    /** Reports that the next token is not what was expected; one that the lexer has reported is not reported again. */
    SyntaxError unexpected(String expected) {
        return unexpected(peek(), expected);
    }

    SyntaxError unexpected(Token token, String expected) {
        if (token.kind() != Token.Kind.BROKEN) {
            check.report(expected + ", found " + token.shown(), token.start(), token.end());
        }
        return new SyntaxError(false);
    }

    /** Reports a part that is well written but cannot be. */
    SyntaxError refuse(String message, Token first) {
        check.report(message, first.start(), last().end());
        return new SyntaxError(false);
    }

    /** One level deeper; the way back is {@link #leave}. */
    void enter(Token token) {
        if (++nesting > Limits.MAX_DEPTH) {
            check.report("nested more than " + Limits.MAX_DEPTH + " levels deep", token.start(), token.end());
            throw new SyntaxError(true);
        }
    }

    void leave() {
        nesting--;
    }

    int nesting() {
        return nesting;
    }

    /** Into a {@code case}, where other words end a part; the way back is {@link #leaveCase}. */
    void enterCase(Token token) {
        enter(token);
        cases++;
    }

    void leaveCase() {
        leave();
        cases--;
    }

    int cases() {
        return cases;
    }

    /** Where the cursor stands, to {@link #recover} from there. */
    int position() {
        return at;
    }

    /**
     * Moves to what follows a broken operand: the next {@code and}, {@code or} or closing parenthesis that is not inside of
     * a parenthesis opened since the operand began at {@code start}; inside of a {@code case} also its next part.
     */
    void recover(int start, int nestingBefore, int casesBefore) {
        nesting = nestingBefore;
        cases = casesBefore;
        int broken = at;
        int open = 0;
        at = start;
        while (!atEnd()) {
            Token token = peek();
            if (at >= broken && open == 0 && endsOperand(token)) {
                return;
            }
            open += token.isSign("(") ? 1 : token.isSign(")") && open > 0 ? -1 : 0;
            next();
        }
    }

    /** Whether another part of the text begins here; never in a text that is one expression. */
    private boolean isStop(Token token) {
        return !stops.isEmpty()
                && (token.isSign(",")
                        || (token.kind() == Token.Kind.WORD
                                && stops.contains(token.value().toLowerCase(Locale.ROOT))));
    }

    /**
     * Moves to where the next part of the text begins, or to the end of the parenthesis around the broken one; not inside of a parenthesis opened
     * since {@code start}.
     */
    void skipToStop(int start) {
        nesting = 0;
        cases = 0;
        int broken = at;
        int open = 0;
        at = start;
        while (!atEnd()) {
            Token token = peek();
            boolean close = token.isSign(")");
            if (at >= broken && open == 0 && (close || isStop(token))) {
                return;
            }
            open += token.isSign("(") ? 1 : close && open > 0 ? -1 : 0;
            next();
        }
    }

    /** Takes everything. */
    void skipToEnd() {
        at = tokens.size() - 1;
    }

    private boolean endsOperand(Token token) {
        if (nesting == 0 && isStop(token)) {
            return true;
        }
        boolean endsPart = token.isWord("when") || token.isWord("then") || token.isWord("else") || token.isWord("end");
        return (cases > 0 && endsPart)
                || token.isSign(")")
                || token.isSign("&&")
                || token.isSign("||")
                || token.isWord("and")
                || token.isWord("or");
    }
}
