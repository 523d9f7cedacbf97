package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts an NDP rule into tokens. Unlike the language's own, its words are whatever stands between white space and signs, such as
 * {@code meta.vsn}, {@code l[0]}, {@code P505.PW} or {@code 5m}; texts have single or double quotes, and names that would not be
 * read as such have backticks. A date, with or without a time, is a text without quotes.
 */
final class RuleLexer {
    private static final Pattern TIME = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?(?![\\w.:-])");
    private static final Pattern NUMBER = Pattern.compile("(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final Pattern INDEX = Pattern.compile("\\[\\d{1,7}]");
    private static final List<String> SIGNS =
            List.of("==", "!=", "<>", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",");
    private static final String APART = "'\"`=!<>+-*/%()[],;{}&|^";

    private final String text;
    private final int offset;
    private final List<Violation> violations;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private RuleLexer(String text, int offset, List<Violation> violations) {
        this.text = text;
        this.offset = offset;
        this.violations = violations;
    }

    /**
     * The tokens of {@code text}, the last one {@link Token.Kind#END}.
     *
     * @param offset of the text in the rule, added to the places of all tokens
     */
    static List<Token> tokens(String text, int offset, List<Violation> violations) {
        RuleLexer lexer = new RuleLexer(text, offset, violations);
        while (lexer.at < text.length()) {
            lexer.next();
        }
        lexer.add(Token.Kind.END, "", text.length());
        return lexer.tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            at++;
        } else if (c == '\'' || c == '"') {
            quoted(Token.Kind.TEXT, "text");
        } else if (c == '`') {
            quoted(Token.Kind.QUOTED, "name");
        } else if (APART.indexOf(c) >= 0) {
            sign();
        } else if (!took(TIME, Token.Kind.TEXT) && !number()) {
            word();
        }
    }

    private boolean took(Pattern pattern, Token.Kind kind) {
        Matcher matcher = pattern.matcher(text).region(at, text.length()).useTransparentBounds(true);
        if (!matcher.lookingAt()) {
            return false;
        }
        int start = at;
        at = matcher.end();
        add(kind, matcher.group(), start);
        return true;
    }

    /** Digits that end where a word would end; else they begin one, as in {@code 10.0.0.1}. */
    private boolean number() {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        boolean whole = matcher.lookingAt() && (matcher.end() == text.length() || isApart(text.charAt(matcher.end())));
        if (!whole) {
            return false;
        }
        int start = at;
        at = matcher.end();
        String digits = matcher.group();
        add(Token.Kind.NUMBER, digits, start);
        return true;
    }

    private void word() {
        int start = at;
        while (at < text.length() && (!isApart(text.charAt(at)) || passIndex())) {
            at++;
        }
        add(Token.Kind.WORD, text.substring(start, at), start);
    }

    /** Moves to the closing bracket of an index that follows a word at once. */
    private boolean passIndex() {
        Matcher index = INDEX.matcher(text).region(at, text.length());
        if (!index.lookingAt()) {
            return false;
        }
        at = index.end() - 1;
        return true;
    }

    private static boolean isApart(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || APART.indexOf(c) >= 0;
    }

    /** A quote inside is doubled, or has a backslash before it. */
    private void quoted(Token.Kind kind, String what) {
        int start = at;
        char quote = text.charAt(at++);
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            char after = at < text.length() ? text.charAt(at) : 0;
            boolean escapes = (c == '\\' && (after == quote || after == '\\')) || (c == quote && after == quote);
            if (escapes) {
                content.append(after);
                at++;
            } else if (c == quote) {
                add(kind, content.toString(), start);
                return;
            } else {
                content.append(c);
            }
        }
        broken(start, "this " + what + " has no closing " + quote);
    }

    private void sign() {
        int start = at;
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                at += sign.length();
                add(Token.Kind.SIGN, sign, start);
                return;
            }
        }
        char c = text.charAt(at++);
        at += at < text.length() && text.charAt(at) == c ? 1 : 0;
        broken(
                start,
                switch (c) {
                    case '!' -> "found '!'; write NOT";
                    case '&' -> "found '&'; write AND";
                    case '|' -> "found '|'; write OR";
                    default -> "'" + c + "' means nothing here; a text with it is written in quotes";
                });
    }

    private void broken(int start, String message) {
        violations.add(new Violation(message, offset + start, at - start));
        add(Token.Kind.BROKEN, text.substring(start, at), start);
    }

    private void add(Token.Kind kind, String value, int start) {
        tokens.add(new Token(kind, value, offset + start, offset + at));
    }
}
