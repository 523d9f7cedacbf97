package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into tokens. Never fails: what makes no sense is reported and becomes a {@link Token.Kind#BROKEN} token. */
final class Lexer {
    private static final List<String> SIGNS = List.of(
            "==", "!=", "<>", "<=", ">=", "&&", "||", "=", "<", ">", "!", "+", "-", "*", "/", "%", "(", ")", "[", "]",
            ",", ".");

    private final String text;
    private final List<Violation> violations;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text, List<Violation> violations) {
        this.text = text;
        this.violations = violations;
    }

    /** The tokens of {@code text}, the last one {@link Token.Kind#END}. */
    static List<Token> tokens(String text, List<Violation> violations) {
        Lexer lexer = new Lexer(text, violations);
        while (lexer.at < text.length()) {
            lexer.next();
        }
        lexer.add(Token.Kind.END, "", text.length());
        return lexer.tokens;
    }

    static boolean isWordStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            at++;
        } else if (isWordStart(c)) {
            int start = at;
            add(Token.Kind.WORD, text.substring(start, wordEnd(start)), start);
        } else if (isDigit(c)) {
            number();
        } else if (c == '\'') {
            quoted(Token.Kind.TEXT, "text");
        } else if (c == '"') {
            quoted(Token.Kind.QUOTED, "name");
        } else if (c == '$' && at + 1 < text.length() && isWordStart(text.charAt(at + 1))) {
            int start = at++;
            add(Token.Kind.ROOT, text.substring(start + 1, wordEnd(start + 1)), start);
        } else {
            sign();
        }
    }

    /** Moves behind the word that begins at {@code start}. */
    private int wordEnd(int start) {
        at = start;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private void number() {
        int start = at;
        digits();
        if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            int mark = at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            if (at < text.length() && isDigit(text.charAt(at))) {
                digits();
            } else {
                at = mark;
            }
        }
        if (at < text.length() && isWordPart(text.charAt(at))) {
            String broken = text.substring(start, wordEnd(at));
            broken(
                    start,
                    "expected a number, found '" + brief(broken) + "'; a name that begins with a digit is written"
                            + " in double quotes");
        } else {
            add(Token.Kind.NUMBER, text.substring(start, at), start);
        }
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void quoted(Token.Kind kind, String what) {
        int start = at;
        char quote = text.charAt(at++);
        StringBuilder content = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != quote) {
                content.append(c);
            } else if (at < text.length() && text.charAt(at) == quote) {
                content.append(quote);
                at++;
            } else {
                add(kind, content.toString(), start);
                return;
            }
        }
        broken(start, "this " + what + " has no closing " + (quote == '"' ? "double quote" : "quote"));
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
        at += Character.charCount(text.codePointAt(at));
        String found = text.substring(start, at);
        broken(
                start,
                switch (found) {
                    case "$" -> "expected a name after '$': one of " + Words.roots();
                    case "&" -> "found '&'; write 'and' or '&&'";
                    case "|" -> "found '|'; write 'or' or '||'";
                    case ";" -> "found ';'; a filter is one expression";
                    case "`" -> "found '`'; names are quoted with double quotes";
                    default -> "'" + found + "' means nothing here";
                });
    }

    private void broken(int start, String message) {
        violations.add(new Violation(message, start, at - start));
        add(Token.Kind.BROKEN, text.substring(start, at), start);
    }

    private void add(Token.Kind kind, String value, int start) {
        tokens.add(new Token(kind, value, start, at));
    }

    private static String brief(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "…";
    }
}
